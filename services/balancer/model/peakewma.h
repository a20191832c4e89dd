// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

namespace guarita::balancer {

/// The latency that is to be expected, as Finagle's PeakEwma has it: a mean that forgets within about 10 s,
/// but rises at once to whatever takes longer. Without news it falls, so that who was slow is asked again.
///
/// Pure: time comes with each call and must not go backwards.
class PeakEwma
{
public:
    static constexpr std::chrono::seconds decay{10}; // in which what was measured comes to count 1/e

    void record(std::chrono::nanoseconds latency, core::Instant now);
    /// In nanoseconds; 0 if nothing was ever recorded, or nothing for hours.
    double at(core::Instant now) const;

private:
    double m_value = 0; // nanoseconds, at m_since
    core::Instant m_since{};
};

} // namespace guarita::balancer
