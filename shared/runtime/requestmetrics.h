// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/requestobserver.h"

#include <cstdint>
#include <unordered_map>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
template <typename T>
class Family;
} // namespace prometheus

namespace guarita::runtime {

/// guarita_http_requests_total{route, method, status} and guarita_http_request_duration_seconds{route}. A
/// series is looked up by its labels once, and by a number ever after. Labels are bounded: routes are the
/// table's patterns, which guarita_http_routes{route, method} lists. On the event-loop thread only.
class RequestMetrics
{
public:
    explicit RequestMetrics(prometheus::Registry &registry);

    /// `summary.route` must outlive this object.
    void record(const http::ExchangeSummary &summary);
    void serves(net::Method method, const char *pattern);

private:
    struct SeriesKey
    {
        const char *route;
        std::uint32_t methodAndStatus;
        friend bool operator==(const SeriesKey &, const SeriesKey &) = default;
    };
    struct SeriesHash
    {
        std::size_t operator()(const SeriesKey &key) const noexcept;
    };
    struct Series
    {
        prometheus::Counter *count;
        prometheus::Histogram *duration;
    };

    Series makeSeries(const http::ExchangeSummary &summary, std::size_t method);

    prometheus::Family<prometheus::Gauge> &m_routes;
    prometheus::Family<prometheus::Counter> &m_counts;
    prometheus::Family<prometheus::Histogram> &m_durations;
    std::unordered_map<SeriesKey, Series, SeriesHash> m_series;
};

} // namespace guarita::runtime
