// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

#include <cstdint>

namespace guarita::balancer {

/// The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): a
/// bijection in which each bit of the input moves about half of the bits of the output.
constexpr std::uint64_t mixedBits(std::uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

/// FNV-1a (Fowler, Noll, Vo) with its bits mixed. The same in every process and on every machine, so that two
/// balancers send a key to the same server. Whoever chooses the text can make texts that collide.
constexpr std::uint64_t stableHash(QByteArrayView text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return mixedBits(hash);
}

} // namespace guarita::balancer
