// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policy.h"

#include <cstdint>
#include <vector>

namespace guarita::balancer {

/// Which candidate a key belongs to, by a table that candidates fill in turn, each in an order of its own (D.
/// E. Eisenbud and others: Maglev: A Fast and Reliable Software Network Load Balancer, 2016, 3.4). If one
/// goes, its keys are spread over the others, and nearly all the others' stay where they are. Weights as
/// Envoy's Maglev has them: who weighs more has more turns.
///
/// It follows from the candidates' ids and weights alone, not from their order: all balancers agree.
class MaglevTable
{
public:
    /// The paper's smaller size, a prime. It is the same for any number of candidates, since another size
    /// moves nearly all keys. Of 600 candidates each has 109 places, of 10,000 six or seven.
    static constexpr std::uint32_t size = 65'537;

    /// The table stays as it is if these are what the last ones were. Else O(size × log size).
    void assign(std::span<const Candidate> candidates);

    /// An index. There must be candidates. Places beyond the end begin anew.
    std::size_t at(std::uint64_t place) const { return m_places[place % size]; }

private:
    struct Entry
    {
        std::uint64_t hash; // of the id
        double weight;

        friend bool operator==(const Entry &, const Entry &) = default;
    };

    void fill();

    std::vector<Entry> m_entries; // the candidates'
    std::vector<std::uint32_t> m_places;
};

} // namespace guarita::balancer
