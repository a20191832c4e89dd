// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/backend.h"

#include "console/api/jsonmembers.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace guarita::console {

namespace {

BackendState stateOf(const QString &text)
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

std::optional<Backend> readBackend(const QJsonValue &value)
{
    JsonMembers members(value);
    Backend backend;
    backend.id = members.text(QLatin1String("id"));
    backend.url = members.text(QLatin1String("url"));
    backend.stateText = members.text(QLatin1String("state"));
    backend.state = stateOf(backend.stateText);
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
    return members.good() ? std::optional(std::move(backend)) : std::nullopt;
}

core::Error invalid(const QString &message)
{
    return {"backends_invalid", message};
}

} // namespace

core::Result<std::vector<Backend>> decodeBackends(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    const QJsonValue list = document.object().value(QLatin1String("backends"));
    if (!list.isArray())
        return invalid(QStringLiteral("The answer has no list of backends."));
    std::vector<Backend> backends;
    const QJsonArray array = list.toArray();
    for (const auto &value : array) {
        std::optional<Backend> backend = readBackend(value);
        if (!backend)
            return invalid(QStringLiteral("A backend lacks a member, or one is of the wrong kind."));
        backends.push_back(std::move(*backend));
    }
    return backends;
}

} // namespace guarita::console
