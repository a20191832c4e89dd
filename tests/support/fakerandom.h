// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"

#include <cstdint>
#include <mutex>

namespace guarita::support {

/// Bytes that count up: 01 02 03 … after FakeRandom(1), and otherwise in each further lap of 256. Every run
/// gives the same, every call another value.
class FakeRandom final : public core::Random
{
public:
    explicit FakeRandom(std::uint8_t first = 1)
        : m_first(first)
    {
    }

    void fill(std::span<std::byte> out) override
    {
        const std::scoped_lock lock(m_mutex);
        for (std::byte &byte : out) {
            const std::uint32_t lap = m_count / 256;
            byte = static_cast<std::byte>((m_first + m_count++) ^ lap);
        }
    }

private:
    std::mutex m_mutex;
    const std::uint8_t m_first;
    std::uint32_t m_count = 0;
};

} // namespace guarita::support
