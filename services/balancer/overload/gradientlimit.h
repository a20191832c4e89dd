// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

namespace guarita::balancer {

/// How many requests a server takes at once before they only wait inside it, found by its latency. As
/// "gradient2" of Netflix's concurrency-limits: while latency is what it usually is there is room for more;
/// where it grows, requests queue, and the limit falls by the ratio. Pure; a value per server.
///
/// Different from there: what is usual rises only slowly while the limit is reached, or it would follow the
/// queue that it is to show. Where the limit cannot fall further, and little queues, it is learned anew, as
/// Envoy measures its minimum.
class GradientLimit
{
public:
    GradientLimit(int floor, int most);

    /// One request was answered, or ran out of time, after `latency`; with it, `inFlight` were under way.
    void sample(std::chrono::nanoseconds latency, int inFlight, core::Instant now);
    /// Between floor and most.
    int limit() const { return static_cast<int>(m_limit); }

private:
    void window(double latency);
    void learn(double latency, bool limited);

    const double m_floor;
    const double m_most;
    double m_limit;
    double m_usual = 0; // nanoseconds

    // Of the window that goes on:
    core::Instant m_begun{};
    double m_sum = 0;
    int m_samples = 0;
    int m_peak = 0; // in flight
};

} // namespace guarita::balancer
