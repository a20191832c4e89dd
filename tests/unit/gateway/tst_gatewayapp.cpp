// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway as a whole, over real sockets, in front of an upstream that does as it is told.
#include "gatewaybench.h"

using namespace guarita;
using namespace guarita::test;
using support::RawClient;
using support::RawResponse;
using support::UpstreamScript;

class TestGatewayApp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void openRoutes_withoutToken_areServed_data();
    void openRoutes_withoutToken_areServed();
    void forward_withoutToken_reachesNoUpstream();
    void forward_request_isRewrittenAndTheAnswerRelayed();
    void forward_110Fields_allArrive();
    void forward_deadUpstream_is502WithItsReason();
    void forward_clientLeaves_cancelsTheCall();
    void stream_tokenExpires_isBrokenOff_data();
    void stream_tokenExpires_isBrokenOff();
    void ready_usersNotRead_isNot();
    void drain_whileForwarding_answersFirst();
};

void TestGatewayApp::openRoutes_withoutToken_areServed_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("health") << QByteArray("/saude") << 200 << QByteArray("application/json");
    QTest::newRow("docs") << QByteArray("/docs") << 200 << QByteArray("text/html; charset=utf-8");
    QTest::newRow("docs with a slash") << QByteArray("/docs/") << 308 << QByteArray();
    QTest::newRow("asset") << QByteArray("/docs/swagger-ui.css") << 200
                           << QByteArray("text/css; charset=utf-8");
    QTest::newRow("no such asset") << QByteArray("/docs/x") << 404 << QByteArray("application/problem+json");
    QTest::newRow("OpenAPI") << QByteArray("/openapi.json") << 200 << QByteArray("application/json");
    QTest::newRow("token by GET") << QByteArray("/token") << 405 << QByteArray("application/problem+json");
}

void TestGatewayApp::openRoutes_withoutToken_areServed()
{
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    Bench bench;
    const RawResponse response = bench.ask(get(target));
    QCOMPARE(response.status, status);
    QCOMPARE(response.header("Content-Type"), type);
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestGatewayApp::forward_withoutToken_reachesNoUpstream()
{
    Bench bench;
    for (const char *target :
         {"/itens", "/admin/backends", "/identidade", "/x", "/docs/a/b", "/saude/", "/%64ocsx"}) {
        const RawResponse response = bench.ask(get(target));
        QCOMPARE(response.status, 401);
    }
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestGatewayApp::forward_request_isRewrittenAndTheAnswerRelayed()
{
    Bench bench;
    bench.upstream.setScript([](const support::SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 201 Created\r\nLocation: /itens/1\r\nETag: \"1\"\r\n"
                                      "Content-Length: 2\r\n\r\n{}");
    });
    const RawResponse response =
        bench.ask("POST /itens?x=%C3%A9 HTTP/1.1\r\nHost: guarita.example:8000\r\n" + bearer() +
                  "X-Forwarded-For: 10.0.0.1\r\nForwarded: for=10.0.0.1\r\nX-Guarita-Subject: root\r\n"
                  "X-Request-Id: 0123456789abcdef0123456789abcdef\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
    QCOMPARE(response.status, 201);
    QCOMPARE(response.header("Location"), QByteArray("/itens/1"));
    QCOMPARE(response.header("ETag"), QByteArray("\"1\""));
    QCOMPARE(response.body, QByteArray("{}"));

    QCOMPARE(bench.upstream.seen().size(), 1);
    const support::SeenRequest &seen = bench.upstream.seen().first();
    QCOMPARE(seen.method, QByteArray("POST"));
    QCOMPARE(seen.target, QByteArray("/itens?x=%C3%A9"));
    QCOMPARE(seen.body, QByteArray("{\"a\":1}"));
    QCOMPARE(seen.field("authorization"), QByteArray());
    QCOMPARE(seen.field("x-guarita-subject"), QByteArray("usuario"));
    QCOMPARE(seen.field("x-forwarded-for"), QByteArray("127.0.0.1"));
    QCOMPARE(seen.field("x-forwarded-host"), QByteArray("guarita.example:8000"));
    QCOMPARE(seen.field("x-forwarded-proto"), QByteArray("http"));
    QCOMPARE(seen.field("forwarded"), QByteArray(R"(for=127.0.0.1;host="guarita.example:8000";proto=http)"));
    QCOMPARE(seen.field("x-request-id"), QByteArray("0123456789abcdef0123456789abcdef"));
    QVERIFY(!seen.head.contains("10.0.0.1"));

    const http::ExchangeSummary &summary = bench.observer.summaries.back();
    QCOMPARE(summary.subject, QByteArray("usuario"));
    QCOMPARE(summary.upstream, "127.0.0.1:" + QByteArray::number(bench.upstream.port()));
}

// Neither Qt's server nor its client has a limit on the way; the gate's alone counts.
void TestGatewayApp::forward_110Fields_allArrive()
{
    Bench bench({}, [](auto &settings) { settings.listener.framer.headerCount = 112; });
    QByteArray fields;
    for (int i = 0; i < 110; ++i)
        fields += "X-Field-" + QByteArray::number(i) + ": " + QByteArray::number(i) + "\r\n";
    QCOMPARE(bench.ask(get("/itens", bearer() + fields)).status, 200);
    QCOMPARE(bench.upstream.seen().size(), 1);
    const support::SeenRequest &seen = bench.upstream.seen().first();
    for (int i = 0; i < 110; ++i)
        QCOMPARE(seen.field("x-field-" + QByteArray::number(i)), QByteArray::number(i));
    QCOMPARE(bench.ask(get("/itens", bearer() + fields + "X-More: 1\r\n")).status, 431);
}

void TestGatewayApp::forward_deadUpstream_is502WithItsReason()
{
    Bench bench(QUrl(QStringLiteral("http://localhost:%1").arg(support::deadPort())));
    const RawResponse response = bench.ask(get("/itens", bearer()));
    QCOMPARE(response.status, 502);
    QCOMPARE(response.header("Content-Type"), QByteArray("application/problem+json"));
    QVERIFY(response.body.contains("upstream_connect"));
    QCOMPARE(bench.observer.summaries.back().reason, QByteArray("upstream_connect"));
}

void TestGatewayApp::forward_clientLeaves_cancelsTheCall()
{
    Bench bench;
    bench.upstream.setScript([](const support::SeenRequest &) { return UpstreamScript::silence(); });
    RawClient client(bench.port);
    client.send(get("/itens", bearer()));
    QTRY_COMPARE(bench.upstream.seen().size(), 1);
    client.abort();
    QTRY_COMPARE(bench.upstream.open(), 0);
    QTRY_COMPARE(bench.observer.summaries.size(), std::size_t(1));
    QCOMPARE(bench.observer.summaries.back().status, 499);
    QCOMPARE(bench.observer.summaries.back().reason, QByteArray("cliente_saiu"));
}

void TestGatewayApp::stream_tokenExpires_isBrokenOff_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target : {"/itens/eventos", "/admin/eventos"})
        QTest::newRow(target) << QByteArray(target);
}

