// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/load.h"
#include "support/stack.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace guarita::support;

namespace {

constexpr int patience = 60'000; // ms; most waits take a second, but not with a sanitizer

} // namespace

/// Gateway, balancer and two servers as real processes on one embedded database.
class TestChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void item_wholeLife();
    void items_listed_bySearchAndOrder();
    void item_removed_isRestored();
    void withoutToken_nothingIsForwarded_data();
    void withoutToken_nothingIsForwarded();
    void identity_bothServersTakeTheirShare();
    void counts_after10000Requests_addUp();
    void server_killedUnderGetLoad_noRequestFails();
    void balancer_killedUnderLoad_gatewayAnswers502ThenRecovers();
    void gateway_killed_startsAgainOnItsPort();
    void server_terminatedUnderLoad_noRequestFails();
    void clientFields_areNotBelieved();
    void fields_asManyAsTheGatewayTakes_passEveryTier();
    void logs_holdNoSecret();

private:
    std::unique_ptr<Stack> m_stack;
};

void TestChain::init()
{
    m_stack = std::make_unique<Stack>();
    QVERIFY(m_stack->start());
}

void TestChain::cleanup()
{
    m_stack.reset();
}

void TestChain::item_wholeLife()
{
    const RawResponse created = m_stack->ask("POST", "/itens", R"({"nome":"Café","preco":19.90})");
    QCOMPARE(created.status, 201);
    QCOMPARE(created.header("ETag"), QByteArray("\"1\""));
    QVERIFY(created.body.contains(R"("preco":19.90)"));
    const QByteArray path = created.header("Location");
    QVERIFY(path.startsWith("/itens/"));

    QCOMPARE(m_stack->ask("GET", path).body, created.body);
    QVERIFY(m_stack->ask("GET", "/itens").body.startsWith('['));
    const RawResponse changed =
        m_stack->ask("PUT", path, R"({"nome":"Chá","descricao":"verde","preco":5})", "If-Match: \"1\"\r\n");
    QCOMPARE(changed.status, 200);
    QVERIFY(changed.body.contains(R"("preco":5.00)"));
    QCOMPARE(m_stack->ask("PUT", path, R"({"nome":"x","preco":1})", "If-Match: \"1\"\r\n").status, 412);
    QCOMPARE(m_stack->ask("DELETE", path).status, 204);
    QCOMPARE(m_stack->ask("GET", path).status, 404);
    QCOMPARE(m_stack->ask("POST", "/itens", R"({"nome":"","preco":1})").status, 422);
}

void TestChain::items_listed_bySearchAndOrder()
{
    for (const char *item : {R"({"nome":"Chá","preco":5})", R"({"nome":"CAFETEIRA","preco":90})",
                             R"({"nome":"Pó","descricao":"de café","preco":20})"})
        QCOMPARE(m_stack->ask("POST", "/itens", item).status, 201);
    const RawResponse found = m_stack->ask("GET", "/itens?q=caf%C3%A9&ordem=-preco%2Cnome&limit=1");
    QCOMPARE(found.status, 200);
    QVERIFY(found.body.contains("CAFETEIRA"));
    QCOMPARE(found.header("X-Total-Count"), QByteArray("2"));
    const auto target = [](const RawResponse &page, const char *relation) {
        for (const QByteArray &link : page.header("Link").split(' ').join().split('<')) {
            if (link.contains(QByteArray("rel=\"") + relation + '"'))
                return link.left(link.indexOf('>'));
        }
        return QByteArray();
    };
    const RawResponse second = m_stack->ask("GET", target(found, "next"));
    QVERIFY2(second.body.contains("Pó"), found.header("Link").constData());
    QVERIFY(target(second, "next").isEmpty());
    QCOMPARE(m_stack->ask("GET", target(second, "prev")).body, found.body);
    const RawResponse byOffset = m_stack->ask("GET", "/itens?q=cafe&ordem=-preco&limit=1&offset=0");
    QCOMPARE(target(byOffset, "next"), QByteArray("/itens?limit=1&offset=1&ordem=-preco&q=cafe"));
    QCOMPARE(m_stack->ask("GET", "/itens?total=false").header("X-Total-Count"), QByteArray());
    QCOMPARE(m_stack->ask("GET", "/itens?ordem=cor").status, 400);
    QCOMPARE(m_stack->ask("GET", "/itens?q=%C3").status, 400);
}

