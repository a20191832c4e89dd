// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"

#include <cstdint>
#include <mutex>

namespace guarita::support {

/// Bytes that count up: 01 02 03 … after FakeRandom(1). Every run gives the same, every call another value.
class FakeRandom final : public core::Random
{
public:
    explicit FakeRandom(std::uint8_t first = 1)
        : m_next(first)
    {
    }

    void fill(std::span<std::byte> out) override
    {
        const std::scoped_lock lock(m_mutex);
        for (std::byte &byte : out)
            byte = static_cast<std::byte>(m_next++);
    }

private:
    std::mutex m_mutex;
    std::uint8_t m_next;
};

} // namespace guarita::support
