// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/backend.h"
#include "core/clock.h"

#include <QtCore/QHash>

#include <deque>
#include <optional>
#include <span>

namespace guarita::console {

/// One second of one backend's traffic.
struct TrafficSample
{
    core::Instant at{};
    double requestsPerSecond = 0;
    double errorsPerSecond = 0; // 5xx and failures
    double inFlight = 0;
    std::optional<double> p50, p95, p99; // milliseconds
};

/// Turns the balancer's counts into rates and keeps the last 15 minutes of each backend. A count that went
/// down means that the balancer was started again: no negative rate. A gap (pause of the network) leaves no
/// sample. Pure.
class TrafficHistory
{
public:
    static constexpr std::chrono::minutes kept{15};

    void add(const std::vector<Backend> &backends, core::Instant now);
    const std::deque<TrafficSample> &of(const QString &id) const;
    const std::deque<TrafficSample> &all() const; // the sum; its percentiles are the backends' largest
    void clear();
};

} // namespace guarita::console
