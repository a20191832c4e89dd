// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/random.h"

#include <cstdint>
#include <random>

namespace guarita::support {

/// Good dice that fall the same in every run. For one thread.
class SeededRandom final : public core::Random
{
public:
    explicit SeededRandom(std::uint64_t seed = 1)
        : m_engine(seed)
    {
    }

    void fill(std::span<std::byte> out) override
    {
        for (std::byte &byte : out) {
            if (m_left == 0) {
                m_word = m_engine();
                m_left = sizeof(m_word);
            }
            byte = static_cast<std::byte>(m_word);
            m_word >>= 8;
            --m_left;
        }
    }

private:
    std::mt19937_64 m_engine;
    std::uint64_t m_word = 0;
    std::size_t m_left = 0;
};

} // namespace guarita::support
