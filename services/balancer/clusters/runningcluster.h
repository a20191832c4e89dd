// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/backendstate.h"
#include "balancer/clusters/clustersettings.h"
#include "balancer/clusters/clusterstatus.h"
#include "balancer/clusters/namewatch.h"
#include "balancer/health/activechecker.h"
#include "balancer/health/outlierdetector.h"
#include "balancer/health/slowstart.h"
#include "balancer/overload/inflightlimits.h"
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
    RequestSink requests = {};
    trace::SpanSink *spans = nullptr;
    NameLookup lookup = {}; // may be null if no cluster has a dnsInterval
};

/// One cluster at work: its servers, who watches them, and who sends requests to them. Event-loop thread
/// only.
class RunningCluster
{
public:
    /// `metrics` outlives it.
    RunningCluster(const ClusterSettings &settings, const ClusterSurroundings &surroundings,
                   BackendFamilies &metrics);

    /// The first health checks go out.
    void start();

    const QByteArray &prefix() const { return m_prefix; }
    const Cluster &cluster() const { return m_cluster; }
    ClusterStatus status() const;
    Proxy &proxy() { return m_proxy; }

    /// Other settings, of the same name. What changed in the list of servers changes here: new ones come in
    /// and those no longer named go, but what an operator added, removed or set since stays as it is.
    void apply(const ClusterSettings &settings);
    /// It is no longer configured: all servers go, and what is under way ends.
    void retire() { replace({}); }
    bool idle() const { return m_proxy.inFlight() == 0; }

    /// What operators made of its backends; of those that nobody touched nothing.
    BackendStates backendStates() const;
    /// Makes the same of what is configured: those of the states that are of this cluster count, and what
    /// they say nothing of is as configured. Ones of backends that are not there go to the log.
    void restore(const BackendStates &states);

    /// What an operator wants of one of its endpoints. What changes nothing is no change.
    void administer(Endpoint &endpoint, Administration administration, int weight);
    /// Null if it has that server already, by whatever name.
    EndpointPtr add(const EndpointConfig &config);
    /// It gets nothing new from here on; what it has in flight ends as ever.
    void remove(const EndpointPtr &endpoint);

private:
    /// Each change of the cluster.
    void heard(const ClusterEvent &event);
    void answerBegan(Endpoint &endpoint, const AttemptReport &soFar)
    {
        m_detector.answerBegan(endpoint, soFar);
    }
    void tell(ClusterEvent::Kind kind, const QByteArray &backend, const QByteArray &from = {},
              const QByteArray &to = {});
    std::unique_ptr<client::Call> sendCheck(const QUrl &origin, client::UpstreamRequest request,
                                            client::Completion done);
    void tellWeight(const Endpoint &endpoint, int before);
    void applyServers(const std::vector<EndpointConfig> &configured);
    void replace(EndpointList endpoints);
    void attemptEnded(Endpoint &endpoint, const AttemptReport &report);

    QByteArray m_prefix;
    const char *m_policyName;
    std::vector<EndpointConfig> m_configured;
    EventSink m_events;
    BackendFamilies &m_metrics;
    const core::Clock &m_clock;
    core::Random &m_random;
    const std::chrono::milliseconds m_deadline;
    OverloadSettings m_overload;
    InFlightLimits m_limits;
    client::HttpClient &m_healthClient;
    Cluster m_cluster;
    NameWatch m_names;
    ActiveChecker m_checker;
    OutlierDetector m_detector;
    SlowStart m_slowStart;
    Proxy m_proxy;
    bool m_started = false;
};

} // namespace guarita::balancer
