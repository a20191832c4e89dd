// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/backoff.h"

#include <algorithm>
#include <cstdint>

namespace guarita::console {

namespace {

constexpr std::int64_t firstWait = 1'000;
constexpr std::int64_t longestWait = 30'000;
constexpr int doublings = 5; // 32 s, beyond the longest

} // namespace

std::chrono::milliseconds Backoff::next()
{
    const std::int64_t whole = std::min(firstWait << m_failures, longestWait);
    m_failures = std::min(m_failures + 1, doublings);

    std::uint32_t drawn = 0;
    m_random.fill(std::as_writable_bytes(std::span(&drawn, 1)));
    const std::int64_t half = whole / 2;
    return std::chrono::milliseconds(half + static_cast<std::int64_t>(drawn) % (whole - half + 1));
}

} // namespace guarita::console
