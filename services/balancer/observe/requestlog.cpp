// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/requestlog.h"

#include <algorithm>

namespace guarita::balancer {

namespace {

constexpr qsizetype mostPathKept = 256;
constexpr qsizetype mostTimingKept = 256;

trace::TraceId traceIdFrom(QByteArrayView text)
{
    trace::TraceId id;
    if (text.size() == static_cast<qsizetype>(id.text.size()))
        std::copy(text.begin(), text.end(), id.text.begin());
    return id;
}

} // namespace

RequestLog::RequestLog(std::size_t most, qint64 first)
    : m_most(most)
    , m_end(first)
{
}

KeptRequest &RequestLog::nextPlace()
{
    if (m_kept.size() < m_most)
        return m_kept.emplace_back();
    KeptRequest &place = m_kept[m_oldest];
    m_oldest = (m_oldest + 1) % m_most;
    return place;
}

void RequestLog::keep(const RequestReport &report)
{
    KeptRequest &kept = nextPlace();
    kept.number = m_end++;
    kept.id = report.requestId;
    kept.trace = traceIdFrom(report.traceId);
    kept.method = report.method;
    kept.path = report.path.left(mostPathKept);
    kept.cluster = report.cluster;
    kept.policy = report.policy;
    kept.status = report.status;
    kept.reason = report.reason;
    kept.began = report.began;
    kept.duration = report.duration;
    kept.queued = report.queued;
    kept.attempts.assign(report.attempts.begin(), report.attempts.end());
    for (AttemptRecord &attempt : kept.attempts) {
        if (attempt.serverTiming.size() > mostTimingKept)
            attempt.serverTiming.clear();
    }
}

void RequestLog::visit(qint64 before, const std::function<bool(const KeptRequest &)> &visit) const
{
    const auto size = static_cast<qint64>(m_kept.size());
    const qint64 begin = m_end - size;
    for (qint64 number = std::min(before, m_end) - 1; number >= begin; --number) {
        const auto place = (m_oldest + static_cast<std::size_t>(number - begin)) % m_kept.size();
        if (!visit(m_kept[place]))
            return;
    }
}

} // namespace guarita::balancer
