// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/pagedanswers.h"

#include <QtCore/QTimer>

#include <chrono>
#include <utility>

namespace guarita::http {

namespace {

constexpr std::chrono::milliseconds retryPause{500};
constexpr int mostFailures = 40; // in a row: 20 s

} // namespace

PagedAnswers::PagedAnswers(int most)
    : m_most(most)
    , m_taken(std::make_shared<int>(0))
{
}

std::optional<PagedAnswers::Place> PagedAnswers::takePlace()
{
    if (*m_taken >= m_most)
        return std::nullopt;
    ++*m_taken;
    return Place(nullptr, [taken = m_taken](const void *) { --*taken; });
}

void PagedAnswers::send(Place place, ReplyHandle reply, Response head, Page first, ReadNext next)
{
    const quint64 id = ++m_lastId;
    ResponseStream stream = reply.begin(std::move(head));
    if (!stream.wantsContent())
        return; // the client has left meanwhile
    stream.onRoom([this, id] { readOn(id); });
    stream.onClientLeft([this, id] { m_answers.erase(id); });
    m_answers.emplace(id, Answer{std::move(place), std::move(stream), std::move(next)});
    write(id, std::move(first));
}

void PagedAnswers::readOn(quint64 id)
{
    const auto found = m_answers.find(id);
    if (found == m_answers.end())
        return;
    found->second.next([this, id](PageRead page) {
        if (page)
            write(id, std::move(page).value());
        else
            failed(id, page.error());
    });
}

/// The place is known, so that what is passing costs a pause only.
void PagedAnswers::failed(quint64 id, Trouble trouble)
{
    const auto found = m_answers.find(id);
    if (found == m_answers.end())
        return;
    if (trouble == Trouble::Passing && ++found->second.failures <= mostFailures)
        QTimer::singleShot(retryPause, &m_context, [this, id] { readOn(id); });
    else
        m_answers.erase(found);
}

void PagedAnswers::write(quint64 id, Page page)
{
    const auto found = m_answers.find(id);
    if (found == m_answers.end())
        return;
    Answer &answer = found->second;
    answer.failures = 0;
    const bool room = answer.stream.write(std::move(page.text));
    if (page.last) {
        answer.stream.finish();
        m_answers.erase(found);
    } else if (room) {
        readOn(id);
    }
}

} // namespace guarita::http
