// SPDX-License-Identifier: GPL-3.0-or-later
#include "tally/numberset.h"

#include <algorithm>
#include <numeric>

namespace guarita::tally {

void NumberSet::add(quint64 number)
{
    if (!m_ranges.empty() && m_ranges.back().last + 1 == number) { // nearly always
        ++m_ranges.back().last;
        ++m_added;
    } else if (number <= m_forgotten) {
        ++m_added;
    } else if (!contains(number)) {
        insert(number);
        ++m_added;
        if (m_ranges.size() > mostRanges)
            forgetUpTo(m_ranges.front().last);
    }
}

/// One that is not in it.
void NumberSet::insert(quint64 number)
{
    const auto above =
        std::upper_bound(m_ranges.begin(), m_ranges.end(), number,
                         [](quint64 value, const Range &range) { return value < range.first; });
    const bool joinsAbove = above != m_ranges.end() && above->first == number + 1;
    const bool joinsBelow = above != m_ranges.begin() && std::prev(above)->last + 1 == number;
    if (joinsAbove && joinsBelow) {
        std::prev(above)->last = above->last;
        m_ranges.erase(above);
    } else if (joinsAbove) {
        above->first = number;
    } else if (joinsBelow) {
        std::prev(above)->last = number;
    } else {
        m_ranges.insert(above, {number, number});
    }
}

void NumberSet::forgetUpTo(quint64 number)
{
    m_forgotten = std::max(m_forgotten, number);
    const auto known = std::find_if(m_ranges.begin(), m_ranges.end(),
                                    [this](const Range &range) { return range.last > m_forgotten; });
    m_ranges.erase(m_ranges.begin(), known);
    if (!m_ranges.empty())
        m_ranges.front().first = std::max(m_ranges.front().first, m_forgotten + 1);
}

quint64 NumberSet::count() const
{
    return std::accumulate(m_ranges.begin(), m_ranges.end(), quint64{0}, [](quint64 sum, const Range &range) {
        return sum + range.last - range.first + 1;
    });
}

bool NumberSet::contains(quint64 number) const
{
    const auto above =
        std::upper_bound(m_ranges.begin(), m_ranges.end(), number,
                         [](quint64 value, const Range &range) { return value < range.first; });
    return above != m_ranges.begin() && std::prev(above)->last >= number;
}

NumberSet NumberSet::within(const NumberSet &other) const
{
    NumberSet both;
    auto theirs = other.m_ranges.begin();
    for (const Range &range : m_ranges) {
        while (theirs != other.m_ranges.end() && theirs->last < range.first)
            ++theirs;
        for (auto each = theirs; each != other.m_ranges.end() && each->first <= range.last; ++each)
            both.append(std::max(range.first, each->first), std::min(range.last, each->last));
    }
    return both;
}

NumberSet NumberSet::without(const NumberSet &other) const
{
    NumberSet alone;
    auto theirs = other.m_ranges.begin();
    for (const Range &range : m_ranges) {
        quint64 next = range.first;
        while (theirs != other.m_ranges.end() && theirs->last < range.first)
            ++theirs;
        for (auto each = theirs; each != other.m_ranges.end() && each->first <= range.last; ++each) {
            if (each->first > next)
                alone.append(next, each->first - 1);
            next = each->last + 1;
        }
        if (next <= range.last)
            alone.append(next, range.last);
    }
    return alone;
}

} // namespace guarita::tally
