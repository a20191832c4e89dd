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
#include <QtCore/QUrlQuery>

namespace guarita::support {

/// A balancer that keeps its last requests, as the contract says, and a console that is logged in to it.
class RequestService
{
public:
    RequestService()
    {
        auto owned = std::make_unique<FakeManager>();
        manager = owned.get();
        manager->service = [this](const FakeRequest &request) { return answer(request); };
        transport = std::make_unique<console::Transport>(std::move(owned));
        session = std::make_unique<console::Session>(*transport, clock, random);
        api = std::make_unique<console::Api>(*session);
        balancer = std::make_unique<console::BalancerApi>(*session);
        connectivity = std::make_unique<console::Connectivity>(*transport, *session, clock, random);
        settings = std::make_unique<console::Settings>(folder.filePath(QStringLiteral("settings.json")));
    }

    void logIn(const QString &user = QStringLiteral("ana"))
    {
        session->resume(
            {"token", clock.wallNow() + std::chrono::hours(24), user, {}, console::Role::Operator});
    }
    /// The newest has the largest number.
    void add(int count = 1, int status = 200, double milliseconds = 1.5,
             const QString &backend = QStringLiteral("localhost:8002"))
    {
        for (int i = 0; i < count; ++i) {
            const int seq = ++last;
            const QJsonObject attempt{
                {QStringLiteral("backend"), backend},
                {QStringLiteral("escolha"), QStringLiteral("policy")},
                {QStringLiteral("politica"), QStringLiteral("round_robin")},
                {QStringLiteral("inicio_ms"), 0.1},
                {QStringLiteral("duracao_ms"), milliseconds - 0.2},
                {QStringLiteral("resultado"), QStringLiteral("answered")},
                {QStringLiteral("status"), status},
                {QStringLiteral("servidor"), QJsonObject{{QStringLiteral("total_ms"), 1.0},
                                                         {QStringLiteral("espera_ms"), 0.1},
                                                         {QStringLiteral("sql_ms"), 0.5},
                                                         {QStringLiteral("sql_n"), 2}}}};
            requests.push_back(
                {{QStringLiteral("seq"), seq},
                 {QStringLiteral("id"), QStringLiteral("pedido-%1").arg(seq)},
                 {QStringLiteral("trace_id"), QStringLiteral("%1").arg(seq, 32, 16, QChar(u'0'))},
                 {QStringLiteral("em"), QStringLiteral("2026-01-02T03:04:05.678Z")},
                 {QStringLiteral("metodo"), QStringLiteral("GET")},
                 {QStringLiteral("caminho"), QStringLiteral("/itens/%1").arg(seq)},
                 {QStringLiteral("cluster"), QStringLiteral("padrao")},
                 {QStringLiteral("status"), status},
                 {QStringLiteral("razao"), QJsonValue()},
                 {QStringLiteral("duracao_ms"), milliseconds},
                 {QStringLiteral("fila_ms"), 0.0},
                 {QStringLiteral("tentativas"), QJsonArray{attempt}},
                 {QStringLiteral("gateway"),
                  QJsonObject{{QStringLiteral("total_ms"), milliseconds + 1},
                              {QStringLiteral("usuario"), QStringLiteral("ana")}}}});
        }
    }
    int pages() const { return manager->count("GET", "/admin/pedidos"); }

    FakeClock clock;
    FakeRandom random;
    QTemporaryDir folder;
    FakeManager *manager = nullptr;
    std::unique_ptr<console::Transport> transport;
    std::unique_ptr<console::Session> session;
    std::unique_ptr<console::Api> api;
    std::unique_ptr<console::BalancerApi> balancer;
    std::unique_ptr<console::Connectivity> connectivity;
    std::unique_ptr<console::Settings> settings;
    std::vector<QJsonObject> requests;
    int last = 0; // number
    QByteArray reconciliation =
        R"({"em":"2026-01-02T03:04:05Z","exato":true,"gateway":{"encaminhados":12},)"
        R"("balanceador":{"respondidos":12},"servidores":[{"id":"localhost:8002","servidos":12}],)"
        R"("diferencas":[]})";
    std::optional<FakeAnswer> instead;

private:
    static bool fits(const QJsonObject &request, const QUrlQuery &query)
    {
        const QString backend = query.queryItemValue(QStringLiteral("backend"));
        const QString before = query.queryItemValue(QStringLiteral("antes"));
        return (backend.isEmpty() || request[u"tentativas"][0][u"backend"].toString() == backend) &&
               (before.isEmpty() || request[u"seq"].toInt() < before.toInt()) &&
               request[u"duracao_ms"].toDouble() >=
                   query.queryItemValue(QStringLiteral("minimo_ms")).toDouble() &&
               (query.queryItemValue(QStringLiteral("resultado")) != u"erro" ||
                request[u"status"].toInt() >= 499);
    }

    FakeAnswer answer(const FakeRequest &request)
    {
        if (instead)
            return *instead;
        if (request.target == "/admin/conciliacao")
            return FakeAnswer::json(reconciliation);
        if (request.target == "/admin/backends") {
            const QByteArray backend =
                R"({"id":"localhost:8002","url":"http://localhost:8002","state":"up","weight":1,)"
                R"("in_flight":0,"requests_total":0,"responses":{"2xx":0,"3xx":0,"4xx":0,"5xx":0},)"
                R"("failures_total":0,"retries_total":0,"latency_ms":{"p50":null,"p95":null,)"
                R"("p99":null},"last_check":null,"reason":null})";
            return FakeAnswer::json("{\"backends\":[" + backend + "]}");
        }
        const QUrlQuery query(QUrl::fromEncoded(request.target));
        const int limit = query.queryItemValue(QStringLiteral("limite")).toInt();
        QJsonArray page;
        bool more = false;
        for (auto found = requests.rbegin(); found != requests.rend(); ++found) {
            if (!fits(*found, query))
                continue;
            more = page.size() == limit;
            if (more)
                break;
            page.append(*found);
        }
        const QJsonObject body{{QStringLiteral("pedidos"), page},
                               {QStringLiteral("proximo"), more ? page.last()[u"seq"] : QJsonValue()}};
        return FakeAnswer::json(QJsonDocument(body).toJson(QJsonDocument::Compact));
    }
};

} // namespace guarita::support
