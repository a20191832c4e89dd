// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/pageloader.h"

#include <algorithm>

namespace guarita::console {

PageLoader::PageLoader(Api &api, PageCache &pages, std::chrono::milliseconds settle, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_pages(pages)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(settle);
    connect(&m_settle, &QTimer::timeout, this, &PageLoader::settle);
}

void PageLoader::start(const ItemQuery &query)
{
    stop();
    m_query = query;
    m_wantTotal = true;
    ask(0);
}

void PageLoader::stop()
{
    m_settle.stop();
    m_calls.clear();
    m_failed.clear();
    m_waitingFor.clear();
    m_wantTotal = false;
    m_total = -1;
    m_last -= m_first;
    m_first = 0;
    m_direction = 0;
    Q_EMIT activity();
}

void PageLoader::refresh()
{
    m_failed.clear();
    m_wantTotal = true;
    if (m_total < 0) {
        if (m_calls.empty())
            ask(0);
        return;
    }
    m_settle.stop();
    m_calls.clear();
    m_pages.markStale();
    for (const qint64 page : visiblePages())
        ask(page);
    if (m_calls.empty()) // only new drafts are in sight, or the list is empty
        ask(0);
}

void PageLoader::askWithTotal(qint64 page)
{
    if (m_wantTotal && m_calls.contains(m_totalPage))
        return;
    m_wantTotal = true;
    ask(page);
}

void PageLoader::setTotal(qint64 total)
{
    const bool outside = total >= 0 && m_last >= total && m_first > 0;
    m_total = total;
    if (!outside)
        return;
    const qint64 span = m_last - m_first;
    m_last = std::max<qint64>(total - 1, 0);
    m_first = std::max<qint64>(m_last - span, 0);
    m_settle.start();
}

void PageLoader::setVisible(qint64 first, qint64 last)
{
    if (first != m_first)
        m_direction = first > m_first ? 1 : -1;
    m_first = first;
    m_last = last;
    for (const qint64 page : visiblePages())
        m_pages.touch(page);
    Q_EMIT activity();
    if (m_total < 0)
        return;
    std::vector<qint64> missing = missingPages();
    // Scrolling within pages that are already waited for does not put them off any further.
    if (missing != m_waitingFor || !m_settle.isActive())
        m_settle.start();
    m_waitingFor = std::move(missing);
}

void PageLoader::rowsMoved()
{
    if (m_total < 0)
        return;
    m_calls.clear();
    m_settle.start();
    Q_EMIT activity();
}

bool PageLoader::loading() const
{
    return std::any_of(m_calls.begin(), m_calls.end(),
                       [this](const auto &call) { return m_total < 0 || isVisible(call.first); });
}

const ApiError *PageLoader::error() const
{
    const auto failed = std::find_if(m_failed.begin(), m_failed.end(), [this](const auto &failure) {
        return m_total < 0 || isVisible(failure.first);
    });
    return failed == m_failed.end() ? nullptr : &failed->second;
}

void PageLoader::ask(qint64 page)
{
    // Counting a long list costs the service more than a page of it: once is enough.
    const bool withTotal = m_wantTotal && !m_calls.contains(m_totalPage);
    if (withTotal)
        m_totalPage = page;
    ++m_requests;
    m_calls[page] = m_api.listItems(
        m_query, page * m_pages.pageSize(), m_pages.pageSize(), withTotal,
        [this, page, withTotal](const Reply<ItemPage> &reply) { answered(page, withTotal, reply); });
    Q_EMIT activity();
}

void PageLoader::answered(qint64 page, bool withTotal, const Reply<ItemPage> &reply)
{
    m_calls.erase(page);
    if (!reply.ok()) {
        m_failed.insert_or_assign(page, reply.error());
        Q_EMIT activity();
        return;
    }
    if (withTotal)
        m_wantTotal = false;
    m_failed.erase(page);
    // The way is open again: what failed while it was not deserves another try, once it is visible.
    std::erase_if(m_failed, [](const auto &failure) { return failure.second.isOutage(); });
    Q_EMIT loaded(page, withTotal, reply.value());
    if (m_calls.empty() && m_total >= 0 && (m_direction != 0 || !missingPages().empty()))
        m_settle.start();
    Q_EMIT activity();
}

void PageLoader::settle()
{
    m_waitingFor.clear();
    const std::optional<qint64> ahead = pageAhead();
    std::erase_if(m_calls, [&](const auto &call) { return !isVisible(call.first) && call.first != ahead; });
    const std::vector<qint64> missing = missingPages();
    for (const qint64 page : missing) {
        if (!m_calls.contains(page))
            ask(page);
    }
    if (missing.empty() && m_calls.empty() && ahead)
        ask(*ahead);
    Q_EMIT activity();
}

std::optional<qint64> PageLoader::pageAhead() const
{
    const qint64 size = m_pages.pageSize();
    const qint64 edge = m_direction > 0 ? m_last : m_first;
    const qint64 ahead = m_pages.pageOf(edge) + m_direction;
    if (m_direction == 0 || ahead < 0 || ahead * size >= m_total || m_pages.isFresh(ahead) ||
        m_failed.contains(ahead))
        return {};
    // As long as the bound is far, nobody may ever get there.
    const qint64 toBound = m_direction > 0 ? ahead * size - edge : edge - (ahead + 1) * size;
    return toBound <= size / 2 ? std::optional(ahead) : std::nullopt;
}

bool PageLoader::isVisible(qint64 page) const
{
    return page >= m_pages.pageOf(m_first) && page <= m_pages.pageOf(m_last);
}

std::vector<qint64> PageLoader::visiblePages() const
{
    std::vector<qint64> pages;
    const qint64 last = m_total > 0 ? std::min(m_last, m_total - 1) : std::min<qint64>(m_last, -1);
    if (m_first < 0 || last < m_first)
        return pages;
    const qint64 from = m_pages.pageOf(m_first);
    const qint64 to = std::min(m_pages.pageOf(last), from + mostVisiblePages - 1);
    for (qint64 page = from; page <= to; ++page)
        pages.push_back(page);
    return pages;
}

std::vector<qint64> PageLoader::missingPages() const
{
    std::vector<qint64> pages = visiblePages();
    std::erase_if(pages, [this](qint64 page) { return m_pages.isFresh(page) || m_failed.contains(page); });
    return pages;
}

} // namespace guarita::console
