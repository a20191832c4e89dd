// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/clustermetrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <array>
#include <functional>

namespace guarita::balancer {

namespace {

constexpr std::array<const char *, 6> outcomeNames{"2xx", "3xx", "4xx", "5xx", "client_left", "broken"};
constexpr std::array<const char *, 3> refusalNames{"fila_cheia", "fila_expirou", "sem_servidor"};

/// The place in outcomeNames. A stream that broke off has the status that it began with, and a reason.
std::size_t outcomeOf(const RequestReport &report)
{
    constexpr int clientClosedRequest = 499;
    if (report.status == clientClosedRequest)
        return 4;
    if (report.status < 400 && !report.reason.isEmpty())
        return 5;
    return static_cast<std::size_t>(std::clamp(report.status / 100, 2, 5) - 2);
}

auto &clusterGauges(prometheus::Registry &registry, const char *name, const char *help)
{
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

auto &clusterCounters(prometheus::Registry &registry, const char *name, const char *help)
{
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

} // namespace

struct ClusterMetrics::Families
{
    explicit Families(prometheus::Registry &registry)
        : requests(clusterCounters(registry, "guarita_cluster_requests_total",
                                   "Requests that ended, by what their client got; broken: a stream that did "
                                   "not come to its end"))
        , refused(clusterCounters(registry, "guarita_cluster_refused_total",
                                  "Requests that no server was asked for, or none was there for, by reason"))
        , queue(clusterGauges(registry, "guarita_cluster_queue_length",
                              "Requests that wait for a server with room"))
        , budgetUsed(clusterGauges(registry, "guarita_cluster_retry_budget_used",
                                   "Retries of the last ten seconds that count against the budget"))
        , budgetAllowed(clusterGauges(registry, "guarita_cluster_retry_budget_allowed", "The budget's size"))
        , panic(clusterGauges(registry, "guarita_cluster_panic",
                              "1 while servers are tried that are not known to be up"))
    {
    }

    prometheus::Family<prometheus::Counter> &requests;
    prometheus::Family<prometheus::Counter> &refused;
    prometheus::Family<prometheus::Gauge> &queue;
    prometheus::Family<prometheus::Gauge> &budgetUsed;
    prometheus::Family<prometheus::Gauge> &budgetAllowed;
    prometheus::Family<prometheus::Gauge> &panic;
};

struct ClusterMetrics::Series
{
    Series(const Families &families, const QByteArray &cluster)
        : name(cluster)
        , queue(add(families.queue))
        , budgetUsed(add(families.budgetUsed))
        , budgetAllowed(add(families.budgetAllowed))
        , panic(add(families.panic))
    {
        for (std::size_t i = 0; i < outcomeNames.size(); ++i)
            requests[i] = &add(families.requests, "outcome", outcomeNames[i]);
        for (std::size_t i = 0; i < refusalNames.size(); ++i)
            refused[i] = &add(families.refused, "reason", refusalNames[i]);
    }
    ~Series()
    {
        for (const auto &remove : removals)
            remove();
    }
    Series(const Series &) = delete;
    Series &operator=(const Series &) = delete;

    template <typename Metric>
    Metric &add(prometheus::Family<Metric> &family, const char *label = nullptr, const char *value = nullptr)
    {
        std::map<std::string, std::string> labels{{"cluster", name.toStdString()}};
        if (label)
            labels.emplace(label, value);
        Metric &metric = family.Add(labels);
        removals.push_back([&family, &metric] { family.Remove(&metric); });
        return metric;
    }

    const QByteArray name;
    std::vector<std::function<void()>> removals;
    std::array<prometheus::Counter *, outcomeNames.size()> requests{};
    std::array<prometheus::Counter *, refusalNames.size()> refused{};
    prometheus::Gauge &queue;
    prometheus::Gauge &budgetUsed;
    prometheus::Gauge &budgetAllowed;
    prometheus::Gauge &panic;
};

ClusterMetrics::ClusterMetrics(prometheus::Registry &registry)
    : m_families(std::make_unique<const Families>(registry))
{
}

ClusterMetrics::~ClusterMetrics() = default;

/// There are few, and mostly one.
ClusterMetrics::Series &ClusterMetrics::of(const QByteArray &cluster)
{
    const auto found = std::find_if(m_series.begin(), m_series.end(),
                                    [&](const auto &each) { return each->name == cluster; });
    if (found != m_series.end())
        return **found;
    return *m_series.emplace_back(std::make_unique<Series>(*m_families, cluster));
}

void ClusterMetrics::ended(const RequestReport &report)
{
    const Series &series = of(report.cluster);
    series.requests[outcomeOf(report)]->Increment();
    if (report.reason.isEmpty())
        return;
    for (std::size_t i = 0; i < refusalNames.size(); ++i) {
        if (report.reason == refusalNames[i])
            series.refused[i]->Increment();
    }
}

void ClusterMetrics::look(std::span<const ClusterStatus> clusters)
{
    for (const ClusterStatus &cluster : clusters) {
        const Series &series = of(cluster.name);
        series.queue.Set(cluster.queued);
        series.budgetUsed.Set(static_cast<double>(cluster.retriesUsed));
        series.budgetAllowed.Set(static_cast<double>(cluster.retriesAllowed));
        series.panic.Set(cluster.snapshot->panic ? 1 : 0);
    }
    std::erase_if(m_series, [&](const auto &series) {
        return std::none_of(clusters.begin(), clusters.end(),
                            [&](const ClusterStatus &each) { return each.name == series->name; });
    });
}

} // namespace guarita::balancer
