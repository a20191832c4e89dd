// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/cluster.h"
#include "core/clock.h"

#include <QtCore/QTimer>

#include <chrono>
#include <vector>

namespace guarita::balancer {

/// The share of its weight that an endpoint gets `age` after it came up: from a tenth to all of it, linearly
/// over `window`.
double rampAt(std::chrono::nanoseconds age, std::chrono::nanoseconds window);

/// Lets endpoints that come up have little of their share at first, so that their caches and pools warm up
/// (HAProxy's slowstart; Envoy's slow start with an aggression of 1). Not those that are found up by their
/// very first check, as all are when a balancer starts. Event-loop thread only.
class SlowStart
{
public:
    /// Both outlive it. `window`: 0 for none.
    SlowStart(Cluster &cluster, std::chrono::milliseconds window, const core::Clock &clock);

    void setWindow(std::chrono::milliseconds window) { m_window = window; }

    /// To be told of the cluster's events.
    void heard(const ClusterEvent &event);

    /// Gives those that ramp what they get by now. Called by a timer of its own, too, while any does.
    void step();

private:
    struct Ramp
    {
        EndpointPtr endpoint;
        core::Instant since;
    };

    Cluster &m_cluster;
    std::chrono::milliseconds m_window;
    const core::Clock &m_clock;
    std::vector<Ramp> m_ramps;
    QTimer m_timer;
};

} // namespace guarita::balancer
