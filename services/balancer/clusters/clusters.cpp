// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/clusters.h"

#include <algorithm>
#include <numeric>

namespace guarita::balancer {

namespace {

bool isBelow(const QByteArray &path, const QByteArray &prefix)
{
    return path.startsWith(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

} // namespace

Clusters::Clusters(const std::vector<ClusterSettings> &settings, const ClusterSurroundings &surroundings)
{
    for (const ClusterSettings &each : settings) {
        RunningCluster *cluster =
            m_clusters.emplace_back(std::make_unique<RunningCluster>(each, surroundings)).get();
        if (cluster->prefix().isEmpty())
            m_default = cluster;
        else
            m_prefixed.push_back(cluster);
    }
    Q_ASSERT(m_default);
    std::stable_sort(m_prefixed.begin(), m_prefixed.end(), [](const auto *left, const auto *right) {
        return left->prefix().size() > right->prefix().size();
    });
}

void Clusters::start()
{
    for (const auto &cluster : m_clusters)
        cluster->start();
}

RunningCluster &Clusters::forPath(const QByteArray &path)
{
    for (RunningCluster *cluster : m_prefixed) {
        if (isBelow(path, cluster->prefix()))
            return *cluster;
    }
    return *m_default;
}

RunningCluster *Clusters::named(const QByteArray &name)
{
    const auto found = std::find_if(m_clusters.begin(), m_clusters.end(),
                                    [&](const auto &each) { return each->cluster().name() == name; });
    return found == m_clusters.end() ? nullptr : found->get();
}

Clusters::Place Clusters::find(const QByteArray &id)
{
    for (const auto &cluster : m_clusters) {
        if (EndpointPtr endpoint = cluster->cluster().endpoint(id))
            return {cluster.get(), std::move(endpoint)};
    }
    return {};
}

std::vector<ClusterStatus> Clusters::status() const
{
    std::vector<ClusterStatus> status;
    status.reserve(m_clusters.size());
    for (const auto &cluster : m_clusters)
        status.push_back(cluster->status());
    return status;
}

std::size_t Clusters::candidates() const
{
    return std::accumulate(
        m_clusters.begin(), m_clusters.end(), std::size_t{0},
        [](std::size_t sum, const auto &each) { return sum + each->cluster().current()->candidates.size(); });
}

} // namespace guarita::balancer
