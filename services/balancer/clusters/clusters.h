// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/runningcluster.h"

#include <QtCore/QTimer>

#include <memory>
#include <vector>

namespace guarita::balancer {

/// All clusters of a balancer, and which of them a request belongs to. Event-loop thread only.
class Clusters
{
public:
    /// One of the settings, the default cluster's, has no prefix.
    Clusters(const std::vector<ClusterSettings> &settings, const ClusterSurroundings &surroundings);
    ~Clusters();
    Clusters(const Clusters &) = delete;
    Clusters &operator=(const Clusters &) = delete;

    /// What operators made of the backends of all clusters.
    BackendStates backendStates() const;
    /// Makes the same of what is configured; see RunningCluster::restore().
    void restore(const BackendStates &states);

    /// The first health checks go out.
    void start();

    /// Other settings, all of them in one turn of the event loop. A cluster that stays, by its name, keeps
    /// all that it knows; one that goes finishes what it has under way.
    void apply(const std::vector<ClusterSettings> &settings);

    /// The one with the longest prefix that is the path or ends at one of its slashes; else the default one.
    /// `path` is canonical and decoded, as the framer gives it.
    RunningCluster &forPath(const QByteArray &path);

    /// Null if there is none of that name.
    RunningCluster *named(const QByteArray &name);
    /// A backend and its cluster; both null if there is none of that id.
    struct Place
    {
        RunningCluster *cluster = nullptr;
        EndpointPtr endpoint;
    };
    Place find(const QByteArray &id);

    /// Of each, in the order of the configuration.
    std::vector<ClusterStatus> status() const;
    /// Each endpoint that may be checked has been once since the start, and one is up, if operators let any
    /// be.
    bool known() const;
    /// Endpoints of all clusters.
    std::size_t size() const;
    /// Endpoints that may get new requests, of all clusters.
    std::size_t candidates() const;

private:
    void add(const ClusterSettings &settings);
    void index();
    void forgetRetired();

    ClusterSurroundings m_surroundings;
    BackendFamilies m_metrics;
    bool m_started = false;
    std::vector<std::unique_ptr<RunningCluster>> m_clusters; // in the order of the configuration
    std::vector<RunningCluster *> m_prefixed;                // the longest prefix first
    RunningCluster *m_default = nullptr;
    std::vector<std::unique_ptr<RunningCluster>> m_retired; // with something under way
    QTimer m_retirement;                                    // runs while there are such
};

} // namespace guarita::balancer