void TestChain::item_removed_isRestored()
{
    const QByteArray path =
        m_stack->ask("POST", "/itens", R"({"nome":"Café","preco":19.90})").header("Location");
    QCOMPARE(m_stack->ask("POST", path + "/restaurar").status, 409);
    QCOMPARE(m_stack->ask("DELETE", path, {}, "If-Match: \"1\"\r\n").status, 204);
    QCOMPARE(m_stack->ask("GET", path).status, 404);
    QCOMPARE(m_stack->ask("GET", "/itens").body, QByteArray("[]"));
    const RawResponse restored = m_stack->ask("POST", path + "/restaurar");
    QCOMPARE(restored.status, 200);
    QCOMPARE(restored.header("ETag"), QByteArray("\"3\""));
    QCOMPARE(m_stack->ask("GET", path).body, restored.body);
    QCOMPARE(m_stack->ask("DELETE", path, {}, "If-Match: \"1\"\r\n").status, 412);
    QCOMPARE(m_stack->ask("POST", "/itens/77/restaurar").status, 404);
}

void TestChain::withoutToken_nothingIsForwarded_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("no field") << QByteArray("GET /itens HTTP/1.1\r\nHost: t\r\n\r\n");
    QTest::newRow("not a token") << QByteArray(
        "GET /itens HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer x\r\n\r\n");
    QTest::newRow("another scheme") << QByteArray(
        "GET /itens HTTP/1.1\r\nHost: t\r\nAuthorization: Basic eDp5\r\n\r\n");
    QTest::newRow("unknown path") << QByteArray("GET /nothing HTTP/1.1\r\nHost: t\r\n\r\n");
    QTest::newRow("admin") << QByteArray("GET /admin/backends HTTP/1.1\r\nHost: t\r\n\r\n");
    QTest::newRow("encoded admin") << QByteArray("GET /%61dmin/backends HTTP/1.1\r\nHost: t\r\n\r\n");
}

void TestChain::withoutToken_nothingIsForwarded()
{
    QFETCH(QByteArray, request);
    const RawResponse response = exchange(m_stack->gateway().port(), request);
    QCOMPARE(response.status, 401);
    QVERIFY(response.header("WWW-Authenticate").startsWith("Bearer"));
    for (const QJsonValue &backend : m_stack->backends())
        QCOMPARE(backend[QStringLiteral("requests_total")].toInt(), 0);
}

void TestChain::identity_bothServersTakeTheirShare()
{
    QSet<QByteArray> answered;
    for (int i = 0; i < 4; ++i)
        answered.insert(m_stack->ask("GET", "/identidade").body);
    QCOMPARE(answered.size(), 2);
}

void TestChain::counts_after10000Requests_addUp()
{
    constexpr int requests = 10'000;
    Load load(m_stack->gateway().port(), 16, [&](int) { return m_stack->request("GET", "/itens/1"); });
    load.start(requests);
    QTRY_VERIFY_WITH_TIMEOUT(load.finished(), 400'000); // a sanitizer's build takes minutes
    QCOMPARE(load.answersWith(404), requests);

    double balanced = 0;
    double retries = 0;
    for (const QJsonValue &backend : m_stack->backends()) {
        const double share = backend[QStringLiteral("requests_total")].toDouble();
        QVERIFY2(share > requests * 0.45, "round robin gives each its half");
        balanced += share;
        retries += backend[QStringLiteral("retries_total")].toDouble();
        QCOMPARE(backend[QStringLiteral("in_flight")].toInt(), 0);
    }
    QCOMPARE(balanced - retries, double(requests));
    const QByteArray sample = "guarita_http_requests_total{";
    QCOMPARE(metricSum(m_stack->gateway().metricsPort(), sample + "method=\"GET\",route=\"*\""),
             double(requests));
    double served = 0;
    for (std::size_t i = 0; i < 2; ++i)
        served +=
            metricSum(m_stack->server(i).metricsPort(), sample + "method=\"GET\",route=\"/itens/{id}\"");
    QCOMPARE(served, double(requests));
}

void TestChain::server_killedUnderGetLoad_noRequestFails()
{
    Load load(m_stack->gateway().port(), 8, [&](int) { return m_stack->request("GET", "/itens"); });
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.answers() > 200, patience);
    m_stack->server(0).kill();
    QCOMPARE(m_stack->server(0).waitForExit(), -1);
    const int atTheKill = load.answers();
    QTRY_VERIFY_WITH_TIMEOUT(load.answers() > atTheKill + 500, patience);
    QVERIFY(m_stack->waitForServers("down", 1));
    QVERIFY(m_stack->server(0).start());
    QVERIFY(m_stack->waitForServers("up", 2));
    load.stop();
    QTRY_VERIFY_WITH_TIMEOUT(load.finished(), patience);
    QCOMPARE(load.answersWith(200), load.answers());
    QCOMPARE(load.broken(), 0);
}