void TestGatewayApp::stream_tokenExpires_isBrokenOff()
{
    QFETCH(QByteArray, target);
    Bench bench;
    bench.upstream.setScript([](const support::SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
    });
    RawClient client(bench.port);
    const QByteArray brief = token(ourHeader, claimsWith("1000003600", "1000000002"));
    client.send(get(target, bearer(brief)));
    QTRY_VERIFY(client.received().endsWith("1\r\nx\r\n"));
    bench.clock.advance(std::chrono::seconds(2));
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().endsWith("1\r\nx\r\n")); // no last chunk
    QTRY_COMPARE(bench.upstream.open(), 0);
    QCOMPARE(bench.observer.summaries.back().status, 200);
    QCOMPARE(bench.observer.summaries.back().reason, QByteArray("token_expirado"));
}

void TestGatewayApp::ready_usersNotRead_isNot()
{
    const QTemporaryDir folder;
    Surroundings surroundings;
    gateway::GatewayApp app(settingsFor(QUrl(QStringLiteral("http://127.0.0.1:1")), folder),
                            surroundings.lent());
    QVERIFY(app.start());
    QVERIFY(!app.ready()); // they come by way of the event loop
    QTRY_VERIFY(app.ready());
}

void TestGatewayApp::drain_whileForwarding_answersFirst()
{
    Bench bench;
    bench.upstream.setScript([](const support::SeenRequest &) {
        UpstreamScript script = UpstreamScript::ok("late");
        script.delay = std::chrono::milliseconds(100);
        return script;
    });
    RawClient client(bench.port);
    client.send(get("/itens", bearer()));
    QTRY_COMPARE(bench.upstream.seen().size(), 1);
    bool drained = false;
    bench.app.drain([&] { drained = true; });
    QVERIFY(!drained);
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses().front().body, QByteArray("late"));
    QTRY_VERIFY(drained);
}

QTEST_GUILESS_MAIN(TestGatewayApp)
#include "tst_gatewayapp.moc"
