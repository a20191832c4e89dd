// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/adminapi.h"
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
#include <QtTest/QTest>

#include <map>

namespace guarita::support {

/// A service with users and a record, as the contract says, and a console that is logged in to it as ana.
class AdminService
{
public:
    AdminService()
    {
        auto owned = std::make_unique<FakeManager>();
        manager = owned.get();
        manager->service = [this](const FakeRequest &request) { return answer(request); };
        transport = std::make_unique<console::Transport>(std::move(owned));
        session = std::make_unique<console::Session>(*transport, clock, random);
        api = std::make_unique<console::AdminApi>(*session);
        connectivity = std::make_unique<console::Connectivity>(*transport, *session, clock, random);
        settings = std::make_unique<console::Settings>(folder.filePath(QStringLiteral("settings.json")));
    }

    void logIn(const QString &user = QStringLiteral("ana"))
    {
        session->resume({"token", clock.wallNow() + std::chrono::hours(24), user, {}, console::Role::Admin});
    }
    void addUser(const QString &name, const QStringList &roles = {QStringLiteral("leitor")},
                 bool enabled = true)
    {
        users[name] = {{QStringLiteral("nome"), name},
                       {QStringLiteral("papeis"), QJsonArray::fromStringList(roles)},
                       {QStringLiteral("ativo"), enabled},
                       {QStringLiteral("demo"), false},
                       {QStringLiteral("versao"), 1},
                       {QStringLiteral("criado_em"), QStringLiteral("2026-03-01T12:00:00.000Z")},
                       {QStringLiteral("alterado_em"), QStringLiteral("2026-03-02T12:00:00.000Z")}};
    }
    /// The newest has the largest id.
    void addRecord(const QString &who, const QString &action, const QString &outcome = QStringLiteral("ok"))
    {
        const int id = static_cast<int>(records.size()) + 1;
        records.push_back({{QStringLiteral("id"), id},
                           {QStringLiteral("quando"), QStringLiteral("2026-03-01T12:00:00.000Z")},
                           {QStringLiteral("quem"), who},
                           {QStringLiteral("acao"), action},
                           {QStringLiteral("alvo"), QStringLiteral("/itens/%1").arg(id)},
                           {QStringLiteral("de_onde"), QStringLiteral("192.0.2.7")},
                           {QStringLiteral("pedido"), QStringLiteral("pedido-%1").arg(id)},
                           {QStringLiteral("resultado"), outcome},
                           {QStringLiteral("status"), 200},
                           {QStringLiteral("motivo"), QJsonValue()},
                           {QStringLiteral("vezes"), 1}});
    }
    /// Of the last request with that method.
    const FakeRequest *last(const QByteArray &method) const
    {
        for (auto request = manager->seen.rbegin(); request != manager->seen.rend(); ++request) {
            if (request->method == method)
                return &*request;
        }
        return nullptr;
    }

    FakeClock clock;
    FakeRandom random;
    QTemporaryDir folder;
    FakeManager *manager = nullptr;
    std::unique_ptr<console::Transport> transport;
    std::unique_ptr<console::Session> session;
    std::unique_ptr<console::AdminApi> api;
    std::unique_ptr<console::Connectivity> connectivity;
    std::unique_ptr<console::Settings> settings;
    std::map<QString, QJsonObject> users;
    std::vector<QJsonObject> records;
    std::optional<FakeAnswer> instead; // of all answers
    std::optional<FakeAnswer> refusal; // of what changes something

private:
    static QByteArray compact(const QJsonObject &object)
    {
        return QJsonDocument(object).toJson(QJsonDocument::Compact);
    }

    FakeAnswer answer(const FakeRequest &request)
    {
        if (instead)
            return *instead;
        const QUrl url = QUrl::fromEncoded(request.target);
        const QUrlQuery query(url);
        if (request.method != "GET" && refusal)
            return *refusal;
        if (url.path() == u"/admin/auditoria")
            return FakeAnswer::json(recordPage(query));
        if (url.path() == u"/admin/auditoria/exportar")
            return exported();
        if (request.method == "POST")
            return created(QJsonDocument::fromJson(request.body).object());
        if (url.path() == u"/admin/usuarios")
            return FakeAnswer::json(userPage(query));
        const auto user = users.find(url.path().section(u'/', -1));
        if (user == users.end())
            return FakeAnswer::problem(404, "usuario_inexistente");
        if (request.method == "PATCH")
            return changed(user->second, request);
        return FakeAnswer::json(compact(user->second));
    }

    QByteArray userPage(const QUrlQuery &query) const
    {
        const int limit = query.queryItemValue(QStringLiteral("limite")).toInt();
        QJsonArray page;
        auto user = users.upper_bound(query.queryItemValue(QStringLiteral("depois")));
        for (; user != users.end() && page.size() < limit; ++user)
            page.append(user->second);
        const QJsonValue next = user == users.end() ? QJsonValue() : page.last()[u"nome"];
        return compact({{QStringLiteral("usuarios"), page}, {QStringLiteral("proximo"), next}});
    }

    FakeAnswer created(QJsonObject user)
    {
        const QString name = user.value(u"nome").toString();
        if (users.contains(name))
            return FakeAnswer::problem(409, "nome_em_uso");
        addUser(name, user.value(u"papeis").toVariant().toStringList());
        return FakeAnswer::json(compact(users[name]), 201);
    }

    static FakeAnswer changed(QJsonObject &user, const FakeRequest &request)
    {
        const int version = user.value(u"versao").toInt();
        if (request.request.rawHeader("If-Match") != '"' + QByteArray::number(version) + '"')
            return FakeAnswer::problem(412, "versao_diferente");
        const QJsonObject change = QJsonDocument::fromJson(request.body).object();
        for (const char *member : {"papeis", "ativo"}) {
            if (change.contains(QLatin1String(member)))
                user.insert(QLatin1String(member), change.value(QLatin1String(member)));
        }
        user.insert(QStringLiteral("versao"), version + 1);
        return FakeAnswer::json(compact(user));
    }

    static bool fits(const QJsonObject &record, const QUrlQuery &query)
    {
        for (const char *member : {"quem", "acao", "resultado"}) {
            const QString wanted = query.queryItemValue(QLatin1String(member));
            if (!wanted.isEmpty() && record.value(QLatin1String(member)).toString() != wanted)
                return false;
        }
        return true;
    }

    QByteArray recordPage(const QUrlQuery &query) const
    {
        const int limit = query.queryItemValue(QStringLiteral("limite")).toInt();
        const QString after = query.queryItemValue(QStringLiteral("depois"));
        const QString before = query.queryItemValue(QStringLiteral("antes"));
        std::vector<QJsonObject> found;
        for (const QJsonObject &record : records) {
            const int id = record.value(u"id").toInt();
            if (fits(record, query) && (after.isEmpty() || id > after.toInt()) &&
                (before.isEmpty() || id < before.toInt()))
                found.push_back(record);
        }
        if (after.isEmpty())
            std::reverse(found.begin(), found.end());
        QJsonArray page;
        for (const QJsonObject &record : found) {
            if (page.size() < limit)
                page.append(record);
        }
        const bool more = static_cast<int>(found.size()) > limit;
        return compact({{QStringLiteral("registros"), page},
                        {QStringLiteral("proximo"), more ? page.last()[u"id"] : QJsonValue()}});
    }

    FakeAnswer exported() const
    {
        QByteArray lines;
        for (const QJsonObject &record : records)
            lines += compact(record) + '\n';
        return {200, lines, {{"Content-Type", "application/x-ndjson"}}};
    }
};

} // namespace guarita::support
