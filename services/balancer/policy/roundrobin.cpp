// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/roundrobin.h"

namespace guarita::balancer {

std::optional<std::size_t> RoundRobin::pick(const PickRequest &request)
{
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        if (m_next >= m_candidates.size())
            m_next = 0;
        const std::size_t index = m_next++;
        if (admits(request, m_candidates[index]))
            return index;
    }
    return std::nullopt;
}

} // namespace guarita::balancer
