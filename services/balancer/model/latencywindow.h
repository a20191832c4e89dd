// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace guarita::balancer {

/// In milliseconds.
struct LatencyQuantiles
{
    double p50 = 0;
    double p90 = 0;
    double p95 = 0;
    double p99 = 0;
};

/// Quantiles of what was recorded within the last half to whole minute, in constant memory and without a
/// log().
///
/// Log-linear buckets as HdrHistogram has them (G. Tene): each power of two is cut into 16 equal parts, so a
/// bucket's middle is within 1/33 (3.1 %) of whatever fell into it. Two half-windows of 30 s take turns:
/// recording goes to the newer one, reading sums both, and the older one is dropped when the newer is full of
/// time.
///
/// Pure: time comes with each call and must not go backwards. Not thread-safe.
class LatencyWindow
{
public:
    static constexpr std::chrono::seconds halfWindow{30};

    void record(std::chrono::nanoseconds latency, core::Instant now);
    /// Nothing if nothing was recorded within the window.
    std::optional<LatencyQuantiles> quantiles(core::Instant now) const;

private:
    static constexpr int subBucketBits = 4;
    static constexpr std::uint32_t largestMicroseconds = (1u << 27) - 1; // two minutes; longer counts as this
    static constexpr std::size_t bucketCount = (27 - subBucketBits + 1) << subBucketBits;

    using Buckets = std::array<std::uint32_t, bucketCount>;

    static std::size_t bucketOf(std::uint32_t microseconds);
    static double middleOf(std::size_t bucket); // microseconds
    void rotate(core::Instant now);
    /// The halves that are still within the window at `now`.
    std::span<const Buckets *const> live(core::Instant now, std::array<const Buckets *, 2> &storage) const;

    std::array<Buckets, 2> m_halves{};
    std::size_t m_newer = 0;
    core::Instant m_newerSince{};
};

} // namespace guarita::balancer
