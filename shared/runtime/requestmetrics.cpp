// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/requestmetrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <functional>
#include <string>

namespace guarita::runtime {

namespace {

constexpr std::array<const char *, 8> methods{"-",   "GET",   "HEAD",   "POST",
                                              "PUT", "PATCH", "DELETE", "OPTIONS"};

/// The place in `methods`; whatever is not there counts as "-", so that a client cannot invent labels.
std::size_t indexOf(QByteArrayView method)
{
    for (std::size_t i = 1; i < methods.size(); ++i) {
        if (method == QByteArrayView(methods[i]))
            return i;
    }
    return 0;
}

const prometheus::Histogram::BucketBoundaries buckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                      0.25,   0.5,   1,      2.5,   5,    10,    15};

} // namespace

RequestMetrics::RequestMetrics(prometheus::Registry &registry)
    : m_routes(prometheus::BuildGauge()
                   .Name("guarita_http_routes")
                   .Help("1 for each route that this daemon serves itself")
                   .Register(registry))
    , m_counts(prometheus::BuildCounter()
                   .Name("guarita_http_requests_total")
                   .Help("Requests that ended, by route, method and status; 499: the client left")
                   .Register(registry))
    , m_durations(prometheus::BuildHistogram()
                      .Name("guarita_http_request_duration_seconds")
                      .Help("From a request's last byte to the hand-over of its answer")
                      .Register(registry))
{
}

std::size_t RequestMetrics::SeriesHash::operator()(const SeriesKey &key) const noexcept
{
    return std::hash<const char *>()(key.route) * 31 + key.methodAndStatus * std::size_t(0x9E3779B97F4A7C15);
}

void RequestMetrics::record(const http::ExchangeSummary &summary)
{
    const std::size_t method = indexOf(summary.method);
    const SeriesKey key{summary.route, static_cast<std::uint32_t>(method << 16) |
                                           (static_cast<std::uint32_t>(summary.status) & 0xFFFF)};
    auto found = m_series.find(key);
    if (found == m_series.end())
        found = m_series.emplace(key, makeSeries(summary, method)).first;
    found->second.count->Increment();
    found->second.duration->Observe(std::chrono::duration<double>(summary.duration).count());
}

void RequestMetrics::serves(net::Method method, const char *pattern)
{
    m_routes.Add({{"route", pattern}, {"method", net::methodName(method).toStdString()}}).Set(1);
}

RequestMetrics::Series RequestMetrics::makeSeries(const http::ExchangeSummary &summary, std::size_t method)
{
    const std::string route = summary.route;
    return {&m_counts.Add(
                {{"route", route}, {"method", methods[method]}, {"status", std::to_string(summary.status)}}),
            &m_durations.Add({{"route", route}}, buckets)};
}

} // namespace guarita::runtime
