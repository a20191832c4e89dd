// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/backendsjson.h"

#include "core/jsonwriter.h"

#include <QtCore/QDateTime>

namespace guarita::balancer {

namespace {

QString isoTime(core::WallTime time)
{
    const auto sinceEpoch = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count()).toUTC().toString(Qt::ISODateWithMs);
}

void writeResponses(core::JsonWriter &json, const EndpointCounters &counters)
{
    constexpr std::array names{"2xx", "3xx", "4xx", "5xx"};
    json.beginObject();
    for (std::size_t i = 0; i < names.size(); ++i) {
        json.key(names[i]);
        json.integer(counters.responses[i]);
    }
    json.endObject();
}

void writeLatency(core::JsonWriter &json, const std::optional<LatencyQuantiles> &latency)
{
    const auto member = [&](const char *name, double LatencyQuantiles::*quantile) {
        json.key(name);
        if (latency)
            json.number((*latency).*quantile);
        else
            json.null();
    };
    json.beginObject();
    member("p50", &LatencyQuantiles::p50);
    member("p95", &LatencyQuantiles::p95);
    member("p99", &LatencyQuantiles::p99);
    json.endObject();
}

void writeHealth(core::JsonWriter &json, const Endpoint &endpoint)
{
    const EndpointHealth &health = endpoint.health();
    const QByteArray reason = endpoint.reason();
    json.key("last_check");
    if (health.lastCheck)
        json.string(QStringView(isoTime(*health.lastCheck)));
    else
        json.null();
    json.key("reason");
    if (reason.isEmpty())
        json.null();
    else
        json.string(QByteArrayView(reason));
}

void writeEndpoint(core::JsonWriter &json, const Endpoint &endpoint, core::Instant now)
{
    const EndpointCounters &counters = endpoint.counters();
    json.beginObject();
    json.key("id");
    json.string(QByteArrayView(endpoint.config().id));
    json.key("url");
    json.string(QStringView(endpoint.config().url));
    json.key("state");
    json.string(QByteArrayView(stateName(endpoint.state())));
    json.key("weight");
    json.integer(endpoint.weight());
    json.key("in_flight");
    json.integer(counters.inFlight);
    json.key("requests_total");
    json.integer(counters.requests);
    json.key("responses");
    writeResponses(json, counters);
    json.key("failures_total");
    json.integer(counters.failures);
    json.key("retries_total");
    json.integer(counters.retries);
    json.key("latency_ms");
    writeLatency(json, endpoint.latency(now));
    writeHealth(json, endpoint);
    json.endObject();
}

} // namespace

QByteArray backendsJson(const ClusterSnapshot &cluster, core::Instant now)
{
    core::JsonWriter json;
    json.beginObject();
    json.key("backends");
    json.beginArray();
    for (const EndpointPtr &endpoint : cluster.endpoints)
        writeEndpoint(json, *endpoint, now);
    json.endArray();
    json.endObject();
    return json.take();
}

} // namespace guarita::balancer
