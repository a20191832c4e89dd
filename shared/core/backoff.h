// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"

#include <chrono>

namespace guarita::core {

/// How much of a wait is left to chance.
enum class Jitter {
    Full, // from nothing to all of it: those that collided are spread the widest
    Half, // from half to all of it: nobody comes back at once
};

struct BackoffLimits
{
    std::chrono::milliseconds first;
    std::chrono::milliseconds most;
    Jitter jitter = Jitter::Full;
};

/// Waits that double from `first` to `most` and are drawn at random below that, so that many that failed
/// together do not try again together (M. Brooker, "Exponential Backoff And Jitter", 2015).
class Backoff
{
public:
    Backoff(Random &random, const BackoffLimits &limits)
        : m_random(random)
        , m_limits(limits)
        , m_ceiling(limits.first)
    {
    }

    std::chrono::milliseconds next();
    void reset() { m_ceiling = m_limits.first; }

private:
    Random &m_random;
    const BackoffLimits m_limits;
    std::chrono::milliseconds m_ceiling;
};

} // namespace guarita::core
