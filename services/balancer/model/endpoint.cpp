// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/endpoint.h"

#include <algorithm>

namespace guarita::balancer {

EndpointConfig endpointConfigFor(const QUrl &configured)
{
    const int port = configured.port(configured.scheme() == QStringLiteral("https") ? 443 : 80);
    const QString host = configured.host();
    const QString shownHost = host.contains(u':') ? QStringLiteral("[%1]").arg(host) : host;

    EndpointConfig config;
    config.id = QStringLiteral("%1:%2").arg(shownHost).arg(port).toUtf8();
    config.url = configured.toString();
    config.origin = configured;
    config.origin.setPort(port);
    if (host.compare(QStringLiteral("localhost"), Qt::CaseInsensitive) == 0)
        config.origin.setHost(QStringLiteral("127.0.0.1"));
    return config;
}

const char *stateName(EndpointState state)
{
    switch (state) {
    case EndpointState::Up:
        return "up";
    case EndpointState::Down:
        return "down";
    }
    Q_UNREACHABLE();
}

Endpoint::Endpoint(EndpointConfig config, BackendMetrics metrics)
    : m_config(std::move(config))
    , m_metrics(metrics)
{
    m_metrics.up(false);
}

void Endpoint::setHealth(EndpointHealth health)
{
    m_health = std::move(health);
    m_metrics.up(m_health.up);
}

void Endpoint::attemptStarted(AttemptKind kind)
{
    ++m_counters.inFlight;
    ++m_counters.requests;
    if (kind == AttemptKind::Retry)
        ++m_counters.retries;
    m_metrics.started(kind == AttemptKind::Retry);
}

void Endpoint::attemptAnswered(int status, std::chrono::nanoseconds duration, core::Instant now)
{
    attemptStreams(status, duration, now);
    attemptEnded();
}

void Endpoint::attemptStreams(int status, std::chrono::nanoseconds duration, core::Instant now)
{
    const auto statusClass = static_cast<std::size_t>(std::clamp(status / 100, 2, 5) - 2);
    ++m_counters.responses[statusClass];
    m_latency.record(duration, now);
    m_metrics.answered(statusClass);
}

void Endpoint::attemptStreamed()
{
    attemptEnded();
}

void Endpoint::attemptFailed()
{
    ++m_counters.failures;
    m_metrics.failed();
    attemptEnded();
}

void Endpoint::attemptCancelled()
{
    attemptEnded();
}

void Endpoint::attemptEnded()
{
    Q_ASSERT(m_counters.inFlight > 0);
    --m_counters.inFlight;
    m_metrics.ended();
}

} // namespace guarita::balancer
