// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/requestobserver.h"
#include "trace/span.h"

#include <QtCore/QByteArray>

#include <chrono>
#include <cstddef>
#include <vector>

namespace guarita::gateway {

/// What this gateway knows of a request that it has forwarded, and that is over.
struct RecentRequest
{
    QByteArray id;
    trace::TraceId trace;
    QByteArray user;                  // empty: nobody was asked for
    std::chrono::nanoseconds total{}; // from the request's last byte to the answer's hand-over
};

/// Keeps the last requests that were forwarded, and tells the next observer of all. On the event-loop thread.
class RecentRequests final : public http::RequestObserver
{
public:
    /// Keeps `most`; none if it is 0. `next` outlives this.
    RecentRequests(http::RequestObserver &next, std::size_t most);

    void finished(const http::ExchangeSummary &summary) override;
    void serves(net::Method method, const char *pattern) override { m_next.serves(method, pattern); }

    /// In no order.
    const std::vector<RecentRequest> &kept() const { return m_kept; }

private:
    http::RequestObserver &m_next;
    const std::size_t m_most;
    std::vector<RecentRequest> m_kept;
    std::size_t m_oldest = 0; // its place is the next one's, once all are taken
};

} // namespace guarita::gateway
