// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/inflightsum.h"

namespace guarita::balancer {

void InFlightSum::assign(std::span<const Candidate> candidates)
{
    m_candidates = candidates;
    m_seen.clear();
    m_sum = 0;
    m_next = 0;
    for (const Candidate &candidate : candidates) {
        m_seen.push_back(candidate.endpoint->inFlight());
        m_sum += m_seen.back();
    }
}

qint64 InFlightSum::update()
{
    constexpr std::size_t looksPerCall = 16;
    const std::size_t looks = std::min(looksPerCall, m_candidates.size());
    for (std::size_t i = 0; i < looks; ++i) {
        const int now = m_candidates[m_next].endpoint->inFlight();
        m_sum += now - m_seen[m_next];
        m_seen[m_next] = now;
        m_next = m_next + 1 == m_candidates.size() ? 0 : m_next + 1;
    }
    return m_sum;
}

} // namespace guarita::balancer
