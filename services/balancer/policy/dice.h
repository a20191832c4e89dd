// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"

#include <array>
#include <cstdint>
#include <span>

namespace guarita::balancer {

/// Numbers from a core::Random, which outlives it.
class Dice
{
public:
    explicit Dice(core::Random &random)
        : m_random(random)
    {
    }

    std::uint64_t word()
    {
        std::uint64_t word = 0;
        m_random.fill(std::as_writable_bytes(std::span(&word, 1)));
        return word;
    }
    /// At least 0, less than 1.
    double fraction() { return static_cast<double>(word() >> 11) * 0x1p-53; }
    /// At least 0, less than `count`, which is above 0 and below 2^32. (Lemire, Fast Random Integer
    /// Generation in an Interval, 2019, without the rejection: what is too likely is so by count / 2^32.)
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(((word() >> 32) * count) >> 32); }

private:
    core::Random &m_random;
};

} // namespace guarita::balancer
