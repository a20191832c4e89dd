// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/endpoint.h"
#include "client/httpclient.h"
#include "core/deadlinequeue.h"
#include "trace/span.h"

#include <memory>

namespace guarita::balancer {

class Forwarding;
class ProxyCore;

/// One attempt of a request at one endpoint, from the call to the endpoint's counts: what starts here ends
/// here, in exactly one way. Reused for the next one.
class UpstreamAttempt final : public client::StreamReceiver
{
public:
    UpstreamAttempt(ProxyCore &core, Forwarding &owner);
    ~UpstreamAttempt(); // one that runs is cancelled, and counted so

    /// `span` is what `request` names as the one that asks.
    void start(EndpointPtr endpoint, PickReason pick, client::UpstreamRequest request,
               const trace::Span &span, core::Instant now);
    bool running() const { return m_endpoint != nullptr; }
    const EndpointPtr &endpoint() const { return m_endpoint; }
    client::Call &call() { return *m_call; }

    /// The answer's head was passed on; the attempt goes on.
    void beginStream(const client::UpstreamResult &head);
    /// The call has ended so; or only its head is here, and the rest is not wanted.
    void end(const client::UpstreamResult &result);
    /// A stream has ended; or its time is over, or nobody wants its answer any more.
    void end(AttemptOutcome outcome);
    /// Its deadline has passed, and it may go on.
    void letBe() { m_deadline.leave(); }
    void overdue(core::Instant now);

    void head(client::UpstreamResult head) override;
    bool bytes(QByteArray bytes) override;

private:
    void note(const client::UpstreamResult &result);
    void count(AttemptOutcome outcome, core::Instant now);
    void closeBook(Endpoint &endpoint) const;
    void tellSpan(const Endpoint &endpoint, AttemptOutcome outcome, core::Instant now) const;

    ProxyCore &m_core;
    Forwarding &m_owner;
    EndpointPtr m_endpoint; // while it runs
    std::unique_ptr<client::Call> m_call;
    core::DeadlinePlace<UpstreamAttempt> m_deadline{this};
    trace::Span m_span;
    core::Instant m_started{};
    std::size_t m_number = 0; // among the request's attempts
    quint64 m_callNumber = 0; // in the endpoint's book
    bool m_hasAnswer = false; // or its head
    QByteArray m_servedBy;    // the process that this names, for the book
    PickReason m_pick = PickReason::Policy;
    int m_status = 0;                      // of the answer, once there is one
    std::chrono::nanoseconds m_duration{}; // to its end, or to its head
    bool m_streams = false;
    bool m_unreachable = false;
};

} // namespace guarita::balancer
