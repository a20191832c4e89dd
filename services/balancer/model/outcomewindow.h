// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <array>
#include <chrono>

namespace guarita::balancer {

/// How the latest attempts at an endpoint went: how many failed in a row, and how many within a sliding
/// window, in constant memory.
///
/// The window is cut into ten slices that take turns, so it reaches back its length, or up to a tenth less.
/// Pure: time comes with each call and must not go backwards. Not thread-safe.
class OutcomeWindow
{
public:
    struct Share
    {
        int attempts = 0;
        int failures = 0;
        /// In percent; 0 without attempts.
        double percent() const { return attempts > 0 ? 100.0 * failures / attempts : 0; }
    };

    /// `window`: the same with each call, until it is set anew; above 10 ns.
    void record(bool failed, std::chrono::nanoseconds window, core::Instant now);
    /// Since the last attempt that did not fail.
    int failuresInARow() const { return m_inARow; }
    Share share(std::chrono::nanoseconds window, core::Instant now) const;
    /// As if there had been none.
    void forget() { *this = {}; }

private:
    static constexpr int sliceCount = 10;
    using Slices = std::array<Share, sliceCount>;

    Slices m_slices{};
    std::size_t m_newest = 0;
    core::Instant m_newestEnds{};
    int m_inARow = 0;
};

} // namespace guarita::balancer
