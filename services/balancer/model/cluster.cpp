// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/cluster.h"

#include <algorithm>
#include <iterator>

namespace guarita::balancer {

namespace {

std::shared_ptr<const ClusterSnapshot> snapshotOf(EndpointList endpoints)
{
    auto snapshot = std::make_shared<ClusterSnapshot>();
    std::copy_if(endpoints.begin(), endpoints.end(), std::back_inserter(snapshot->available),
                 [](const EndpointPtr &endpoint) { return endpoint->available(); });
    snapshot->endpoints = std::move(endpoints);
    return snapshot;
}

} // namespace

Cluster::Cluster(EndpointList endpoints)
    : m_current(snapshotOf(std::move(endpoints)))
{
}

void Cluster::refreshAvailability()
{
    m_current = snapshotOf(m_current->endpoints);
}

} // namespace guarita::balancer
