// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policies.h"

namespace guarita::balancer {

/// A policy that follows a cluster: each pick is from the candidates of that moment. Event-loop thread only.
class Chooser
{
public:
    Chooser(const Cluster &cluster, std::unique_ptr<Policy> policy);

    /// Null if no candidate may take the attempt; see admits().
    EndpointPtr choose(const PickRequest &request);
    std::string_view policyName() const { return m_policy->name(); }

private:
    const Cluster &m_cluster;
    std::unique_ptr<Policy> m_policy;
    std::shared_ptr<const ClusterSnapshot> m_assigned; // whose candidates the policy looks at
};

} // namespace guarita::balancer
