// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/upstreamattempt.h"

#include "balancer/proxy/forwarding.h"
#include "balancer/proxy/proxycore.h"

#include <utility>

namespace guarita::balancer {

UpstreamAttempt::UpstreamAttempt(ProxyCore &core, Forwarding &owner)
    : m_core(core)
    , m_owner(owner)
{
}

UpstreamAttempt::~UpstreamAttempt()
{
    if (!m_endpoint)
        return;
    closeBook(*m_endpoint);
    m_endpoint->attemptCancelled();
}

void UpstreamAttempt::start(EndpointPtr endpoint, PickReason pick, client::UpstreamRequest request,
                            const trace::Span &span, core::Instant now)
{
    endpoint->attemptStarted(pick);
    m_number = m_owner.recordStart(endpoint->config().id, pick, now);
    m_endpoint = std::move(endpoint);
    m_pick = pick;
    m_span = span;
    m_started = now;
    m_status = 0;
    m_duration = {};
    m_streams = false;
    m_hasAnswer = false;
    m_callNumber = m_endpoint->calls().begin();
    if (QByteArray call = m_endpoint->calls().fieldFor(m_callNumber); !call.isEmpty())
        request.headers.set(QByteArrayLiteral("x-guarita-call"), std::move(call));
    m_core.deadlines().join(m_core.deadlines().attempts, m_deadline,
                            now + m_core.settings().retry.tryDeadline);
    request.address = m_endpoint->addresses().current();
    request.reuse = m_core.settings().reuseConnections;
    m_call = m_core.send(
        m_endpoint->config().origin, std::move(request),
        [this](client::UpstreamResult result) {
            ProxyCore &core = m_core; // this may go
            m_owner.ended(*this, std::move(result));
            core.dispatch();
        },
        *this);
}

void UpstreamAttempt::head(client::UpstreamResult head)
{
    ProxyCore &core = m_core; // this may go
    m_owner.headCame(*this, std::move(head));
    core.dispatch();
}

bool UpstreamAttempt::bytes(QByteArray bytes)
{
    return m_owner.passOn(std::move(bytes));
}

void UpstreamAttempt::overdue(core::Instant now)
{
    m_deadline.leave();
    m_owner.attemptOverdue(*this, now);
}

void UpstreamAttempt::beginStream(const client::UpstreamResult &head)
{
    m_deadline.leave();
    note(head);
    m_streams = true;
    m_endpoint->attemptStreams(m_status, m_duration, m_core.now());
    m_core.answerBegan(*m_endpoint, {.pick = m_pick, .status = m_status, .duration = m_duration});
}

void UpstreamAttempt::end(const client::UpstreamResult &result)
{
    if (!m_streams) // the head of one that streams was noted
        note(result);
    count(outcomeOf(result.stage), m_core.now());
}

void UpstreamAttempt::end(AttemptOutcome outcome)
{
    const core::Instant now = m_core.now();
    if (!m_streams)
        m_duration = now - m_started;
    count(outcome, now);
}

void UpstreamAttempt::note(const client::UpstreamResult &result)
{
    m_duration = result.duration;
    m_unreachable = result.stage == client::Stage::Connect && !result.wasConnected;
    if (result.stage != client::Stage::Completed)
        return;
    m_status = result.response.status;
    m_hasAnswer = true;
    m_servedBy = result.response.headers.value(tally::servedField);
    if (AttemptRecord *record = m_owner.record(m_number))
        record->serverTiming = result.response.headers.value("server-timing");
}

void UpstreamAttempt::count(AttemptOutcome outcome, core::Instant now)
{
    m_deadline.leave();
    m_call.reset();
    const EndpointPtr endpoint = std::exchange(m_endpoint, nullptr);
    closeBook(*endpoint);
    if (isFailure(outcome))
        endpoint->attemptFailed(outcome);
    else if (outcome == AttemptOutcome::Cancelled)
        endpoint->attemptCancelled();
    else if (m_streams)
        endpoint->attemptStreamed();
    else
        endpoint->attemptAnswered(m_status, m_duration, now);
    if (AttemptRecord *record = m_owner.record(m_number)) {
        record->outcome = outcome;
        record->status = m_status;
        record->duration = now - m_started;
    }
    tellSpan(*endpoint, outcome, now);
    AttemptReport report{.pick = m_pick,
                         .outcome = outcome,
                         .status = m_status,
                         .duration = m_duration,
                         .unreachable = m_unreachable};
    if (m_streams)
        report.streamed = now - m_started - m_duration;
    m_core.attemptEnded(*endpoint, report);
}

void UpstreamAttempt::closeBook(Endpoint &endpoint) const
{
    if (m_hasAnswer)
        endpoint.calls().answered(m_callNumber, m_servedBy);
    else
        endpoint.calls().lost(m_callNumber);
}

void UpstreamAttempt::tellSpan(const Endpoint &endpoint, AttemptOutcome outcome, core::Instant now) const
{
    trace::SpanSink *const spans = m_core.spans();
    if (!spans || !m_span.sampled)
        return;
    spans->ended({.span = m_span,
                  .kind = trace::SpanKind::Client,
                  .name = "attempt",
                  .duration = now - m_started,
                  .failed = isFailure(outcome) || m_status >= 500,
                  .attributes = {{"guarita.backend", endpoint.config().id},
                                 {"guarita.pick", QByteArray(pickReasonName(m_pick))},
                                 {"guarita.outcome", QByteArray(attemptOutcomeName(outcome))},
                                 {"http.response.status_code", qint64(m_status)}}});
}

} // namespace guarita::balancer
