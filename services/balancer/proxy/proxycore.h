// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/affinity/affinity.h"
#include "balancer/model/cluster.h"
#include "balancer/overload/queuerules.h"
#include "balancer/policy/chooser.h"
#include "balancer/proxy/deadlines.h"
#include "balancer/proxy/proxy.h"
#include "http/problem.h"

namespace guarita::balancer {

/// What the requests of one proxy share: its cluster and how endpoints are picked from it, the budget for
/// retries, the queue for room, deadlines, and the slots of requests. Event-loop thread only.
class ProxyCore
{
public:
    ProxyCore(Cluster &cluster, const ProxySettings &settings, ProxyDependencies dependencies);
    ~ProxyCore();

    const ProxySettings &settings() const { return m_settings; }
    void configure(const ProxySettings &settings);
    core::Instant now() const { return m_dependencies.clock.now(); }
    core::WallTime wallNow() const { return m_dependencies.clock.wallNow(); }
    core::Random &random() { return m_dependencies.random; }
    const QByteArray &clusterName() const { return m_cluster.name(); }
    std::string_view policyName() const { return m_choosers->first.policyName(); }

    // Picking.
    const ClusterSnapshot &snapshot() const { return *m_cluster.current(); }
    EndpointPtr first(const PickRequest &request) { return m_choosers->first.choose(request); }
    EndpointPtr another(const PickRequest &request) { return m_choosers->further.choose(request); }
    const Affinity &affinity() const { return m_choosers->affinity; }
    EndpointPtr boundTo(const http::Request &request)
    {
        return m_choosers->affinity.boundTo(request, m_cluster.current());
    }
    RetryBudget &budget() { return m_budget; }

    // Attempts.
    std::unique_ptr<client::Call> send(const QUrl &origin, client::UpstreamRequest request,
                                       client::Completion done, client::StreamReceiver &receiver)
    {
        return m_dependencies.send(origin, std::move(request), std::move(done), receiver);
    }
    void answerBegan(Endpoint &endpoint, const AttemptReport &soFar)
    {
        if (m_dependencies.answerBegan)
            m_dependencies.answerBegan(endpoint, soFar);
    }
    void attemptEnded(Endpoint &endpoint, const AttemptReport &report);
    trace::SpanSink *spans() const { return m_dependencies.spans; }

    // Waiting.
    Deadlines &deadlines() { return m_deadlines; }
    void keepTime();
    /// How long one more request would wait for room.
    std::chrono::nanoseconds expectedWait() const;
    bool mayWait() const;
    bool somebodyWaits() const { return m_queued > 0; }
    void beginWait(Deadlines::Requests::Place &place, core::Instant now);
    void endWait(Deadlines::Requests::Place &place);
    /// Those that wait get what room there is.
    void dispatch()
    {
        if (m_queued > 0)
            serveQueue();
    }
    /// What to tell a request for which there is no room in the queue, or was none behind it. Counts it.
    http::Problem refusedFull();
    http::Problem refusedLate();

    // Requests.
    Forwarding &acquire();
    /// Takes the slot back. Returns the duty to answer.
    http::ReplyHandle release(Forwarding &forwarding);
    std::size_t active() const { return m_active.size(); }
    bool reports() const { return bool(m_dependencies.requestEnded); }
    void report(const RequestReport &report) { m_dependencies.requestEnded(report); }
    ProxyStats stats() const;

private:
    /// Second choices rotate on their own, or an endpoint that keeps failing would shift the turn of the
    /// first ones.
    struct Choosers
    {
        Choosers(const Cluster &cluster, const ProxySettings &settings, core::Random &random);
        Chooser first;
        Chooser further;
        Affinity affinity;
    };

    void serveQueue();

    Cluster &m_cluster;
    ProxySettings m_settings;
    ProxyDependencies m_dependencies;
    std::optional<Choosers> m_choosers; // never empty
    RetryBudget m_budget;
    WaitEstimate m_waitEstimate;
    Deadlines m_deadlines;
    std::size_t m_queued = 0;
    qint64 m_refusedFull = 0;
    qint64 m_refusedLate = 0;
    std::vector<std::unique_ptr<Forwarding>> m_active;
    std::vector<std::unique_ptr<Forwarding>> m_spare; // a new slot per request would cost several allocations
};

} // namespace guarita::balancer
