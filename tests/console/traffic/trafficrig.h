// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "console/api/balancerapi.h"
#include "console/api/connectivity.h"
#include "console/core/settings.h"
#include "support/fakeclock.h"
#include "support/fakemanager.h"
#include "support/fakerandom.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>

namespace guarita::support {

inline console::Backend makeBackend(const QString &id, qint64 requests = 0,
                                    console::BackendState state = console::BackendState::Up)
{
    console::Backend backend;
    backend.id = id;
    backend.url = QStringLiteral("http://") + id;
    backend.state = state;
    backend.stateText = state == console::BackendState::Up ? QStringLiteral("up") : QStringLiteral("down");
    backend.requests = requests;
    if (state == console::BackendState::Down)
        backend.reason = QStringLiteral("upstream_connect");
    return backend;
}

inline QByteArray backendsJson(const std::vector<console::Backend> &backends)
{
    const auto number = [](std::optional<double> value) {
        return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
    };
    const auto text = [](const QString &value) {
        return value.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(value);
    };
    QJsonArray array;
    for (const console::Backend &b : backends) {
        array.append(QJsonObject{
            {QStringLiteral("id"), b.id},
            {QStringLiteral("url"), b.url},
            {QStringLiteral("state"), b.stateText},
            {QStringLiteral("weight"), b.weight},
            {QStringLiteral("in_flight"), b.inFlight},
            {QStringLiteral("requests_total"), b.requests},
            {QStringLiteral("responses"), QJsonObject{{QStringLiteral("2xx"), b.responses[0]},
                                                      {QStringLiteral("3xx"), b.responses[1]},
                                                      {QStringLiteral("4xx"), b.responses[2]},
                                                      {QStringLiteral("5xx"), b.responses[3]}}},
            {QStringLiteral("failures_total"), b.failures},
            {QStringLiteral("retries_total"), b.retries},
            {QStringLiteral("latency_ms"), QJsonObject{{QStringLiteral("p50"), number(b.p50)},
                                                       {QStringLiteral("p95"), number(b.p95)},
                                                       {QStringLiteral("p99"), number(b.p99)}}},
            {QStringLiteral("last_check"), text(b.lastCheck.toUTC().toString(Qt::ISODateWithMs))},
            {QStringLiteral("reason"), text(b.reason)},
        });
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("backends"), array}}).toJson(QJsonDocument::Compact);
}

/// A console that is logged in to a balancer which answers with `backends`, or with `instead`, and tells
/// nothing by itself.
struct TrafficRig
{
    TrafficRig()
    {
        auto owned = std::make_unique<FakeManager>();
        manager = owned.get();
        manager->service = [this](const FakeRequest &request) {
            if (request.target == "/admin/eventos")
                return FakeAnswer::problem(404, "caminho_desconhecido");
            return instead ? *instead : FakeAnswer::json(backendsJson(backends));
        };
        transport = std::make_unique<console::Transport>(std::move(owned));
        session = std::make_unique<console::Session>(*transport, clock, random);
        api = std::make_unique<console::Api>(*session);
        balancer = std::make_unique<console::BalancerApi>(*session);
        connectivity = std::make_unique<console::Connectivity>(*transport, *session, clock, random);
        settings = std::make_unique<console::Settings>(folder.filePath(QStringLiteral("settings.json")));
    }

    void logIn()
    {
        session->resume({"token", clock.wallNow() + std::chrono::hours(24), QStringLiteral("usuario")});
    }
    int polls() const { return manager->count("GET", "/admin/backends"); }

    FakeClock clock;
    FakeRandom random;
    QTemporaryDir folder;
    std::vector<console::Backend> backends;
    std::optional<FakeAnswer> instead;
    FakeManager *manager = nullptr;
    std::unique_ptr<console::Transport> transport;
    std::unique_ptr<console::Session> session;
    std::unique_ptr<console::Api> api;
    std::unique_ptr<console::BalancerApi> balancer;
    std::unique_ptr<console::Connectivity> connectivity;
    std::unique_ptr<console::Settings> settings;
};

} // namespace guarita::support
