// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runtime/log.h"
#include "runtime/requestmetrics.h"

namespace guarita::runtime {

/// Writes the access log and the request metrics.
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

    void finished(const http::ExchangeSummary &summary) override
    {
        m_metrics.record(summary);
        if (m_log)
            m_log->request(summary);
    }

    void serves(net::Method method, const char *pattern) override { m_metrics.serves(method, pattern); }

private:
    RequestMetrics &m_metrics;
    Log *m_log;
};

} // namespace guarita::runtime
