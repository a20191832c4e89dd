// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/random.h"

#include <QtCore/QByteArrayView>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace guarita::gateway {

/// One instant for each of a bounded number of keys, in memory that is taken once: 16 bytes a key.
///
/// A key is known by its SipHash (Aumasson and Bernstein, 2012) under a random key of this process, so that
/// nobody can choose keys that collide. The hash names a set of eight places, as in a processor's cache. A
/// new key takes the place with the earliest instant of its set; so finding, adding and forgetting are a look
/// at two cache lines, and nothing need be tidied up.
///
/// For a RateLimiter the earliest instant is that of the key which has used the least of its quota; with the
/// past come the places of those whose quota is whole, which lose nothing. Therefore a flood of new keys,
/// each with a request or two, displaces its own: who is being limited has the latest instant of the set and
/// stays, until eight others of that set have used up as much. That takes about as many clients as there are
/// places, each at its own limit; and who commands those needs nobody to be forgotten. Event-loop thread
/// only.
class ArrivalTable
{
public:
    /// Room for `keys` of them, rounded up to a power of two.
    ArrivalTable(std::size_t keys, core::Random &random);

    /// What stands for `key`; `never` if nothing does.
    core::Instant find(QByteArrayView key) const;
    /// The place of `key`, with `never` if it is new. Valid until the next call.
    core::Instant &place(QByteArrayView key);

    static constexpr core::Instant never = core::Instant::min();
    std::size_t capacity() const { return m_sets.size() * placesPerSet; }

private:
    static constexpr std::size_t placesPerSet = 8;

    struct Place
    {
        std::uint64_t hash = 0;
        core::Instant instant = never;
    };
    struct alignas(64) Set
    {
        std::array<Place, placesPerSet> places;
    };

    std::uint64_t hashOf(QByteArrayView key) const;
    std::size_t setOf(std::uint64_t hash) const { return hash & (m_sets.size() - 1); }

    std::array<unsigned char, 16> m_secret;
    std::vector<Set> m_sets; // a power of two of them
};

} // namespace guarita::gateway
