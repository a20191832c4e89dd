// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/proxy/requestreport.h"
#include "trace/span.h"

#include <functional>
#include <vector>

namespace guarita::balancer {

/// A request that is over, as it is kept.
struct KeptRequest
{
    qint64 number = 0;
    QByteArray id = {};
    trace::TraceId trace = {};
    net::Method method = net::Method::Get;
    QByteArray path = {}; // its first 256 bytes
    QByteArray cluster = {};
    std::string_view policy = {};
    int status = 0;
    QByteArray reason = {}; // empty if nothing failed
    core::WallTime began{};
    std::chrono::nanoseconds duration{};
    std::chrono::nanoseconds queued{};
    std::vector<AttemptRecord> attempts = {}; // a Server-Timing above 256 bytes is left out
};

/// The last requests, numbered in the order in which they ended. A place is used again with the memory that
/// it has, so that keeping a request costs some copies and, once all places are taken, hardly an allocation.
/// Event-loop thread only.
class RequestLog
{
public:
    /// Keeps `most`, at least one; the first gets the number `first`.
    RequestLog(std::size_t most, qint64 first);

    void keep(const RequestReport &report);

    /// The newest first, from the one before `before` on, until `visit` returns false.
    void visit(qint64 before, const std::function<bool(const KeptRequest &)> &visit) const;

private:
    KeptRequest &nextPlace();

    const std::size_t m_most;
    qint64 m_end; // the number of the next one
    std::vector<KeptRequest> m_kept;
    std::size_t m_oldest = 0; // its place is the next one's, once all are taken
};

} // namespace guarita::balancer
