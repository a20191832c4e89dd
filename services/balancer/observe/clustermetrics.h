// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/clusterstatus.h"
#include "balancer/proxy/requestreport.h"

#include <memory>
#include <span>

namespace prometheus {
class Registry;
}

namespace guarita::balancer {

/// The series guarita_cluster_…{cluster="<name>"}: as many as clusters are configured, whatever requests say.
/// Event-loop thread only.
class ClusterMetrics
{
public:
    /// The registry outlives it.
    explicit ClusterMetrics(prometheus::Registry &registry);
    ~ClusterMetrics();

    /// For the clusters' RequestSink.
    void ended(const RequestReport &report);
    /// What counts at this moment; also which clusters there are: the series of others are gone. To be called
    /// more often than the figures are read.
    void look(std::span<const ClusterStatus> clusters);

private:
    struct Families;
    struct Series;

    Series &of(const QByteArray &cluster);

    std::unique_ptr<const Families> m_families;
    std::vector<std::unique_ptr<Series>> m_series;
};

} // namespace guarita::balancer
