// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/latencywindow.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace guarita::balancer {

std::size_t LatencyWindow::bucketOf(std::uint32_t microseconds)
{
    constexpr std::uint32_t linear = 1u << subBucketBits;
    if (microseconds < linear)
        return microseconds;
    const int shift = std::bit_width(microseconds) - 1 - subBucketBits;
    const std::uint32_t part = (microseconds >> shift) - linear;
    return (static_cast<std::size_t>(shift + 1) << subBucketBits) + part;
}

double LatencyWindow::middleOf(std::size_t bucket)
{
    constexpr std::size_t linear = 1u << subBucketBits;
    if (bucket < linear)
        return static_cast<double>(bucket);
    const std::size_t shift = (bucket >> subBucketBits) - 1;
    const std::size_t part = bucket & (linear - 1);
    const double width = static_cast<double>(std::size_t{1} << shift);
    const double least = static_cast<double>((linear + part) << shift);
    return least + (width - 1) / 2;
}

void LatencyWindow::rotate(core::Instant now)
{
    const auto age = now - m_newerSince;
    if (age < halfWindow)
        return;
    const std::size_t older = 1 - m_newer;
    m_halves[older].fill(0);
    if (age >= 2 * halfWindow)
        m_halves[m_newer].fill(0);
    m_newer = older;
    m_newerSince = now;
}

void LatencyWindow::record(std::chrono::nanoseconds latency, core::Instant now)
{
    rotate(now);
    const auto microseconds = std::chrono::round<std::chrono::microseconds>(latency).count();
    const auto bounded = std::clamp<std::int64_t>(microseconds, 0, largestMicroseconds);
    ++m_halves[m_newer][bucketOf(static_cast<std::uint32_t>(bounded))];
}

std::span<const LatencyWindow::Buckets *const>
LatencyWindow::live(core::Instant now, std::array<const Buckets *, 2> &storage) const
{
    const auto age = now - m_newerSince;
    std::size_t count = 0;
    if (age < 2 * halfWindow)
        storage[count++] = &m_halves[m_newer];
    if (age < halfWindow)
        storage[count++] = &m_halves[1 - m_newer];
    return std::span(storage).first(count);
}

std::optional<LatencyQuantiles> LatencyWindow::quantiles(core::Instant now) const
{
    std::array<const Buckets *, 2> storage{};
    const auto halves = live(now, storage);
    std::uint64_t total = 0;
    for (const Buckets *half : halves)
        total = std::accumulate(half->begin(), half->end(), total);
    if (total == 0)
        return std::nullopt;

    // The smallest recorded value with at least q of all values at or below it (nearest rank).
    const auto valueAt = [&](double q) {
        const auto rank = std::max<std::uint64_t>(1, std::uint64_t(std::ceil(q * double(total))));
        std::uint64_t seen = 0;
        for (std::size_t bucket = 0; bucket < bucketCount; ++bucket) {
            for (const Buckets *half : halves)
                seen += (*half)[bucket];
            if (seen >= rank)
                return middleOf(bucket) / 1000;
        }
        return double(largestMicroseconds) / 1000;
    };
    return LatencyQuantiles{valueAt(0.50), valueAt(0.90), valueAt(0.95), valueAt(0.99)};
}

} // namespace guarita::balancer
