// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/clustersettings.h"
#include "balancer/health/activechecker.h"
#include "balancer/proxy/proxy.h"

namespace prometheus {
class Registry;
}

namespace guarita::balancer {

/// What all clusters of a balancer share. Outlives them.
struct ClusterSurroundings
{
    client::HttpClient &client;
    client::HttpClient
        &healthClient; // its own, so that checks neither wait behind requests nor share deadlines
    std::chrono::milliseconds deadline; // for one request over all its attempts
    const core::Clock &clock;
    core::Random &random;
    prometheus::Registry &registry;
    EventSink events;
};

/// One cluster at work: its servers, who watches them, and who sends requests to them. Event-loop thread
/// only.
class RunningCluster
{
public:
    RunningCluster(const ClusterSettings &settings, const ClusterSurroundings &surroundings);

    /// The first health checks go out.
    void start() { m_checker.start(); }

    const Cluster &cluster() const { return m_cluster; }
    Proxy &proxy() { return m_proxy; }

private:
    void attemptEnded(Endpoint &endpoint, const AttemptReport &report);

    Cluster m_cluster;
    ActiveChecker m_checker;
    Proxy m_proxy;
};

} // namespace guarita::balancer
