// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policy.h"

#include <vector>

namespace guarita::balancer {

/// How many requests all candidates have in flight together, without looking at all of them each time: of
/// more than 16 some are looked at at each call, in turn, and the rest are taken to be as they were.
class InFlightSum
{
public:
    void assign(std::span<const Candidate> candidates);
    qint64 update();

private:
    std::span<const Candidate> m_candidates;
    std::vector<int> m_seen;
    std::size_t m_next = 0;
    qint64 m_sum = 0;
};

} // namespace guarita::balancer
