// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/requests/recentrequests.h"

#include <utility>

namespace guarita::gateway {

RecentRequests::RecentRequests(http::RequestObserver &next, std::size_t most)
    : m_next(next)
    , m_most(most)
{
    m_kept.reserve(most);
}

void RecentRequests::finished(const http::ExchangeSummary &summary)
{
    m_next.finished(summary);
    if (m_most == 0 || !summary.span || summary.upstream.isEmpty())
        return;
    RecentRequest request{summary.requestId, summary.span->trace, summary.subject, summary.duration};
    if (m_kept.size() < m_most) {
        m_kept.push_back(std::move(request));
        return;
    }
    m_kept[m_oldest] = std::move(request);
    m_oldest = (m_oldest + 1) % m_most;
}

} // namespace guarita::gateway
