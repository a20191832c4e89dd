// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/limits/arrivaltable.h"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace guarita::gateway {

ArrivalTable::ArrivalTable(std::size_t keys, core::Random &random)
    : m_sets(std::bit_ceil(std::max(keys, placesPerSet)) / placesPerSet)
{
    static_assert(sizeof(m_secret) == crypto_shorthash_KEYBYTES);
    random.fill(std::as_writable_bytes(std::span(m_secret)));
}

std::uint64_t ArrivalTable::hashOf(QByteArrayView key) const
{
    std::array<unsigned char, crypto_shorthash_BYTES> digest;
    crypto_shorthash(digest.data(), reinterpret_cast<const unsigned char *>(key.data()),
                     static_cast<unsigned long long>(key.size()), m_secret.data());
    std::uint64_t hash = 0;
    std::memcpy(&hash, digest.data(), sizeof(hash));
    return hash;
}

core::Instant ArrivalTable::find(QByteArrayView key) const
{
    const std::uint64_t hash = hashOf(key);
    for (const Place &place : m_sets[setOf(hash)].places) {
        if (place.hash == hash)
            return place.instant;
    }
    return never;
}

core::Instant &ArrivalTable::place(QByteArrayView key)
{
    const std::uint64_t hash = hashOf(key);
    auto &places = m_sets[setOf(hash)].places;
    Place *earliest = &places.front();
    for (Place &place : places) {
        if (place.hash == hash)
            return place.instant;
        if (place.instant < earliest->instant)
            earliest = &place;
    }
    *earliest = {hash, never};
    return earliest->instant;
}

} // namespace guarita::gateway
