// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/backendsjson.h"

#include "balancer/admin/isotime.h"

#include <QtNetwork/QHostAddress>

#include <array>

namespace guarita::balancer {

namespace {

template <std::size_t Count>
void writeCounts(core::JsonWriter &json, const std::array<qint64, Count> &counts,
                 const char *(*nameOf)(std::size_t))
{
    json.beginObject();
    for (std::size_t i = 0; i < Count; ++i) {
        json.key(nameOf(i));
        json.integer(counts[i]);
    }
    json.endObject();
}

const char *statusClassName(std::size_t index)
{
    constexpr std::array names{"2xx", "3xx", "4xx", "5xx"};
    return names[index];
}

void writeCounters(core::JsonWriter &json, const EndpointCounters &counters)
{
    const auto count = [&](const char *name, qint64 value) {
        json.key(name);
        json.integer(value);
    };
    count("requests_total", counters.requests);
    json.key("responses");
    writeCounts(json, counters.responses, statusClassName);
    count("failures_total", counters.failures);
    count("retries_total", counters.retries);
    count("cancelled_total", counters.outcomes[static_cast<std::size_t>(AttemptOutcome::Cancelled)]);
    json.key("outcomes");
    writeCounts(json, counters.outcomes,
                [](std::size_t i) { return attemptOutcomeName(static_cast<AttemptOutcome>(i)); });
    json.key("picks");
    writeCounts(json, counters.picks,
                [](std::size_t i) { return pickReasonName(static_cast<PickReason>(i)); });
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
    member("p90", &LatencyQuantiles::p90);
    member("p95", &LatencyQuantiles::p95);
    member("p99", &LatencyQuantiles::p99);
    json.endObject();
}

void writeTime(core::JsonWriter &json, const char *name, std::optional<core::WallTime> time)
{
    json.key(name);
    if (time)
        writeIsoTime(json, *time);
    else
        json.null();
}

/// None if the name is looked up for each connection.
QStringList addressesOf(const Endpoint &endpoint)
{
    const QString host = endpoint.config().origin.host();
    return QHostAddress(host).isNull() ? endpoint.addresses().all() : QStringList{host};
}

void writeHealth(core::JsonWriter &json, const Endpoint &endpoint)
{
    const QByteArray reason = endpoint.reason();
    const Ejection &ejection = endpoint.ejection();
    writeTime(json, "last_check", endpoint.health().lastCheck);
    json.key("reason");
    if (reason.isEmpty())
        json.null();
    else
        json.string(QByteArrayView(reason));
    json.key("ejections");
    json.integer(endpoint.counters().ejections);
    writeTime(json, "ejected_until", ejection.until);
    json.key("trial");
    json.boolean(ejection.trial);
    json.key("slow_start");
    if (endpoint.ramp() < 1)
        json.number(endpoint.ramp());
    else
        json.null();
}

void writeEndpoint(core::JsonWriter &json, const Endpoint &endpoint, core::Instant now)
{
    json.beginObject();
    json.key("id");
    json.string(QByteArrayView(endpoint.config().id));
    json.key("cluster");
    json.string(QByteArrayView(endpoint.config().cluster));
    json.key("url");
    json.string(QStringView(endpoint.config().url));
    json.key("state");
    json.string(QByteArrayView(stateName(endpoint.state())));
    json.key("weight");
    json.integer(endpoint.weight());
    json.key("effective_weight");
    json.number(endpoint.effectiveWeight());
    json.key("in_flight");
    json.integer(endpoint.inFlight());
    json.key("in_flight_limit");
    json.integer(endpoint.inFlightLimit());
    writeCounters(json, endpoint.counters());
    json.key("latency_ms");
    writeLatency(json, endpoint.latency(now));
    writeHealth(json, endpoint);
    json.key("addresses");
    json.beginArray();
    for (const QString &address : addressesOf(endpoint))
        json.string(QStringView(address));
    json.endArray();
    json.key("version");
    json.integer(endpoint.version());
    json.endObject();
}

void writeCluster(core::JsonWriter &json, const ClusterStatus &cluster)
{
    json.beginObject();
    json.key("nome");
    json.string(QByteArrayView(cluster.name));
    json.key("politica");
    json.string(QByteArrayView(cluster.policy.data(), static_cast<qsizetype>(cluster.policy.size())));
    json.key("panico");
    json.boolean(cluster.snapshot->panic);
    json.key("fila");
    json.integer(cluster.queued);
    json.key("fila_recusados");
    json.integer(cluster.queueRefused);
    json.key("orcamento_retentativas");
    json.beginObject();
    json.key("usadas");
    json.integer(cluster.retriesUsed);
    json.key("permitidas");
    json.integer(cluster.retriesAllowed);
    json.endObject();
    json.endObject();
}

} // namespace

void writeBackends(core::JsonWriter &json, std::span<const ClusterStatus> clusters, core::Instant now)
{
    json.key("clusters");
    json.beginArray();
    for (const ClusterStatus &cluster : clusters)
        writeCluster(json, cluster);
    json.endArray();
    json.key("backends");
    json.beginArray();
    for (const ClusterStatus &cluster : clusters) {
        for (const EndpointPtr &endpoint : cluster.snapshot->endpoints)
            writeEndpoint(json, *endpoint, now);
    }
    json.endArray();
}

QByteArray backendsJson(std::span<const ClusterStatus> clusters, core::Instant now)
{
    core::JsonWriter json;
    json.beginObject();
    writeBackends(json, clusters, now);
    json.endObject();
    return json.take();
}

QByteArray backendJson(const Endpoint &endpoint, core::Instant now)
{
    core::JsonWriter json;
    writeEndpoint(json, endpoint, now);
    return json.take();
}

} // namespace guarita::balancer
