// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/clusters.h"

#include "net/pathprefix.h"

#include <algorithm>
#include <numeric>

namespace guarita::balancer {

namespace {

constexpr std::chrono::seconds retirementLook{1};

} // namespace

Clusters::Clusters(const std::vector<ClusterSettings> &settings, const ClusterSurroundings &surroundings)
    : m_surroundings(surroundings)
    , m_metrics(surroundings.registry)
{
    m_retirement.setInterval(retirementLook);
    QObject::connect(&m_retirement, &QTimer::timeout, &m_retirement, [this] { forgetRetired(); });
    for (const ClusterSettings &each : settings)
        add(each);
    index();
}

Clusters::~Clusters()
{
    m_metrics.leaveAll();
}

void Clusters::add(const ClusterSettings &settings)
{
    m_clusters.push_back(std::make_unique<RunningCluster>(settings, m_surroundings, m_metrics));
    if (m_started)
        m_clusters.back()->start();
}

void Clusters::index()
{
    m_prefixed.clear();
    for (const auto &cluster : m_clusters) {
        if (cluster->prefix().isEmpty())
            m_default = cluster.get();
        else
            m_prefixed.push_back(cluster.get());
    }
    Q_ASSERT(m_default);
    std::stable_sort(m_prefixed.begin(), m_prefixed.end(), [](const auto *left, const auto *right) {
        return left->prefix().size() > right->prefix().size();
    });
}

void Clusters::start()
{
    m_started = true;
    for (const auto &cluster : m_clusters)
        cluster->start();
}

void Clusters::apply(const std::vector<ClusterSettings> &settings)
{
    auto before = std::exchange(m_clusters, {});
    for (const ClusterSettings &each : settings) {
        const auto stays = std::find_if(before.begin(), before.end(), [&](const auto &cluster) {
            return cluster && cluster->cluster().name() == each.name;
        });
        if (stays == before.end()) {
            add(each);
        } else {
            m_clusters.push_back(std::move(*stays));
            m_clusters.back()->apply(each);
        }
    }
    index();
    for (auto &gone : before) {
        if (!gone)
            continue;
        gone->retire();
        m_retired.push_back(std::move(gone));
        m_retirement.start();
    }
}

/// From the event loop, so never within a call of theirs.
void Clusters::forgetRetired()
{
    std::erase_if(m_retired, [](const auto &cluster) { return cluster->idle(); });
    if (m_retired.empty())
        m_retirement.stop();
}

RunningCluster &Clusters::forPath(const QByteArray &path)
{
    for (RunningCluster *cluster : m_prefixed) {
        if (net::isBelow(path, cluster->prefix()))
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

bool Clusters::known() const
{
    bool up = false;
    bool allowed = false;
    for (const auto &cluster : m_clusters) {
        for (const EndpointPtr &endpoint : cluster->cluster().current()->endpoints) {
            if (!endpoint->health().lastCheck && endpoint->administration() != Administration::Maint)
                return false;
            up = up || endpoint->available();
            allowed = allowed || endpoint->allowed();
        }
    }
    return up || !allowed;
}

std::size_t Clusters::size() const
{
    return std::accumulate(
        m_clusters.begin(), m_clusters.end(), std::size_t{0},
        [](std::size_t sum, const auto &each) { return sum + each->cluster().current()->endpoints.size(); });
}

BackendStates Clusters::backendStates() const
{
    BackendStates states;
    for (const auto &cluster : m_clusters) {
        BackendStates more = cluster->backendStates();
        std::move(more.begin(), more.end(), std::back_inserter(states));
    }
    return states;
}

void Clusters::restore(const BackendStates &states)
{
    for (const auto &cluster : m_clusters)
        cluster->restore(states);
    for (const BackendState &state : states) {
        if (!named(state.cluster))
            tellIgnored(state);
    }
}

std::size_t Clusters::candidates() const
{
    return std::accumulate(
        m_clusters.begin(), m_clusters.end(), std::size_t{0},
        [](std::size_t sum, const auto &each) { return sum + each->cluster().current()->candidates.size(); });
}

} // namespace guarita::balancer
