// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policy.h"
#include "balancer/proxy/requestreport.h"
#include "balancer/proxy/upstreamattempt.h"
#include "balancer/retry/retryrules.h"
#include "client/relay.h"
#include "http/problem.h"
#include "http/replyhandle.h"

#include <optional>

namespace guarita::balancer {

/// One request, from its arrival to its answer: waits for room, makes attempts, pauses between them, passes
/// an answer on. At each moment it does one of these; with a hedge, two attempts are under way. A slot that
/// is used again: answering gives it back, and *this is then gone or another request's.
class Forwarding
{
public:
    explicit Forwarding(ProxyCore &core);

    void start(http::Request request, http::ReplyHandle reply);
    /// Everything is as new. Returns the duty to answer. No attempt may run.
    http::ReplyHandle clear();
    std::size_t index = 0; // among the active ones

    // From an attempt.
    void headCame(UpstreamAttempt &attempt, client::UpstreamResult head);
    bool passOn(QByteArray bytes) { return m_relay.take(std::move(bytes)); }
    void ended(UpstreamAttempt &attempt, client::UpstreamResult result);
    void attemptOverdue(UpstreamAttempt &attempt, core::Instant now);
    /// For the report; numbers count from 0.
    std::size_t recordStart(const QByteArray &backend, PickReason pick, core::Instant now);
    AttemptRecord *record(std::size_t number);

    // Something is due.
    void expired(core::Instant now);
    void hedge(core::Instant now);
    void pauseOver(core::Instant now);
    void waitedTooLong(core::Instant now);
    /// It is the first of those that wait. False: it waits on.
    bool takeRoom(core::Instant now);

private:
    PickRequest pickRequest(core::Instant now) const { return {.tried = m_tried, .key = m_key, .now = now}; }
    bool attemptFirst(core::Instant now);
    bool attemptAgain(core::Instant now);
    void attempt(UpstreamAttempt &attempt, EndpointPtr endpoint, PickReason pick, core::Instant now);
    UpstreamAttempt &partnerOf(const UpstreamAttempt &attempt);

    void wait(core::Instant now);
    void stopWaiting(core::Instant now);

    AttemptEnd attemptEnd(client::Stage stage, int status, core::Instant now) const;
    bool mayRetry(client::Stage stage, core::Instant now);
    void retry(core::Instant now);
    void pause(core::Instant now);
    EndpointPtr leastRecentlyFailed();
    bool somebodyLeft() const;
    bool somebodyUntried() const;
    bool refuses(const EndpointPtr &endpoint) const;
    void noteFailure(const EndpointPtr &endpoint, client::UpstreamResult result);

    http::Response responseOf(client::UpstreamResult result, const EndpointPtr &endpoint) const;
    void beginStream(UpstreamAttempt &attempt, client::UpstreamResult head);
    void streamEnded(UpstreamAttempt &attempt, client::Stage stage);
    void conclude();
    void refuse(const http::Problem &problem);
    void answer(http::Response response);
    void clientLeft();
    void report(int status, const QByteArray &reason) const;

    ProxyCore &m_core;
    http::Request m_request;
    http::ReplyHandle m_reply;
    client::Relay m_relay;  // once the answer streams
    int m_streamStatus = 0; // of that
    core::Instant m_started{};
    core::DeadlinePlace<Forwarding> m_whole{this};
    core::DeadlinePlace<Forwarding> m_wait{this}; // for room, for the next retry, or to hedge
    std::optional<core::Instant> m_waitsSince;    // for room
    std::chrono::nanoseconds m_waited{};          // for that

    UpstreamAttempt m_attempt;
    UpstreamAttempt m_hedge;
    int m_attempts = 0;
    int m_retries = 0;
    std::optional<core::Backoff> m_backoff;
    std::optional<std::uint64_t> m_key; // see Affinity
    EndpointPtr m_bound;                // the endpoint that the client's cookie names
    EndpointList m_tried;               // the one that failed the longest ago comes first
    EndpointList m_refusing;            // of these, those that said when to come back
    std::vector<AttemptRecord> m_records;

    // What to answer if no attempt does better:
    std::optional<http::Response> m_kept; // the last whole answer
    client::Stage m_failure = client::Stage::Connect;
    bool m_cut = false;     // an attempt was cut short for another one
    bool m_reached = false; // a server may have seen it
    bool m_panic = false;   // the servers tried were not known to be up
};

} // namespace guarita::balancer
