// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/backend.h"

#include "console/api/jsonmembers.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace guarita::console {

BackendState backendStateNamed(const QString &text)
{
    static const std::array<std::pair<QLatin1String, BackendState>, 5> names{
        {{QLatin1String("up"), BackendState::Up},
         {QLatin1String("down"), BackendState::Down},
         {QLatin1String("drain"), BackendState::Drain},
         {QLatin1String("maint"), BackendState::Maint},
         {QLatin1String("ejected"), BackendState::Ejected}}};
    for (const auto &[name, state] : names) {
        if (text == name)
            return state;
    }
    return BackendState::Other;
}

namespace {

/// What an older balancer does not tell.
void readNews(const JsonMembers &members, Backend &backend)
{
    backend.cluster = members.textIfAny(QLatin1String("cluster"));
    backend.effectiveWeight = members.numberIfAny(QLatin1String("effective_weight"));
    backend.inFlightLimit = members.countIfAny(QLatin1String("in_flight_limit"));
    backend.ejectedUntil = members.timeIfAny(QLatin1String("ejected_until"));
    backend.trial = members.truthIfAny(QLatin1String("trial"));
    backend.slowStart = members.numberIfAny(QLatin1String("slow_start"));
    backend.version = members.countIfAny(QLatin1String("version"));
    for (const QJsonValue address : members.listIfAny(QLatin1String("addresses")))
        backend.addresses << address.toString();
}

Cluster readCluster(const JsonMembers &members)
{
    Cluster cluster;
    cluster.name = members.textIfAny(QLatin1String("nome"));
    cluster.policy = members.textIfAny(QLatin1String("politica"));
    cluster.panic = members.truthIfAny(QLatin1String("panico"));
    cluster.queue = members.countIfAny(QLatin1String("fila")).value_or(0);
    cluster.queueRefused = members.countIfAny(QLatin1String("fila_recusados")).value_or(0);
    return cluster;
}

std::optional<Backend> readBackend(const QJsonValue &value)
{
    JsonMembers members(value);
    Backend backend;
    backend.id = members.text(QLatin1String("id"));
    backend.url = members.text(QLatin1String("url"));
    backend.stateText = members.text(QLatin1String("state"));
    backend.state = backendStateNamed(backend.stateText);
    backend.weight = static_cast<int>(members.count(QLatin1String("weight")));
    backend.inFlight = members.count(QLatin1String("in_flight"));
    backend.requests = members.count(QLatin1String("requests_total"));
    backend.failures = members.count(QLatin1String("failures_total"));
    backend.retries = members.count(QLatin1String("retries_total"));
    backend.lastCheck = members.timeOrNull(QLatin1String("last_check"));
    backend.reason = members.textOrNull(QLatin1String("reason"));

    JsonMembers responses = members.object(QLatin1String("responses"));
    backend.responses = {responses.count(QLatin1String("2xx")), responses.count(QLatin1String("3xx")),
                         responses.count(QLatin1String("4xx")), responses.count(QLatin1String("5xx"))};
    members.include(responses);

    JsonMembers latency = members.object(QLatin1String("latency_ms"));
    backend.p50 = latency.numberOrNull(QLatin1String("p50"));
    backend.p95 = latency.numberOrNull(QLatin1String("p95"));
    backend.p99 = latency.numberOrNull(QLatin1String("p99"));
    members.include(latency);
    readNews(members, backend);
    return members.good() ? std::optional(std::move(backend)) : std::nullopt;
}

core::Error invalid(const QString &message)
{
    return {"backends_invalid", message};
}

} // namespace

core::Result<BalancerReport> decodeReport(const QByteArray &json)
{
    const QJsonObject document = QJsonDocument::fromJson(json).object();
    const QJsonValue list = document.value(QLatin1String("backends"));
    if (!list.isArray())
        return invalid(QStringLiteral("The answer has no list of backends."));
    BalancerReport report;
    for (const QJsonValue value : list.toArray()) {
        std::optional<Backend> backend = readBackend(value);
        if (!backend)
            return invalid(QStringLiteral("A backend lacks a member, or one is of the wrong kind."));
        report.backends.push_back(std::move(*backend));
    }
    for (const QJsonValue value : document.value(QLatin1String("clusters")).toArray())
        report.clusters.push_back(readCluster(JsonMembers(value)));
    return report;
}

core::Result<Backend> decodeBackend(const QByteArray &json)
{
    std::optional<Backend> backend = readBackend(QJsonDocument::fromJson(json).object());
    if (!backend)
        return invalid(QStringLiteral("The backend lacks a member, or one is of the wrong kind."));
    return std::move(*backend);
}

} // namespace guarita::console
