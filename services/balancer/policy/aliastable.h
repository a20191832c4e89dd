// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/dice.h"
#include "balancer/policy/policy.h"

#include <vector>

namespace guarita::balancer {

/// Throws candidates with the likelihood of their weights, in constant time (Walker's alias method as M. D.
/// Vose builds it: A Linear Algorithm for Generating Random Numbers with a Given Distribution, 1991).
class AliasTable
{
public:
    /// O(n).
    void assign(std::span<const Candidate> candidates);
    /// An index. There must be candidates.
    std::size_t pick(Dice &dice) const;

private:
    struct Column
    {
        std::uint32_t share; // of 2^32, that the column's own index has; the rest is the other one's
        std::uint32_t other;
    };
    std::vector<Column> m_columns;
};

} // namespace guarita::balancer
