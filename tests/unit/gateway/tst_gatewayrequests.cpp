// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateway adds to the balancer's list of requests, and what of the tiers' timing it lets out.
#include "gatewaybench.h"

#include <QtCore/QJsonArray>

using namespace guarita;
using namespace guarita::test;
using support::RawResponse;
using support::SeenRequest;
using support::UpstreamScript;

class TestGatewayRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void list_requestThatPassedHere_hasItsUser_data();
    void list_requestThatPassedHere_hasItsUser();
    void list_refusedByTheBalancer_passes();
    void list_head_hasNoContent();
    void timing_ofTheBalancer_staysInside_data();
    void timing_ofTheBalancer_staysInside();
};

namespace {

QByteArray page(const QByteArray &id, const QByteArray &trace)
{
    return R"({"pedidos":[{"seq":2,"id":")" + id + R"(","trace_id":")" + trace +
           R"(","gateway":null},{"seq":1,"id":"de-outro","trace_id":")" + trace +
           R"(","gateway":null}],"proximo":null})";
}

QJsonObject requestIn(const RawResponse &response, int index)
{
    return json(response)[QStringLiteral("pedidos")].toArray()[index].toObject();
}

/// An upstream that knows of the last request for anything else.
UpstreamScript balancer(const Bench &bench, const SeenRequest &request)
{
    if (!request.target.startsWith("/admin/pedidos"))
        return UpstreamScript::ok();
    const SeenRequest &before = bench.upstream.seen().front();
    return UpstreamScript::ok(page(before.field("x-request-id"), before.field("traceparent").mid(3, 32)));
}

} // namespace

void TestGatewayRequests::list_requestThatPassedHere_hasItsUser_data()
{
    QTest::addColumn<qint64>("streamAbove");
    QTest::addColumn<int>("kept");
    QTest::addColumn<bool>("known");
    QTest::newRow("usual") << qint64(1024 * 1024) << 1000 << true;
    QTest::newRow("longer than what streams") << qint64(0) << 1000 << true;
    QTest::newRow("none kept") << qint64(1024 * 1024) << 0 << false;
}

void TestGatewayRequests::list_requestThatPassedHere_hasItsUser()
{
    QFETCH(qint64, streamAbove);
    QFETCH(int, kept);
    QFETCH(bool, known);
    Bench bench({}, [&](gateway::GatewaySettings &settings) {
        settings.client.streamAbove = streamAbove;
        settings.requestsKept = static_cast<std::size_t>(kept);
    });
    bench.upstream.setScript([&](const SeenRequest &request) { return balancer(bench, request); });
    QCOMPARE(bench.ask(get("/itens", bearer())).status, 200);
    const RawResponse list = bench.ask(get("/admin/pedidos?limite=2", bearer()));
    QCOMPARE(list.status, 200);
    QCOMPARE(bench.upstream.seen().last().target, QByteArray("/admin/pedidos?limite=2"));
    QCOMPARE(requestIn(list, 0)[QStringLiteral("gateway")][QStringLiteral("usuario")].toString(),
             known ? QStringLiteral("usuario") : QString());
    QCOMPARE(requestIn(list, 0)[QStringLiteral("gateway")].isNull(), !known);
    QVERIFY(requestIn(list, 1)[QStringLiteral("gateway")].isNull());
}

void TestGatewayRequests::list_refusedByTheBalancer_passes()
{
    Bench bench;
    const QByteArray problem = R"({"reason":"parametro_invalido"})";
    bench.upstream.setScript([&](const SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\n"
                                      "Content-Length: " +
                                      QByteArray::number(problem.size()) + "\r\n\r\n" + problem);
    });
    const RawResponse response = bench.ask(get("/admin/pedidos?limite=x", bearer()));
    QCOMPARE(response.status, 400);
    QCOMPARE(response.body, problem);
}

void TestGatewayRequests::list_head_hasNoContent()
{
    Bench bench;
    bench.upstream.setScript([](const SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                      "Content-Length: 500\r\n\r\n");
    });
    support::RawClient client(bench.port);
    client.send("HEAD /admin/pedidos HTTP/1.1\r\nHost: g\r\nConnection: close\r\n" + bearer() + "\r\n");
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().startsWith("HTTP/1.1 200 "));
    QVERIFY(!client.received().contains("500"));
    QVERIFY(client.received().endsWith("\r\n\r\n"));
}

void TestGatewayRequests::timing_ofTheBalancer_staysInside_data()
{
    QTest::addColumn<bool>("exposed");
    QTest::addColumn<QByteArray>("framing");
    for (const bool exposed : {false, true}) {
        const char *name = exposed ? "exposed" : "inside";
        QTest::addRow("%s, whole", name) << exposed << QByteArray("Content-Length: 2\r\n\r\n{}");
        QTest::addRow("%s, in parts", name)
            << exposed << QByteArray("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
    }
}

void TestGatewayRequests::timing_ofTheBalancer_staysInside()
{
    QFETCH(bool, exposed);
    QFETCH(QByteArray, framing);
    Bench bench({}, [&](gateway::GatewaySettings &settings) { settings.showsTiming = exposed; });
    bench.upstream.setScript([&](const SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 200 OK\r\nServer-Timing: total;dur=1.5\r\n" + framing);
    });
    support::RawClient client(bench.port);
    client.send(get("/itens", bearer()));
    QTRY_VERIFY(client.received().contains("{}"));
    QCOMPARE(client.responses().front().header("Server-Timing"),
             exposed ? QByteArray("total;dur=1.5") : QByteArray());
}

QTEST_GUILESS_MAIN(TestGatewayRequests)
#include "tst_gatewayrequests.moc"
