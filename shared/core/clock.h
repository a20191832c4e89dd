// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace guarita::core {

using Instant = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

/// The seam for time. Deadlines and durations use now(); only what leaves the process (Date headers, log
/// stamps, token lifetimes, database rows) uses wallNow(). Implementations are callable from any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    virtual WallTime wallNow() const = 0;
};

class SystemClock final : public Clock
{
public:
    Instant now() const override { return std::chrono::steady_clock::now(); }
    WallTime wallNow() const override { return std::chrono::system_clock::now(); }
};

} // namespace guarita::core
