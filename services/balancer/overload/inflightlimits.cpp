// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/overload/inflightlimits.h"

#include <utility>

namespace guarita::balancer {

void InFlightLimits::follow(const EndpointList &endpoints, const OverloadSettings &settings)
{
    const bool changed = settings.adaptiveFloor != m_settings.adaptiveFloor ||
                         settings.inFlightPerEndpoint != m_settings.inFlightPerEndpoint;
    m_settings = settings;
    const auto known = std::exchange(m_adaptive, {});
    for (const EndpointPtr &endpoint : endpoints) {
        int limit = settings.inFlightPerEndpoint;
        if (settings.adaptive) {
            const auto before = known.find(endpoint.get());
            const GradientLimit now = before == known.end() || changed
                                          ? GradientLimit(settings.adaptiveFloor, limit)
                                          : before->second;
            m_adaptive.emplace(endpoint.get(), now);
            limit = now.limit();
        }
        endpoint->setInFlightLimit(limit);
    }
}

void InFlightLimits::attemptEnded(Endpoint &endpoint, const AttemptReport &report, core::Instant now)
{
    if (m_adaptive.empty())
        return;
    if (report.outcome != AttemptOutcome::Answered && report.outcome != AttemptOutcome::Timeout)
        return; // the others say nothing of how quick it is
    const auto found = m_adaptive.find(&endpoint);
    if (found == m_adaptive.end())
        return;
    found->second.sample(report.duration, endpoint.inFlight() + 1, now);
    endpoint.setInFlightLimit(found->second.limit());
}

} // namespace guarita::balancer
