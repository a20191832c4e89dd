// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/roundrobin.h"

namespace guarita::balancer {

std::size_t RoundRobin::pick(std::span<const EndpointPtr> available)
{
    Q_ASSERT(!available.empty());
    if (m_next >= available.size())
        m_next = 0;
    return m_next++;
}

} // namespace guarita::balancer
