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

inline QJsonArray backendsArray(const std::vector<console::Backend> &backends)
{
    const auto number = [](std::optional<double> value) {
        return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
    };
    const auto text = [](const QString &value) {
        return value.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(value);
    };
    QJsonArray array;
    for (const console::Backend &b : backends) {
        QJsonObject object{
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
        };
        if (b.version) { // a balancer that can be steered
            object.insert(QStringLiteral("version"), *b.version);
            object.insert(QStringLiteral("cluster"), b.cluster);
            object.insert(QStringLiteral("effective_weight"), number(b.effectiveWeight));
            object.insert(QStringLiteral("in_flight_limit"), b.inFlightLimit.value_or(1024));
        }
        array.append(object);
    }
    return array;
}

inline QByteArray backendsJson(const std::vector<console::Backend> &backends, const QJsonArray &clusters = {})
{
    QJsonObject report{{QStringLiteral("backends"), backendsArray(backends)}};
    if (!clusters.isEmpty())
        report.insert(QStringLiteral("clusters"), clusters);
    return QJsonDocument(report).toJson(QJsonDocument::Compact);
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
            if (request.method != "GET")
                steered.push_back(request);
            if (instead)
                return *instead;
            if (request.method != "GET" && refusal)
                return *refusal;
            if (request.target == "/admin/backends" && request.method == "POST")
                return FakeAnswer::json("{}", 201);
            if (request.target.startsWith("/admin/backends/"))
                return steer(request);
            return FakeAnswer::json(backendsJson(backends, clusters));
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
    /// From now on the balancer takes changes.
    void makeSteerable()
    {
        for (console::Backend &backend : backends) {
            backend.cluster = QStringLiteral("padrao");
            backend.version = 1;
            backend.inFlightLimit = 1024;
        }
        clusters = {QJsonObject{{QStringLiteral("nome"), QStringLiteral("padrao")}}};
    }
    console::Backend &backend(const QString &id)
    {
        return *std::find_if(backends.begin(), backends.end(), [&](const auto &b) { return b.id == id; });
    }
    static void setState(console::Backend &backend, const QString &state)
    {
        backend.stateText = state == u"ready" ? QStringLiteral("up") : state;
        backend.state = console::backendStateNamed(backend.stateText);
    }
    int polls() const { return manager->count("GET", "/admin/backends"); }

    FakeClock clock;
    FakeRandom random;
    QTemporaryDir folder;
    std::vector<console::Backend> backends;
    QJsonArray clusters;
    std::optional<FakeAnswer> instead;
    std::optional<FakeAnswer> refusal; // of what changes something
    std::vector<FakeRequest> steered;
    FakeManager *manager = nullptr;
    std::unique_ptr<console::Transport> transport;
    std::unique_ptr<console::Session> session;
    std::unique_ptr<console::Api> api;
    std::unique_ptr<console::BalancerApi> balancer;
    std::unique_ptr<console::Connectivity> connectivity;
    std::unique_ptr<console::Settings> settings;

private:
    /// Of one backend, as the contract says.
    FakeAnswer steer(const FakeRequest &request)
    {
        const QString id = QString::fromLatin1(request.target.mid(16));
        const auto found =
            std::find_if(backends.begin(), backends.end(), [&](const auto &b) { return b.id == id; });
        if (found == backends.end())
            return FakeAnswer::problem(404, "servidor_desconhecido");
        if (request.method != "GET" && request.request.rawHeader("If-Match") !=
                                           '"' + QByteArray::number(found->version.value_or(0)) + '"')
            return FakeAnswer::problem(412, "versao_diferente");
        if (request.method == "DELETE") {
            backends.erase(found);
            return FakeAnswer::json({}, 204);
        }
        if (request.method == "PATCH") {
            const QJsonObject change = QJsonDocument::fromJson(request.body).object();
            if (change.contains(u"state"))
                setState(*found, change.value(u"state").toString());
            found->weight = change.value(u"weight").toInt(found->weight);
            found->version = *found->version + 1;
        }
        return FakeAnswer::json(
            QJsonDocument(backendsArray({*found}).first().toObject()).toJson(QJsonDocument::Compact));
    }
};

} // namespace guarita::support
