// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backoff.h"

namespace guarita::console {

/// Waits that double from 1 s to 30 s, each drawn between half and all of it (so that many consoles do not
/// come back at once).
class Backoff final : public core::Backoff
{
public:
    explicit Backoff(core::Random &random)
        : core::Backoff(random, {std::chrono::seconds(1), std::chrono::seconds(30), core::Jitter::Half})
    {
    }
};

} // namespace guarita::console
