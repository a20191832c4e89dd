// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/overload/overloadsettings.h"

#include <cstddef>

namespace guarita::balancer {

/// How long somebody would wait for room. Where everything that may be in flight is, Little's law (J. Little,
/// 1961) says how often a place becomes free: as many times in a mean service time as there are places. Pure.
class WaitEstimate
{
public:
    /// An attempt was answered after so long.
    void served(std::chrono::nanoseconds duration);

    /// Behind `queued` others, when `inFlight` attempts are all that there is room for. Nothing while nobody
    /// was served yet.
    std::chrono::nanoseconds behind(std::size_t queued, int inFlight) const;

private:
    double m_mean = 0; // nanoseconds; recent ones count more
};

enum class Admission {
    Wait,
    Full, // too many wait, or their number means more than the deadline
};

/// May one more wait, behind `queued` others and for about `expected`? Who would wait in vain is told at
/// once: late refusals cost everybody time and leave the client none to go elsewhere.
Admission admission(const OverloadSettings &settings, std::size_t queued, std::chrono::nanoseconds expected);

/// The seconds for Retry-After: `expected` rounded up, 1 at least.
int retryAfter(std::chrono::nanoseconds expected);

} // namespace guarita::balancer
