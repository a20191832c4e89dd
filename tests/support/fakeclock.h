// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <atomic>

namespace guarita::support {

/// Time that moves only when the test says so. Starts at the epoch's 1,000,000,000th second
/// (2001-09-09T01:46:40Z).
class FakeClock final : public core::Clock
{
public:
    core::Instant now() const override { return core::Instant(std::chrono::nanoseconds(m_elapsed.load())); }
    core::WallTime wallNow() const override
    {
        return core::WallTime(std::chrono::duration_cast<core::WallTime::duration>(
            std::chrono::seconds(1'000'000'000) + std::chrono::nanoseconds(m_elapsed.load())));
    }

    void advance(std::chrono::nanoseconds step) { m_elapsed += step.count(); }

private:
    std::atomic<std::chrono::nanoseconds::rep> m_elapsed{0};
};

} // namespace guarita::support
