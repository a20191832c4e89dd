// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

#include <map>
#include <set>

using namespace guarita::support;

/// Clients that stay at one server, through the real daemons.
class TestAffinityChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cookie_thatWasSet_keepsTheServer();
    void cookie_ofAServerThatIsGone_isReplaced();
    void cookie_forged_isReplaced();
    void maglev_oneHeader_isOneServer();
};

namespace {

StackOptions with(const std::map<QString, QString> &environment)
{
    return {.servers = 2, .upstreams = {}, .databaseUrl = {}, .environment = environment};
}

StackOptions sticky()
{
    return with({{QStringLiteral("STICKY_COOKIE"), QStringLiteral("servidor")},
                 {QStringLiteral("STICKY_KEY"), QStringLiteral("83b1f0d27c6e49a5b8d2f1e0c7a69354")}});
}

RawResponse askWho(Stack &stack, const QByteArray &cookie = {})
{
    return stack.ask("GET", "/identidade", {}, cookie.isEmpty() ? "" : "Cookie: a=1; " + cookie + "\r\n");
}

/// What a browser sends back of it.
QByteArray cookieOf(const RawResponse &response)
{
    const QByteArray field = response.header("Set-Cookie");
    return field.left(field.indexOf(';'));
}

} // namespace

void TestAffinityChain::cookie_thatWasSet_keepsTheServer()
{
    Stack stack(sticky());
    QVERIFY(stack.start());
    std::map<QByteArray, QByteArray> cookies; // by the server
    for (int i = 0; i < 4; ++i) {
        const RawResponse response = askWho(stack);
        QCOMPARE(response.status, 200);
        QVERIFY(cookieOf(response).startsWith("servidor="));
        QVERIFY(response.header("Set-Cookie").endsWith("; Path=/; HttpOnly; SameSite=Lax"));
        const auto known = cookies.emplace(response.body, cookieOf(response)).first;
        QCOMPARE(cookieOf(response), known->second);
    }
    QCOMPARE(cookies.size(), std::size_t(2)); // in turn
    for (const auto &[server, cookie] : cookies) {
        for (int i = 0; i < 5; ++i) {
            const RawResponse response = askWho(stack, cookie);
            QCOMPARE(response.body, server);
            QVERIFY(response.header("Set-Cookie").isEmpty());
        }
    }
    for (const QJsonValue &backend : stack.backends())
        QCOMPARE(backend[QStringLiteral("picks")][QStringLiteral("sticky")].toInt(), 5);
}

void TestAffinityChain::cookie_ofAServerThatIsGone_isReplaced()
{
    Stack stack(sticky());
    QVERIFY(stack.start());
    const RawResponse first = askWho(stack);
    const bool isSecond = first.body.contains(QByteArray::number(stack.server(1).port()));
    stack.server(isSecond ? 1 : 0).kill();
    const RawResponse next = askWho(stack, cookieOf(first));
    QCOMPARE(next.status, 200);
    QVERIFY(next.body != first.body);
    QVERIFY(!cookieOf(next).isEmpty() && cookieOf(next) != cookieOf(first));
    const RawResponse then = askWho(stack, cookieOf(next));
    QCOMPARE(then.body, next.body);
    QVERIFY(then.header("Set-Cookie").isEmpty());
}

void TestAffinityChain::cookie_forged_isReplaced()
{
    Stack stack(sticky());
    QVERIFY(stack.start());
    const RawResponse response = askWho(stack, "servidor=" + QByteArray(43, 'A'));
    QCOMPARE(response.status, 200);
    QVERIFY(cookieOf(response).startsWith("servidor="));
}

void TestAffinityChain::maglev_oneHeader_isOneServer()
{
    Stack stack(with({{QStringLiteral("POLICY"), QStringLiteral("maglev")},
                      {QStringLiteral("HASH_KEY"), QStringLiteral("header:X-Loja")}}));
    QVERIFY(stack.start());
    std::set<QByteArray> servers;
    for (int shop = 0; shop < 12; ++shop) {
        const QByteArray field = "X-Loja: " + QByteArray::number(shop) + "\r\n";
        const QByteArray server = stack.ask("GET", "/identidade", {}, field).body;
        for (int i = 0; i < 3; ++i)
            QCOMPARE(stack.ask("GET", "/identidade", {}, field).body, server);
        servers.insert(server);
    }
    QCOMPARE(servers.size(), std::size_t(2)); // with one for all, the keys would mean nothing
}

QTEST_GUILESS_MAIN(TestAffinityChain)
#include "tst_affinitychain.moc"
