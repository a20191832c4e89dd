// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/endpoint.h"
#include "balancer/overload/gradientlimit.h"
#include "balancer/overload/overloadsettings.h"

#include <unordered_map>

namespace guarita::balancer {

/// Says how many attempts each endpoint of a cluster may have at once: as configured, or as its latency
/// shows. Event-loop thread only.
class InFlightLimits
{
public:
    /// Gives these endpoints their limits; others are forgotten. What was found out of those that stay, stays
    /// unless the settings changed.
    void follow(const EndpointList &endpoints, const OverloadSettings &settings);

    void attemptEnded(Endpoint &endpoint, const AttemptReport &report, core::Instant now);

private:
    OverloadSettings m_settings;
    std::unordered_map<const Endpoint *, GradientLimit> m_adaptive; // empty unless it is switched on
};

} // namespace guarita::balancer