void TestChain::server_terminatedUnderLoad_noRequestFails()
{
    Load load(m_stack->gateway().port(), 8, [&](int number) {
        return number % 4 ? m_stack->request("GET", "/itens?limit=1")
                          : m_stack->request("POST", "/itens", R"({"nome":"a","preco":1})");
    });
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.answers() > 200, patience);
    m_stack->server(1).terminate();
    QCOMPARE(m_stack->server(1).waitForExit(), 0);
    const int atTheEnd = load.answers();
    QTRY_VERIFY_WITH_TIMEOUT(load.answers() > atTheEnd + 200, patience);
    load.stop();
    QTRY_VERIFY_WITH_TIMEOUT(load.finished(), patience);
    QCOMPARE(load.answersWith(200) + load.answersWith(201), load.answers());
    QCOMPARE(load.broken(), 0);
}

void TestChain::balancer_killedUnderLoad_gatewayAnswers502ThenRecovers()
{
    Load load(m_stack->gateway().port(), 8, [&](int) { return m_stack->request("GET", "/itens"); });
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.answersWith(200) > 200, patience);
    m_stack->balancer().kill();
    QTRY_VERIFY_WITH_TIMEOUT(load.answersWith(502) > 0, patience);
    m_stack->balancer().waitForExit();
    QVERIFY(m_stack->balancer().start());
    const int before = load.answersWith(200);
    QTRY_VERIFY_WITH_TIMEOUT(load.answersWith(200) > before + 200, patience);
    load.stop();
    QTRY_VERIFY_WITH_TIMEOUT(load.finished(), patience);
    QCOMPARE(load.broken(), 0);
    QVERIFY(m_stack->gateway().running());
}

void TestChain::gateway_killed_startsAgainOnItsPort()
{
    const quint16 port = m_stack->gateway().port();
    Load load(port, 8, [&](int) { return m_stack->request("GET", "/itens"); });
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.answers() > 200, patience);
    m_stack->gateway().kill();
    m_stack->gateway().waitForExit();
    QVERIFY(m_stack->gateway().start());
    QCOMPARE(m_stack->gateway().port(), port);
    load.stop();
    QCOMPARE(m_stack->ask("GET", "/itens").status, 200); // the token outlives the process
}

void TestChain::clientFields_areNotBelieved()
{
    const RawResponse response = m_stack->ask("GET", "/identidade", {},
                                              "X-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n"
                                              "X-Guarita-Subject: admin\r\nX-Request-Id: mine-1\r\n");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("X-Request-Id"), QByteArray("mine-1"));
    for (DaemonProcess *daemon : m_stack->all())
        QVERIFY(!daemon->output().contains("6.6.6.6"));
}

void TestChain::fields_asManyAsTheGatewayTakes_passEveryTier()
{
    QByteArray bare = m_stack->request("GET", "/identidade");
    const qsizetype own = bare.count('\n') - 2; // without the request line and the empty line
    QByteArray fields;
    for (qsizetype i = own; i < 100; ++i)
        fields += "X-Field-" + QByteArray::number(i) + ": " + QByteArray(300, 'x') + "\r\n";
    QCOMPARE(m_stack->ask("GET", "/identidade", {}, fields).status, 200);
    QCOMPARE(m_stack->ask("GET", "/identidade", {}, fields + "X-More: 1\r\n").status, 431);

    const QByteArray query(8 * 1024 - qstrlen("GET /identidade? HTTP/1.1"), 'q');
    QCOMPARE(m_stack->ask("GET", "/identidade?" + query).status, 200);
    QCOMPARE(m_stack->ask("GET", "/identidade?q" + query).status, 414);
}

void TestChain::logs_holdNoSecret()
{
    m_stack->ask("GET", "/itens?limit=1");
    exchange(m_stack->gateway().port(),
             "GET /itens HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer " + m_stack->token() + "x\r\n\r\n");
    std::vector<DaemonProcess *> daemons = m_stack->all();
    for (DaemonProcess *daemon : daemons)
        daemon->terminate();
    for (DaemonProcess *daemon : daemons) {
        QCOMPARE(daemon->waitForExit(), 0);
        QVERIFY(daemon->events(QStringLiteral("stopped")).size() == 1);
        QVERIFY(!daemon->output().contains(m_stack->token()));
        QVERIFY(!daemon->output().contains("senha123"));
        QVERIFY(!daemon->output().contains("for-tests-only"));
        QVERIFY(!daemon->output().contains("argon2"));
    }
    QVERIFY(!daemons.front()->events(QStringLiteral("request")).empty());
}

QTEST_GUILESS_MAIN(TestChain)
#include "tst_chain.moc"
