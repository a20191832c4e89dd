// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/forwarding.h"

#include "balancer/proxy/proxycore.h"
#include "balancer/proxy/proxyproblems.h"
#include "client/forward.h"

#include <algorithm>
#include <utility>

namespace guarita::balancer {

using client::Stage;

Forwarding::Forwarding(ProxyCore &core)
    : m_core(core)
    , m_attempt(core, *this)
    , m_hedge(core, *this)
{
}

void Forwarding::start(http::Request request, http::ReplyHandle reply)
{
    const core::Instant now = m_core.now();
    m_request = std::move(request);
    m_reply = std::move(reply);
    m_reply.onClientLeft([this] { clientLeft(); });
    m_started = now;
    m_key = m_core.affinity().keyOf(m_request);
    m_core.budget().request(now);
    m_core.deadlines().join(m_core.deadlines().whole, m_whole, now + m_core.settings().deadline);
    m_core.dispatch();
    if (!m_core.somebodyWaits() && attemptFirst(now))
        return;
    if (m_core.snapshot().candidates.empty())
        refuse(noServer());
    else if (m_core.mayWait())
        wait(now);
    else
        refuse(m_core.refusedFull());
}

http::ReplyHandle Forwarding::clear()
{
    Q_ASSERT(!m_attempt.running() && !m_hedge.running());
    m_whole.leave();
    m_wait.leave();
    m_request = {};
    m_relay = {};
    m_waited = {};
    m_attempts = 0;
    m_retries = 0;
    m_backoff.reset();
    m_tried.clear();
    m_refusing.clear();
    m_records.clear();
    m_kept.reset();
    m_bound.reset();
    m_cut = false;
    m_reached = false;
    m_panic = false;
    return std::move(m_reply);
}

// --- attempts

bool Forwarding::attemptFirst(core::Instant now)
{
    m_bound = m_core.boundTo(m_request);
    EndpointPtr endpoint = m_bound ? m_bound : m_core.first(pickRequest(now));
    if (!endpoint)
        return false;
    stopWaiting(now);
    const RetrySettings &retry = m_core.settings().retry;
    if (retry.hedgeAfter.count() > 0 && mayHedge(m_request))
        m_core.deadlines().join(m_core.deadlines().hedges, m_wait, now + retry.hedgeAfter);
    const PickReason free = m_core.snapshot().panic ? PickReason::Panic : PickReason::Policy;
    attempt(m_attempt, std::move(endpoint), m_bound ? PickReason::Sticky : free, now);
    return true;
}

/// At one that was not tried; else at the one that failed the longest ago.
bool Forwarding::attemptAgain(core::Instant now)
{
    EndpointPtr endpoint = m_core.another(pickRequest(now));
    if (!endpoint)
        endpoint = leastRecentlyFailed();
    if (!endpoint)
        return false;
    stopWaiting(now);
    attempt(m_attempt, std::move(endpoint), PickReason::Retry, now);
    return true;
}

void Forwarding::attempt(UpstreamAttempt &attempt, EndpointPtr endpoint, PickReason pick, core::Instant now)
{
    ++m_attempts;
    m_panic = m_panic || m_core.snapshot().panic;
    std::erase(m_tried, endpoint);
    m_tried.push_back(endpoint);
    const trace::Span span =
        m_request.span.isNull() ? trace::Span() : trace::childOf(m_request.span, m_core.random());
    attempt.start(std::move(endpoint), pick, client::upstreamRequestFor(m_request, span), span, now);
}

UpstreamAttempt &Forwarding::partnerOf(const UpstreamAttempt &attempt)
{
    return &attempt == &m_attempt ? m_hedge : m_attempt;
}

void Forwarding::headCame(UpstreamAttempt &attempt, client::UpstreamResult head)
{
    const core::Instant now = m_core.now();
    UpstreamAttempt &partner = partnerOf(attempt);
    AttemptEnd end = attemptEnd(Stage::Completed, head.response.status, now);
    end.attemptsLeft = end.attemptsLeft || partner.running();
    if (afterAttempt(end, m_core.settings().retry) != NextStep::TryAgain)
        return beginStream(attempt, std::move(head));

    if (saysWhenToComeBack(head.response))
        m_refusing.push_back(attempt.endpoint());
    if (!partner.running() && !mayRetry(Stage::Completed, now))
        return beginStream(attempt, std::move(head));
    attempt.end(head);
    m_wait.leave();
    m_reached = true;
    m_failure = Stage::Truncated; // by us: the rest of it is not read
    if (!partner.running())
        retry(now);
}

void Forwarding::ended(UpstreamAttempt &attempt, client::UpstreamResult result)
{
    if (m_relay.begun())
        return streamEnded(attempt, result.stage);
    const EndpointPtr endpoint = attempt.endpoint();
    attempt.end(result);
    m_wait.leave();

    const core::Instant now = m_core.now();
    UpstreamAttempt &partner = partnerOf(attempt);
    AttemptEnd end = attemptEnd(result.stage, result.response.status, now);
    end.attemptsLeft = end.attemptsLeft || partner.running();
    const NextStep next = afterAttempt(end, m_core.settings().retry);
    const Stage stage = result.stage;
    noteFailure(endpoint, std::move(result));
    if (next == NextStep::Answer)
        return conclude();
    if (partner.running())
        return; // it may still do better
    if (next == NextStep::TryAgain && mayRetry(stage, now))
        retry(now);
    else
        conclude();
}

http::Response Forwarding::responseOf(client::UpstreamResult result, const EndpointPtr &endpoint) const
{
    http::Response response = client::relayedResponse(std::move(result));
    response.headers.remove(tally::servedField); // was for us
    response.upstream = endpoint->config().id;
    if (endpoint != m_bound)
        m_core.affinity().bind(response, *endpoint);
    return response;
}

// --- the end

void Forwarding::expired(core::Instant now)
{
    m_whole.leave();
    if (m_waitsSince)
        return waitedTooLong(now);
    for (UpstreamAttempt *attempt : {&m_attempt, &m_hedge}) {
        if (!attempt->running())
            continue;
        attempt->end(AttemptOutcome::Timeout);
        m_reached = true;
        m_failure = Stage::Timeout;
    }
    conclude();
}

/// From here on the client knows the answer, so there is no other attempt and no deadline for the whole.
void Forwarding::beginStream(UpstreamAttempt &attempt, client::UpstreamResult head)
{
    if (UpstreamAttempt &partner = partnerOf(attempt); partner.running())
        partner.end(AttemptOutcome::Cancelled);
    attempt.beginStream(head);
    m_whole.leave();
    m_wait.leave();
    http::Request known; // for the report; the rest need not stay in memory
    known.method = m_request.method;
    known.span = m_request.span;
    known.id = std::move(m_request.id);
    known.path = std::move(m_request.path);
    m_request = std::move(known);

    http::Response response = responseOf(std::move(head), attempt.endpoint());
    m_streamStatus = response.status;
    if (!m_relay.begin(std::move(m_reply), std::move(response), attempt.call(), [this] { clientLeft(); }))
        clientLeft();
}

void Forwarding::streamEnded(UpstreamAttempt &attempt, Stage stage)
{
    attempt.end(outcomeOf(stage));
    report(m_streamStatus, stage == Stage::Completed ? QByteArray() : QByteArray(client::stageReason(stage)));
    client::Relay relay = std::move(m_relay);
    m_core.release(*this);
    relay.end(stage);
}

/// There will be no further attempt.
void Forwarding::conclude()
{
    for (UpstreamAttempt *attempt : {&m_attempt, &m_hedge}) {
        if (attempt->running())
            attempt->end(AttemptOutcome::Cancelled);
    }
    if (m_kept)
        return answer(std::move(*m_kept));
    if (m_panic && !m_reached)
        return refuse(noServer());
    refuse(client::problemFor(m_failure));
}

void Forwarding::refuse(const http::Problem &problem)
{
    http::Response response = http::problemResponse(m_request, problem);
    if (!m_tried.empty())
        response.upstream = m_tried.back()->config().id;
    answer(std::move(response));
}

void Forwarding::answer(http::Response response)
{
    report(response.status, response.reason);
    // The slot goes back first: sending may let in the next request of the same connection.
    http::ReplyHandle reply = m_core.release(*this);
    reply.send(std::move(response));
}

void Forwarding::clientLeft()
{
    ProxyCore &core = m_core; // this may go
    constexpr int clientClosedRequest = 499;
    const QByteArray reason = QByteArrayLiteral("cliente_saiu"); // for the log
    stopWaiting(core.now());
    for (UpstreamAttempt *attempt : {&m_attempt, &m_hedge}) {
        if (attempt->running())
            attempt->end(AttemptOutcome::Cancelled);
    }
    if (m_relay.begun()) {
        report(clientClosedRequest, reason);
        core.release(*this); // the stream goes with it
    } else {
        http::Response nobodyReads;
        nobodyReads.status = clientClosedRequest;
        nobodyReads.reason = reason;
        if (!m_tried.empty())
            nobodyReads.upstream = m_tried.back()->config().id;
        answer(std::move(nobodyReads));
    }
    core.dispatch();
}

// --- the report

std::size_t Forwarding::recordStart(const QByteArray &backend, PickReason pick, core::Instant now)
{
    if (m_core.reports())
        m_records.push_back({.backend = backend, .pick = pick, .start = now - m_started});
    return m_records.size() - 1;
}

AttemptRecord *Forwarding::record(std::size_t number)
{
    return number < m_records.size() ? &m_records[number] : nullptr;
}

void Forwarding::report(int status, const QByteArray &reason) const
{
    if (!m_core.reports())
        return;
    const auto duration = m_core.now() - m_started;
    m_core.report({.requestId = m_request.id,
                   .traceId = m_request.span.trace.view(),
                   .method = m_request.method,
                   .path = m_request.path,
                   .cluster = m_core.clusterName(),
                   .policy = m_core.policyName(),
                   .status = status,
                   .reason = reason,
                   .began = m_core.wallNow() - std::chrono::duration_cast<core::WallTime::duration>(duration),
                   .duration = duration,
                   .queued = m_waited,
                   .attempts = m_records});
}

} // namespace guarita::balancer
