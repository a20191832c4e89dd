// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/backendmetrics.h"
#include "balancer/model/latencywindow.h"
#include "core/clock.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QUrl>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace guarita::balancer {

/// What the configuration says of one server. Immutable.
struct EndpointConfig
{
    QByteArray id; // "host:port", as configured
    QString url;   // as configured, for people
    QUrl origin;   // where to connect: `localhost` became 127.0.0.1, the port is explicit
    int weight = 1;
};

/// `localhost` becomes 127.0.0.1: the servers bind there, and no call waits for a resolver.
EndpointConfig endpointConfigFor(const QUrl &configured);

/// The one word that administrators see.
enum class EndpointState { Up, Down };
const char *stateName(EndpointState state);

/// What health checks found. Written by the checker only.
struct EndpointHealth
{
    bool up = false;
    QByteArray reason = QByteArrayLiteral("sem_verificacao"); // why it is not up; empty when it is
    std::optional<core::WallTime> lastCheck;
};

/// Since start, health checks apart.
struct EndpointCounters
{
    int inFlight = 0;
    qint64 requests =
        0; // attempts, failed ones included: requests - retries over all endpoints = client requests
    qint64 retries = 0;  // those of the attempts whose request had failed at another endpoint
    qint64 failures = 0; // attempts that ended without a whole answer; a client that left is none
    std::array<qint64, 4> responses{}; // 2xx, 3xx, 4xx, 5xx
};

enum class AttemptKind { First, Retry };

/// The mutable state of one server. It outlives every cluster snapshot that names it, so that counters,
/// health and calls in flight survive a change of the configuration. Event-loop thread only.
class Endpoint
{
public:
    explicit Endpoint(EndpointConfig config, BackendMetrics metrics = {});

    const EndpointConfig &config() const { return m_config; }
    int weight() const { return m_config.weight; }
    int inFlight() const { return m_counters.inFlight; }
    const EndpointCounters &counters() const { return m_counters; }
    const EndpointHealth &health() const { return m_health; }
    std::optional<LatencyQuantiles> latency(core::Instant now) const { return m_latency.quantiles(now); }

    EndpointState state() const { return m_health.up ? EndpointState::Up : EndpointState::Down; }
    /// May new requests go to it?
    bool available() const { return state() == EndpointState::Up; }

    void setHealth(EndpointHealth health);

    /// Each attempt that starts ends in exactly one of the four below.
    void attemptStarted(AttemptKind kind);
    void attemptAnswered(int status, std::chrono::nanoseconds duration, core::Instant now);
    void attemptStreamed();  // to the end, after attemptStreams()
    void attemptFailed();    // also a stream that broke off
    void attemptCancelled(); // the client left: nothing is known of the endpoint

    /// The head of an answer that is passed on bit by bit: it counts as the answer, with the time that it
    /// took, and the attempt goes on.
    void attemptStreams(int status, std::chrono::nanoseconds duration, core::Instant now);

private:
    void attemptEnded();

    EndpointConfig m_config;
    EndpointHealth m_health;
    EndpointCounters m_counters;
    LatencyWindow m_latency;
    BackendMetrics m_metrics;
};

using EndpointPtr = std::shared_ptr<Endpoint>;
using EndpointList = std::vector<EndpointPtr>;

} // namespace guarita::balancer
