// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/chartpoints.h"

#include <algorithm>
#include <limits>

namespace guarita::console {

std::optional<double> valueOf(const TrafficSample &sample, Metric metric)
{
    switch (metric) {
    case Metric::P50:
        return sample.p50;
    case Metric::P95:
        return sample.p95;
    case Metric::P99:
        return sample.p99;
    case Metric::RequestsPerSecond:
        return sample.requestsPerSecond;
    }
    return {};
}

std::vector<QPointF> pointsOf(const std::deque<TrafficSample> &samples, Metric metric,
                              std::chrono::seconds window, core::Instant end)
{
    constexpr double gap = std::numeric_limits<double>::quiet_NaN();
    auto sample = std::lower_bound(samples.begin(), samples.end(), end - window,
                                   [](const TrafficSample &s, core::Instant at) { return s.at < at; });
    if (sample != samples.begin())
        --sample;
    std::vector<QPointF> points;
    points.reserve(std::size_t(samples.end() - sample) + 8);
    std::optional<core::Instant> before;
    for (; sample != samples.end() && sample->at <= end; ++sample) {
        const double x = -std::chrono::duration<double>(end - sample->at).count();
        if (before && sample->at - *before > TrafficHistory::longestStep)
            points.emplace_back(x, gap);
        const std::optional<double> value = valueOf(*sample, metric);
        points.emplace_back(x, value.value_or(gap));
        before = sample->at;
    }
    return points;
}

} // namespace guarita::console
