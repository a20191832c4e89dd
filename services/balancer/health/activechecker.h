// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/health/healthsettings.h"
#include "balancer/model/cluster.h"
#include "balancer/upstreamsender.h"
#include "core/clock.h"
#include "core/random.h"

#include <QtCore/QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace guarita::balancer {

struct HealthDependencies
{
    UpstreamSender send; // waits for an answer at least as long as HealthSettings::timeout
    const core::Clock &clock;
    core::Random &random;
    /// Told of each check that passes, before others see that the endpoint is up. May be null.
    std::function<void(Endpoint &, bool cameUp)> passed = {};
    /// Told of each check that is not answered in time by an endpoint that is down: whether it could be
    /// connected to is not known. May be null.
    std::function<void(const Endpoint &)> unanswered = {};
};

/// Asks every endpoint of a cluster how it is, again and again, and writes what it learns into the endpoint.
/// One check per endpoint is under way at most, and none waits for another endpoint's. An endpoint in
/// maintenance is left alone, and known nothing of when it comes back. Event-loop thread only.
class ActiveChecker
{
public:
    ActiveChecker(Cluster &cluster, HealthSettings settings, HealthDependencies dependencies);
    ~ActiveChecker();

    /// The first checks go out from within this call.
    void start();

    /// To be called after the cluster's endpoints, or what operators want of one, changed: who is new or out
    /// of maintenance is checked at once, who is gone or in it no more.
    void follow();

    /// From the next check on; what is known stays.
    void setSettings(HealthSettings settings);

    /// A request could not connect to `endpoint`: counts against it and asks for a check at once.
    void connectFailed(const Endpoint &endpoint);
    /// The same for those that get requests and answer none. Called by a timer of its own, too.
    void lookForStalls();

private:
    struct Probe;

    void addProbe(const EndpointPtr &endpoint, bool isNew);
    /// Stops or goes on as its operator wants.
    void obey(Probe &probe);
    void wake(Probe &probe);
    void check(Probe &probe);
    void finished(Probe &probe, const QByteArray &failure);
    void publish(Probe &probe, const QByteArray &failure);
    void schedule(Probe &probe);
    void suspect(Probe &probe);
    std::chrono::milliseconds recheckDelay(const Probe &probe) const;
    std::chrono::milliseconds usualDelay(const Probe &probe);
    std::chrono::milliseconds jittered(std::chrono::milliseconds interval);

    Cluster &m_cluster;
    HealthSettings m_settings;
    HealthDependencies m_dependencies;
    std::vector<std::unique_ptr<Probe>> m_probes;
    QTimer m_stallTimer;
    bool m_started = false;
};

} // namespace guarita::balancer
