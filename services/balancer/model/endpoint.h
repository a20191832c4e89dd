// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/addresses.h"
#include "balancer/model/administration.h"
#include "balancer/model/attempt.h"
#include "balancer/model/backendmetrics.h"
#include "balancer/model/endpointconfig.h"
#include "balancer/model/endpointstate.h"
#include "balancer/model/latencywindow.h"
#include "balancer/model/outcomewindow.h"
#include "balancer/model/peakewma.h"
#include "core/clock.h"
#include "tally/callbook.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace guarita::balancer {

/// What health checks found. Written by the checker only.
struct EndpointHealth
{
    bool up = false;
    QByteArray reason = QByteArrayLiteral("sem_verificacao"); // why it is not up; empty when it is
    std::optional<core::WallTime> lastCheck;
    bool cold = false; // it comes up slowly: a check failed before, it was in maintenance, or it is new
};

/// What its answers to requests say. Written by the outlier detector only.
struct Ejection
{
    bool ejected = false;
    bool trial = false;       // back, for one request at a time until one is answered
    int times = 0;            // ejections that still count for the length of the next one
    QByteArray reason;        // why it is ejected; empty when it is not
    bool unreachable = false; // the last failure was that no connection to it could be made
    std::optional<core::WallTime> until;
    core::Instant end{};    // of the last one; in the future while it lasts
    int inFlightBefore = 0; // attempts still under way that were so when the trial began
};

/// Since start, health checks apart.
struct EndpointCounters
{
    int inFlight = 0;
    qint64 requests = 0; // attempts, failed ones included; without retries and hedges, over all endpoints,
                         // these are the clients' requests
    qint64 retries = 0;  // those of the attempts whose request had failed at another endpoint
    qint64 failures = 0; // attempts that ended without a whole answer; one that we gave up is none
    qint64 ejections = 0;
    std::array<qint64, 4> responses{}; // 2xx, 3xx, 4xx, 5xx
    std::array<qint64, attemptOutcomeCount> outcomes{};
    std::array<qint64, pickReasonCount> picks{};
};

/// The mutable state of one server. It outlives every cluster snapshot that names it, so that counters,
/// health and calls in flight survive a change of the configuration. Event-loop thread only.
///
/// Who changes what decides over availability or weight calls Cluster::refresh() afterwards.
class Endpoint
{
public:
    explicit Endpoint(EndpointConfig config, BackendMetrics metrics = {});

    const EndpointConfig &config() const { return m_config; }
    const EndpointCounters &counters() const { return m_counters; }
    const EndpointHealth &health() const { return m_health; }
    const Ejection &ejection() const { return m_ejection; }
    std::optional<LatencyQuantiles> latency(core::Instant now) const { return m_latency.quantiles(now); }

    EndpointState state() const;
    /// May new requests go to it?
    bool available() const { return state() == EndpointState::Up; }
    /// Does the operator let it have requests? If all that he does are down, they are tried all the same.
    bool allowed() const { return m_administration == Administration::Ready; }
    /// Why it is not up; empty when it is.
    QByteArray reason() const;

    Administration administration() const { return m_administration; }
    /// As configured, or as an operator set it since; 1 to 256.
    int weight() const { return m_weight; }
    /// Counts what operators changed; see the ETag of /admin/backends/{id}.
    qint64 version() const { return m_version; }
    /// Both count as one change by an operator.
    void administer(Administration administration, int weight);
    /// What operators made of it before this process.
    void restore(Administration administration, int weight, qint64 version);
    /// What the configuration says, anew: of the same id.
    void reconfigure(EndpointConfig config);

    void setHealth(EndpointHealth health);
    void setEjection(Ejection ejection);
    /// Tells the metrics of its state. Called by the cluster when that has changed.
    void showState() const { m_metrics.state(state()); }
    /// It is no part of its cluster any more, for good: its metrics go with its last attempt.
    void leave();
    /// How the latest attempts went. Written by the outlier detector only.
    OutcomeWindow &recent() { return m_recent; }
    const OutcomeWindow &recent() const { return m_recent; }

    /// How long an answer is likely to take, in nanoseconds; 0 if nothing is known.
    double expectedLatency(core::Instant now) const { return m_expected.at(now); }
    /// An attempt failed in such a way that others are likely to, too: it counts as one that took a second,
    /// or whoever fails at once would look quick.
    void expectTrouble(core::Instant now) { m_expected.record(std::chrono::seconds(1), now); }

    /// What its name resolves to. None: it is connected to as configured.
    const Addresses &addresses() const { return m_addresses; }
    void setAddresses(Addresses addresses) { m_addresses = std::move(addresses); }

    /// The share of its weight that it gets, 0 (exclusive) to 1: less than 1 while it starts slowly.
    double ramp() const { return m_ramp; }
    void setRamp(double ramp) { m_ramp = ramp; }
    double effectiveWeight() const { return m_weight * m_ramp; }

    int inFlight() const { return m_counters.inFlight; }
    /// Attempts that it may have at once.
    int inFlightLimit() const { return m_inFlightLimit; }
    void setInFlightLimit(int limit) { m_inFlightLimit = limit; }
    /// May one more attempt go to it now?
    bool takesNow() const
    {
        return m_counters.inFlight < m_inFlightLimit &&
               (!m_ejection.trial || m_counters.inFlight <= m_ejection.inFlightBefore);
    }

    /// What became of each attempt, for who compares that with what the server says. Written by the proxy.
    tally::CallBook &calls() { return m_calls; }
    const tally::CallBook &calls() const { return m_calls; }
    void setCalls(tally::CallBook calls) { m_calls = std::move(calls); }

    /// Each attempt that starts ends in exactly one of the four below.
    void attemptStarted(PickReason reason);
    void attemptAnswered(int status, std::chrono::nanoseconds duration, core::Instant now);
    void attemptStreamed();                     // to the end, after attemptStreams()
    void attemptFailed(AttemptOutcome outcome); // also a stream that broke off
    void attemptCancelled();                    // we gave it up: nothing is known of the endpoint

    /// The head of an answer that is passed on bit by bit: it counts as the answer, with the time that it
    /// took, and the attempt goes on.
    void attemptStreams(int status, std::chrono::nanoseconds duration, core::Instant now);

private:
    void attemptEnded(AttemptOutcome outcome);

    EndpointConfig m_config;
    Addresses m_addresses;
    EndpointHealth m_health;
    Ejection m_ejection;
    int m_inFlightLimit = 1024; // close to what else a pick reads
    PeakEwma m_expected;
    EndpointCounters m_counters;
    OutcomeWindow m_recent;
    LatencyWindow m_latency;
    tally::CallBook m_calls;
    BackendMetrics m_metrics;
    Administration m_administration = Administration::Ready;
    int m_weight;
    double m_ramp = 1;
    qint64 m_version = 1;
    bool m_left = false;
};

using EndpointPtr = std::shared_ptr<Endpoint>;
using EndpointList = std::vector<EndpointPtr>;

} // namespace guarita::balancer
