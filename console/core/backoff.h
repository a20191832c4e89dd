// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"

#include <chrono>

namespace guarita::console {

/// Waits that double from 1 s to 30 s, each drawn between half and all of it (so that many consoles do not
/// come back at once).
class Backoff
{
public:
    explicit Backoff(core::Random &random)
        : m_random(random)
    {
    }

    std::chrono::milliseconds next();
    void reset() { m_failures = 0; }

private:
    core::Random &m_random;
    int m_failures = 0;
};

} // namespace guarita::console
