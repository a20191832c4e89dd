// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/endpoint.h"

#include <algorithm>

namespace guarita::balancer {

Endpoint::Endpoint(EndpointConfig config, BackendMetrics metrics)
    : m_config(std::move(config))
    , m_metrics(std::move(metrics))
    , m_weight(m_config.weight)
{
    m_metrics.up(false);
}

EndpointState Endpoint::state() const
{
    if (m_administration == Administration::Drain)
        return EndpointState::Drain;
    if (m_administration == Administration::Maint)
        return EndpointState::Maint;
    if (!m_health.up)
        return EndpointState::Down;
    return m_ejection.ejected ? EndpointState::Ejected : EndpointState::Up;
}

QByteArray Endpoint::reason() const
{
    switch (state()) {
    case EndpointState::Up:
        return {};
    case EndpointState::Down:
        return m_health.reason;
    case EndpointState::Ejected:
        return m_ejection.reason;
    case EndpointState::Drain:
    case EndpointState::Maint:
        return QByteArrayLiteral("operador");
    }
    Q_UNREACHABLE();
}

void Endpoint::administer(Administration administration, int weight)
{
    m_administration = administration;
    m_weight = weight;
    ++m_version;
}

void Endpoint::restore(Administration administration, int weight, qint64 version)
{
    m_administration = administration;
    m_weight = weight;
    m_version = version;
}

void Endpoint::reconfigure(EndpointConfig config)
{
    if (config.weight != m_config.weight) {
        m_weight = config.weight;
        ++m_version;
    }
    m_config = std::move(config);
}

void Endpoint::setHealth(EndpointHealth health)
{
    m_health = std::move(health);
    m_metrics.up(m_health.up);
}

void Endpoint::setEjection(Ejection ejection)
{
    if (ejection.ejected && !m_ejection.ejected) {
        ++m_counters.ejections;
        m_metrics.ejected();
    }
    m_ejection = std::move(ejection);
}

void Endpoint::leave()
{
    m_left = true;
    if (m_counters.inFlight == 0)
        m_metrics = {};
}

void Endpoint::attemptStarted(PickReason reason)
{
    const bool retry = reason == PickReason::Retry;
    ++m_counters.inFlight;
    ++m_counters.requests;
    m_counters.retries += retry;
    ++m_counters.picks[static_cast<std::size_t>(reason)];
    m_metrics.started(reason);
}

void Endpoint::attemptAnswered(int status, std::chrono::nanoseconds duration, core::Instant now)
{
    attemptStreams(status, duration, now);
    attemptEnded(AttemptOutcome::Answered);
}

void Endpoint::attemptStreams(int status, std::chrono::nanoseconds duration, core::Instant now)
{
    const auto statusClass = static_cast<std::size_t>(std::clamp(status / 100, 2, 5) - 2);
    ++m_counters.responses[statusClass];
    m_latency.record(duration, now);
    m_expected.record(duration, now);
    m_metrics.answered(statusClass, duration);
}

void Endpoint::attemptStreamed()
{
    attemptEnded(AttemptOutcome::Answered);
}

void Endpoint::attemptFailed(AttemptOutcome outcome)
{
    Q_ASSERT(isFailure(outcome));
    ++m_counters.failures;
    attemptEnded(outcome);
}

void Endpoint::attemptCancelled()
{
    attemptEnded(AttemptOutcome::Cancelled);
}

void Endpoint::attemptEnded(AttemptOutcome outcome)
{
    Q_ASSERT(m_counters.inFlight > 0);
    --m_counters.inFlight;
    ++m_counters.outcomes[static_cast<std::size_t>(outcome)];
    m_metrics.ended(outcome);
    if (m_left && m_counters.inFlight == 0)
        m_metrics = {};
}

} // namespace guarita::balancer
