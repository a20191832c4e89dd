// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/admin/backendcontroller.h"
#include "balancer/observe/clustermetrics.h"
#include "balancer/observe/eventscontroller.h"
#include "balancer/observe/reconciliation.h"
#include "balancer/observe/requestscontroller.h"
#include "balancer/settings.h"
#include "http/httpapp.h"
#include "runtime/daemon.h"
#include "tier/identitystage.h"
#include "tier/tallystage.h"

namespace guarita::balancer {

/// The composition root of the load balancer: the only place that knows all of its parts.
class BalancerApp final : public runtime::Service
{
public:
    BalancerApp(Settings settings, runtime::Surroundings surroundings);

    core::Result<quint16> start() override;
    bool ready() const override { return m_clusters.known(); }
    void serving() override { m_keeper.own(); }
    void drain(std::function<void()> drained) override;
    /// Takes the live ones of other settings over.
    void apply(const Settings &settings);
    std::optional<net::ListenerStats> listenerStats() const override { return m_app.stats(); }

private:
    http::AppSpec spec();
    void requestEnded(const RequestReport &report);
    http::Response health(const http::Request &request) const;

    Settings m_settings;
    runtime::Surroundings m_surroundings;
    client::HttpClient m_client;
    client::HttpClient m_healthClient;
    HostLookup m_hostLookup;
    EventsController m_events;
    ClusterMetrics m_clusterMetrics;
    std::optional<RequestLog> m_requestLog;
    Clusters m_clusters;
    StateKeeper m_keeper;
    BackendController m_backends;
    RequestsController m_requests;
    tally::ReceivedCalls m_received;
    Reconciliation m_reconciliation;
    tier::IdentityCheck m_identity;
    http::HttpApp m_app;
    QTimer m_look; // at the clusters, for the metrics
};

runtime::DaemonSpec balancerDaemon();

} // namespace guarita::balancer
