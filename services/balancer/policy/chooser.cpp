// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/chooser.h"

namespace guarita::balancer {

Chooser::Chooser(const Cluster &cluster, std::unique_ptr<Policy> policy)
    : m_cluster(cluster)
    , m_policy(std::move(policy))
{
}

EndpointPtr Chooser::choose(const PickRequest &request)
{
    if (m_assigned != m_cluster.current()) {
        const auto next = m_cluster.current();
        m_policy->assign(next->candidates);
        m_assigned = next;
    }
    const std::optional<std::size_t> picked = m_policy->pick(request);
    return picked ? m_assigned->candidates[*picked].endpoint : nullptr;
}

} // namespace guarita::balancer
