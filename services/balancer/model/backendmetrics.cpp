// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/backendmetrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace guarita::balancer {

namespace {

using Labels = std::map<std::string, std::string>;

prometheus::Counter *counter(prometheus::Registry &registry, const char *name, const char *help,
                             const Labels &labels)
{
    return &prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add(labels);
}

prometheus::Gauge *gauge(prometheus::Registry &registry, const char *name, const char *help,
                         const Labels &labels)
{
    return &prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels);
}

} // namespace

BackendMetrics::BackendMetrics(prometheus::Registry &registry, const std::string &id)
{
    const Labels labels{{"backend", id}};
    m_up = gauge(registry, "guarita_backend_up", "1 while health checks find the backend up", labels);
    m_inFlight = gauge(registry, "guarita_backend_in_flight", "Attempts under way", labels);
    m_requests = counter(registry, "guarita_backend_requests_total",
                         "Attempts at the backend, retries included, health checks apart", labels);
    m_retries = counter(registry, "guarita_backend_retries_total",
                        "Attempts whose request had failed at another backend", labels);
    m_failures =
        counter(registry, "guarita_backend_failures_total", "Attempts that ended without an answer", labels);
    constexpr std::array names{"2xx", "3xx", "4xx", "5xx"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        m_responses[i] = counter(registry, "guarita_backend_responses_total",
                                 "Answers by class of their status", {{"backend", id}, {"class", names[i]}});
    }
}

void BackendMetrics::up(bool isUp) const
{
    if (m_up)
        m_up->Set(isUp ? 1 : 0);
}

void BackendMetrics::started(bool retry) const
{
    if (!m_requests)
        return;
    m_inFlight->Increment();
    m_requests->Increment();
    if (retry)
        m_retries->Increment();
}

void BackendMetrics::answered(std::size_t statusClass) const
{
    if (m_requests)
        m_responses[statusClass]->Increment();
}

void BackendMetrics::failed() const
{
    if (m_failures)
        m_failures->Increment();
}

void BackendMetrics::ended() const
{
    if (m_inFlight)
        m_inFlight->Decrement();
}

} // namespace guarita::balancer
