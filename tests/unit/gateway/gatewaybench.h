// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gatewayapp.h"
#include "gateway/passwords/passwordhash.h"
#include "handmadetoken.h"
#include "runtime/configuration.h"
#include "runtime/log.h"
#include "runtime/logsink.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"
#include "support/fakeupstream.h"
#include "support/rawclient.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <prometheus/registry.h>
#include <sodium.h>

#include <functional>
#include <optional>

namespace guarita::test {

using support::FakeUpstream;
using support::RawClient;
using support::RawResponse;

struct Observer final : http::RequestObserver
{
    void finished(const http::ExchangeSummary &summary) override { summaries.push_back(summary); }
    void serves(http::Method, const char *pattern) override { patterns.push_back(pattern); }
    std::vector<http::ExchangeSummary> summaries;
    QByteArrayList patterns;
};

/// What a daemon's runtime lends to its service, as far as a test needs it.
struct Surroundings
{
    runtime::Surroundings lent()
    {
        return {clock, random, observer, registry, log, configuration, sockets, nullptr};
    }

    support::FakeClock clock;
    support::FakeRandom random;
    Observer observer;
    prometheus::Registry registry;
    runtime::LogSink sink{-1, 0, [](qint64) { return QByteArray(); }};
    runtime::Log log{sink, clock, "gateway", runtime::LogLevel::Error};
    runtime::Configuration configuration{{}, {}, [] { return runtime::Configuration::Reading(); }};
    net::ListeningSockets sockets;
};

inline gateway::GatewaySettings settingsFor(const QUrl &balancer, const QTemporaryDir &folder)
{
    gateway::GatewaySettings settings;
    settings.host = QHostAddress(QHostAddress::LocalHost);
    settings.balancer = balancer;
    settings.keys.secret = key;
    settings.users = sql::sqliteDialect(folder.filePath(QStringLiteral("users.sqlite")));
    settings.demo = true;
    settings.tokens = {"guarita", "guarita-api", std::chrono::seconds(3600), std::chrono::seconds(5)};
    settings.loginQueue = 2;
    return settings;
}

inline const QByteArray formType = "application/x-www-form-urlencoded";

inline QByteArray loginRequest(const QByteArray &form, const QByteArray &type = formType)
{
    return "POST /token HTTP/1.1\r\nHost: g\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(form.size()) + "\r\n\r\n" + form;
}

/// A hash of the right password that takes some tenths of a second to compare with.
inline QByteArray slowHash()
{
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(hash, "senha123", 8, 8, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        qFatal("no hash");
    return hash;
}

/// Gives the demo user a password's hash that takes long to compare with.
inline void slowDown(const std::shared_ptr<const sql::SqlDialect> &store)
{
    gateway::UserRepository users(store, gateway::DemoUser::Offer);
    const auto offered = users.ping();
    const auto slowed = users.change("usuario", {.passwordHash = slowHash()}, {}, gateway::StoreTime(0));
    if (!offered || !slowed || !slowed.value())
        qFatal("no slow user");
}

/// A gateway before an upstream, and all that it needs.
struct Bench : Surroundings
{
    using Change = std::function<void(gateway::GatewaySettings &)>;

    explicit Bench(const std::optional<QUrl> &balancer = {}, const Change &change = {})
        : app(changed(settingsFor(balancer.value_or(upstream.origin()), folder), change), lent())
        , port(app.start().value())
    {
        if (!QTest::qWaitFor([this] { return ask("GET /saude HTTP/1.1\r\nHost: g\r\n\r\n").status == 200; }))
            qFatal("not ready");
        observer.summaries.clear();
    }

    RawResponse ask(const QByteArray &bytes)
    {
        RawClient client(port);
        client.send(bytes);
        if (!QTest::qWaitFor([&] { return client.count() == 1; }))
            return {};
        return client.responses().front();
    }
    RawResponse login(const QByteArray &form, const QByteArray &type = formType)
    {
        return ask(loginRequest(form, type));
    }
    RawResponse revoke(const QByteArray &form)
    {
        return ask("POST /revoke HTTP/1.1\r\nHost: g\r\nContent-Type: " + formType +
                   "\r\nContent-Length: " + QByteArray::number(form.size()) + "\r\n\r\n" + form);
    }
    /// The gateway's store, as another process has it.
    gateway::UserRepository store() const
    {
        return gateway::UserRepository(sql::sqliteDialect(folder.filePath(QStringLiteral("users.sqlite"))));
    }
    qint64 wallMilliseconds() const
    {
        return std::chrono::floor<std::chrono::milliseconds>(clock.wallNow()).time_since_epoch().count();
    }
    int inFlight() const { return app.listenerStats()->inFlight; }
    static gateway::GatewaySettings changed(gateway::GatewaySettings settings, const Change &change)
    {
        if (change)
            change(settings);
        return settings;
    }

    QTemporaryDir folder;
    FakeUpstream upstream;
    gateway::GatewayApp app;
    quint16 port;
};

inline const QByteArray goodToken = token(ourHeader, goodClaims);

inline QByteArray get(const QByteArray &target, const QByteArray &fields = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: guarita.example:8000\r\n" + fields + "\r\n";
}
inline QByteArray bearer(const QByteArray &token = goodToken)
{
    return "Authorization: Bearer " + token + "\r\n";
}
inline QJsonObject json(const RawResponse &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

struct Tokens
{
    QByteArray access;
    QByteArray refresh;
};

inline Tokens tokensOf(const RawResponse &response)
{
    const QJsonObject object = json(response);
    return {object.value(QStringLiteral("access_token")).toString().toLatin1(),
            object.value(QStringLiteral("refresh_token")).toString().toLatin1()};
}

} // namespace guarita::test
