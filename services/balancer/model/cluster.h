// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/endpoint.h"

#include <memory>

namespace guarita::balancer {

/// The servers as one request sees them. Immutable; only the endpoints' own state moves.
struct ClusterSnapshot
{
    EndpointList endpoints; // all, in the order of the configuration
    EndpointList available; // those that may get new requests, in the same order
};

/// Holds the current snapshot and swaps it whole. Availability is worked out here, when something changes, so
/// that the way of a request only reads. Event-loop thread only.
class Cluster
{
public:
    explicit Cluster(EndpointList endpoints);

    /// Valid until the next change; keep the pointer to keep the view.
    const std::shared_ptr<const ClusterSnapshot> &current() const { return m_current; }

    /// To be called after an endpoint's availability may have changed.
    void refreshAvailability();

private:
    std::shared_ptr<const ClusterSnapshot> m_current;
};

} // namespace guarita::balancer
