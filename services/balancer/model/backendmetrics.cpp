// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/backendmetrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <functional>
#include <utility>
#include <vector>

namespace guarita::balancer {

namespace {

using Labels = std::map<std::string, std::string>;

constexpr std::array<const char *, 4> statusClasses{"2xx", "3xx", "4xx", "5xx"};

const prometheus::Histogram::BucketBoundaries latencyBuckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                             0.05,   0.1,   0.25,   1,     2.5,  10};

auto &counters(prometheus::Registry &registry, const char *name, const char *help)
{
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

auto &gauges(prometheus::Registry &registry, const char *name, const char *help)
{
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

} // namespace

struct BackendFamilies::Families
{
    explicit Families(prometheus::Registry &registry)
        : up(gauges(registry, "guarita_backend_up", "1 while health checks find the backend up"))
        , states(gauges(registry, "guarita_backend_state", "1 for the state that the backend is in"))
        , inFlight(gauges(registry, "guarita_backend_in_flight", "Attempts under way"))
        , requests(counters(registry, "guarita_backend_requests_total",
                            "Attempts at the backend, retries included, health checks apart"))
        , retries(counters(registry, "guarita_backend_retries_total",
                           "Attempts whose request had failed at another backend"))
        , failures(
              counters(registry, "guarita_backend_failures_total", "Attempts that ended without an answer"))
        , responses(counters(registry, "guarita_backend_responses_total", "Answers by class of their status"))
        , attempts(counters(registry, "guarita_backend_attempts_total",
                            "Attempts that are over, by how they ended"))
        , picks(counters(registry, "guarita_backend_picks_total",
                         "Attempts that began, by why the backend was chosen"))
        , ejections(counters(registry, "guarita_backend_ejections_total",
                             "Times that the backend was ejected for requests that failed"))
        , latencies(prometheus::BuildHistogram()
                        .Name("guarita_backend_latency_seconds")
                        .Help("From an attempt's start to the end of its answer, or the head if it streams")
                        .Register(registry))
    {
    }

    prometheus::Family<prometheus::Gauge> &up;
    prometheus::Family<prometheus::Gauge> &states;
    prometheus::Family<prometheus::Gauge> &inFlight;
    prometheus::Family<prometheus::Counter> &requests;
    prometheus::Family<prometheus::Counter> &retries;
    prometheus::Family<prometheus::Counter> &failures;
    prometheus::Family<prometheus::Counter> &responses;
    prometheus::Family<prometheus::Counter> &attempts;
    prometheus::Family<prometheus::Counter> &picks;
    prometheus::Family<prometheus::Counter> &ejections;
    prometheus::Family<prometheus::Histogram> &latencies;
};

struct BackendMetrics::Series
{
    explicit Series(std::shared_ptr<const bool> ending)
        : staysBehind(std::move(ending))
    {
    }
    ~Series()
    {
        if (*staysBehind)
            return;
        for (const auto &remove : removals)
            remove();
    }
    Series(const Series &) = delete;
    Series &operator=(const Series &) = delete;

    template <typename Metric, typename... Arguments>
    Metric *add(prometheus::Family<Metric> &family, const Labels &labels, const Arguments &...arguments)
    {
        Metric *metric = &family.Add(labels, arguments...);
        removals.push_back([&family, metric] { family.Remove(metric); });
        return metric;
    }

    prometheus::Gauge *up = nullptr;
    std::array<prometheus::Gauge *, endpointStateCount> states{};
    prometheus::Gauge *inFlight = nullptr;
    prometheus::Counter *requests = nullptr;
    prometheus::Counter *retries = nullptr;
    prometheus::Counter *failures = nullptr;
    std::array<prometheus::Counter *, statusClasses.size()> responses{};
    std::array<prometheus::Counter *, attemptOutcomeCount> attempts{};
    std::array<prometheus::Counter *, pickReasonCount> picks{};
    prometheus::Counter *ejections = nullptr;
    prometheus::Histogram *latency = nullptr;
    std::vector<std::function<void()>> removals;
    std::shared_ptr<const bool> staysBehind; // in the registry
};

BackendFamilies::BackendFamilies(prometheus::Registry &registry)
    : m_families(std::make_unique<const Families>(registry))
{
}

BackendFamilies::~BackendFamilies() = default;

BackendMetrics BackendFamilies::of(const std::string &id)
{
    BackendMetrics metrics;
    metrics.m_series = m_known[id].lock();
    if (metrics.m_series)
        return metrics;
    if (m_known.size() >= m_lookAt) { // seldom enough for many that are made one after the other
        std::erase_if(m_known, [](const auto &known) { return known.second.expired(); });
        m_lookAt = 2 * m_known.size() + 64;
    }

    const auto series = std::make_shared<BackendMetrics::Series>(m_ending);
    const Labels plain{{"backend", id}};
    const auto with = [&](const char *name, const char *value) {
        return Labels{{"backend", id}, {name, value}};
    };
    series->up = series->add(m_families->up, plain);
    series->inFlight = series->add(m_families->inFlight, plain);
    series->requests = series->add(m_families->requests, plain);
    series->retries = series->add(m_families->retries, plain);
    series->failures = series->add(m_families->failures, plain);
    series->ejections = series->add(m_families->ejections, plain);
    series->latency = series->add(m_families->latencies, plain, latencyBuckets);
    for (std::size_t i = 0; i < statusClasses.size(); ++i)
        series->responses[i] = series->add(m_families->responses, with("class", statusClasses[i]));
    for (std::size_t i = 0; i < endpointStateCount; ++i)
        series->states[i] =
            series->add(m_families->states, with("state", stateName(static_cast<EndpointState>(i))));
    for (std::size_t i = 0; i < attemptOutcomeCount; ++i)
        series->attempts[i] = series->add(
            m_families->attempts, with("outcome", attemptOutcomeName(static_cast<AttemptOutcome>(i))));
    for (std::size_t i = 0; i < pickReasonCount; ++i)
        series->picks[i] =
            series->add(m_families->picks, with("reason", pickReasonName(static_cast<PickReason>(i))));
    m_known[id] = series;
    metrics.m_series = series;
    return metrics;
}

void BackendMetrics::up(bool isUp) const
{
    if (m_series)
        m_series->up->Set(isUp ? 1 : 0);
}

void BackendMetrics::state(EndpointState state) const
{
    if (!m_series)
        return;
    for (std::size_t i = 0; i < endpointStateCount; ++i)
        m_series->states[i]->Set(i == static_cast<std::size_t>(state) ? 1 : 0);
}

void BackendMetrics::ejected() const
{
    if (m_series)
        m_series->ejections->Increment();
}

void BackendMetrics::started(PickReason reason) const
{
    if (!m_series)
        return;
    m_series->inFlight->Increment();
    m_series->requests->Increment();
    m_series->picks[static_cast<std::size_t>(reason)]->Increment();
    if (reason == PickReason::Retry)
        m_series->retries->Increment();
}

void BackendMetrics::answered(std::size_t statusClass, std::chrono::nanoseconds duration) const
{
    if (!m_series)
        return;
    m_series->responses[statusClass]->Increment();
    m_series->latency->Observe(std::chrono::duration<double>(duration).count());
}

void BackendMetrics::ended(AttemptOutcome outcome) const
{
    if (!m_series)
        return;
    m_series->inFlight->Decrement();
    m_series->attempts[static_cast<std::size_t>(outcome)]->Increment();
    if (isFailure(outcome))
        m_series->failures->Increment();
}

} // namespace guarita::balancer
