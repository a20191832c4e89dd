// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/health/healthsettings.h"
#include "balancer/model/cluster.h"
#include "balancer/upstreamsender.h"
#include "core/clock.h"
#include "core/random.h"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace guarita::balancer {

struct HealthDependencies
{
    UpstreamSender send; // must give up on its own within HealthSettings::timeout
    const core::Clock &clock;
    core::Random &random;
    /// Told of each check that passes, before others see that the endpoint is up. May be null.
    std::function<void(Endpoint &, bool cameUp)> passed = {};
};

/// Sends `GET /saude` to every endpoint of a cluster, again and again, and writes what it learns into the
/// endpoint: 200 is a pass, everything else a failure. One check per endpoint is under way at most.
/// Event-loop thread only.
class ActiveChecker
{
public:
    ActiveChecker(Cluster &cluster, HealthSettings settings, HealthDependencies dependencies);
    ~ActiveChecker();

    /// The first checks go out from within this call.
    void start();

    /// The cluster has other endpoints: those that are new are checked at once, those that are gone no more.
    void follow();

    /// A request could not connect to `endpoint`: counts against it and asks for a check at once.
    void connectFailed(const Endpoint &endpoint);

private:
    struct Probe;

    void addProbe(const EndpointPtr &endpoint);
    void check(Probe &probe);
    void finished(Probe &probe, const client::UpstreamResult &result);
    void publish(Probe &probe, const QByteArray &failure);
    void schedule(Probe &probe);
    std::chrono::milliseconds recheckDelay(const Probe &probe) const;
    std::chrono::milliseconds jittered(std::chrono::milliseconds interval);

    Cluster &m_cluster;
    HealthSettings m_settings;
    HealthDependencies m_dependencies;
    std::vector<std::unique_ptr<Probe>> m_probes;
    bool m_started = false;
};

} // namespace guarita::balancer
