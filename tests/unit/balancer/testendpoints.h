// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/cluster.h"

namespace guarita::support {

inline balancer::EndpointPtr makeEndpoint(int port)
{
    const QUrl url(QStringLiteral("http://localhost:%1").arg(port));
    return std::make_shared<balancer::Endpoint>(balancer::endpointConfigFor(url));
}

inline balancer::EndpointList makeEndpoints(int count)
{
    balancer::EndpointList endpoints;
    for (int i = 0; i < count; ++i)
        endpoints.push_back(makeEndpoint(8002 + i));
    return endpoints;
}

/// All of them, with the weights that they have.
inline balancer::CandidateList candidatesOf(const balancer::EndpointList &endpoints)
{
    balancer::CandidateList candidates;
    for (const balancer::EndpointPtr &endpoint : endpoints)
        candidates.push_back({endpoint, endpoint->effectiveWeight()});
    return candidates;
}

inline void setUp(balancer::Endpoint &endpoint, bool up, const QByteArray &reason = {})
{
    balancer::EndpointHealth health = endpoint.health();
    health.up = up;
    health.lastCheck = core::WallTime();
    health.reason = reason;
    endpoint.setHealth(std::move(health));
}

} // namespace guarita::support
