// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runtime/log.h"
#include "runtime/requestmetrics.h"
#include "runtime/spanlog.h"

namespace guarita::runtime {

/// Writes the access log, the request metrics and the spans of requests.
class RequestRecorder final : public http::RequestObserver
{
public:
    /// `log` null: no access log.
    RequestRecorder(RequestMetrics &metrics, Log *log)
        : m_metrics(metrics)
        , m_log(log)
    {
    }

    void setLog(Log *log) { m_log = log; }
    /// nullptr: no spans are written.
    void setSpans(SpanLog *spans) { m_spans = spans; }

    void finished(const http::ExchangeSummary &summary) override
    {
        m_metrics.record(summary);
        if (m_log)
            m_log->request(summary);
        if (m_spans)
            m_spans->request(summary);
    }

    void serves(net::Method method, const char *pattern) override { m_metrics.serves(method, pattern); }

private:
    RequestMetrics &m_metrics;
    Log *m_log;
    SpanLog *m_spans = nullptr;
};

} // namespace guarita::runtime
