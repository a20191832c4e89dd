// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/maglevtable.h"

#include "balancer/policy/stablehash.h"
#include "balancer/policy/turnqueue.h"

#include <numeric>

namespace guarita::balancer {

namespace {

/// The order in which one candidate wants the places: every skip-th, and so all, since the size is a prime.
struct Wish
{
    std::uint32_t place;
    std::uint32_t skip;

    void next()
    {
        place += skip;
        if (place >= MaglevTable::size)
            place -= MaglevTable::size;
    }
};

Wish wishOf(std::uint64_t hash)
{
    return {static_cast<std::uint32_t>(hash % MaglevTable::size),
            static_cast<std::uint32_t>(mixedBits(hash) % (MaglevTable::size - 1) + 1)};
}

} // namespace

void MaglevTable::assign(std::span<const Candidate> candidates)
{
    std::vector<Entry> entries;
    entries.reserve(candidates.size());
    for (const Candidate &candidate : candidates)
        entries.push_back({stableHash(candidate.endpoint->config().id), candidate.weight});
    if (entries == m_entries)
        return;
    m_entries = std::move(entries);
    fill();
}

void MaglevTable::fill()
{
    m_places.resize(m_entries.empty() ? 0 : size);
    std::vector<std::uint32_t> order(m_entries.size()); // of the turns, the same however they are listed
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [this](std::uint32_t one, std::uint32_t other) {
        return m_entries[one].hash < m_entries[other].hash;
    });

    std::vector<Wish> wishes;
    std::vector<TurnQueue::Turn> turns;
    for (const std::uint32_t index : order) {
        const double step = 1 / m_entries[index].weight;
        turns.push_back({TurnQueue::firstDue(step), step, static_cast<std::uint32_t>(wishes.size())});
        wishes.push_back(wishOf(m_entries[index].hash));
    }
    TurnQueue queue;
    queue.assign(std::move(turns));
    std::vector<bool> taken(m_places.size()); // small enough for the nearest cache, unlike the table
    for (std::size_t filled = 0; filled < m_places.size(); ++filled) {
        const std::uint32_t turn = queue.turns().front().index;
        Wish &wish = wishes[turn];
        while (taken[wish.place])
            wish.next();
        taken[wish.place] = true;
        m_places[wish.place] = order[turn];
        queue.pass(0);
    }
}

} // namespace guarita::balancer
