// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// What the framers' fuzzers share.
namespace guarita::fuzz {

inline void require(bool holds, const char *rule)
{
    if (holds)
        return;
    std::fprintf(stderr, "violated: %s\n", rule);
    std::abort();
}

/// Piece sizes that follow from the input, so that a finding repeats itself.
class PieceSizes
{
public:
    PieceSizes(QByteArrayView bytes, std::uint64_t seed)
        : m_state(seed)
    {
        for (const char c : bytes)
            m_state = (m_state ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }

    /// Mostly a few bytes, at times many.
    qsizetype next()
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        const auto random = static_cast<unsigned>(m_state >> 33);
        return 1 + (random % 4 != 0 ? random / 4 % 7 : random / 4 % 300);
    }

private:
    std::uint64_t m_state;
};

} // namespace guarita::fuzz
