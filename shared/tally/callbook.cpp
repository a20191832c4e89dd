// SPDX-License-Identifier: GPL-3.0-or-later
#include "tally/callbook.h"

#include <algorithm>
#include <numeric>

namespace guarita::tally {

namespace {

constexpr std::size_t mostInstances = 16;
constexpr qsizetype idDigits = 2 * idBytes;

} // namespace

bool isTallyId(QByteArrayView text)
{
    return text.size() == idDigits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

QByteArray CallBook::fieldFor(quint64 number) const
{
    return m_id.isEmpty() ? QByteArray() : m_id + '-' + QByteArray::number(number);
}

void CallBook::answered(quint64 number, QByteArrayView by)
{
    auto place = std::find_if(m_answers.begin(), m_answers.end(),
                              [by](const Answers &each) { return each.instance == by; });
    if (place == m_answers.end() && !by.isEmpty() && !isTallyId(by))
        return answered(number, {});
    if (place == m_answers.end()) {
        if (m_answers.size() == mostInstances) {
            m_earlier += m_answers.back().numbers.added();
            m_answers.pop_back();
        }
        place = m_answers.insert(m_answers.end(), {by.toByteArray(), {}});
    }
    place->numbers.add(number);
    if (place != m_answers.begin())
        std::rotate(m_answers.begin(), place, std::next(place));
}

quint64 CallBook::answeredCount() const
{
    return std::accumulate(m_answers.begin(), m_answers.end(), m_earlier,
                           [](quint64 sum, const Answers &each) { return sum + each.numbers.added(); });
}

} // namespace guarita::tally
