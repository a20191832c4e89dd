// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/requesttrace.h"

#include <QtCore/QTimeZone>
#include <QtTest/QTest>

using namespace guarita::console;

namespace {

const QByteArray example =
    R"({"pedidos":[{"seq":7,"id":"4f1c","trace_id":"4bf9","em":"2026-01-02T03:04:05.678Z","metodo":"GET",)"
    R"("caminho":"/itens/1","cluster":"padrao","status":200,"razao":null,"duracao_ms":1.23,"fila_ms":0.25,)"
    R"("tentativas":[{"backend":"localhost:8002","escolha":"policy","politica":"round_robin","inicio_ms":0.1,)"
    R"("duracao_ms":1.0,"resultado":"answered","status":200,"servidor":{"total_ms":0.8,"espera_ms":0.1,)"
    R"("sql_ms":0.5,"sql_n":1}},{"backend":"localhost:8003","escolha":"hedge","politica":"round_robin",)"
    R"("inicio_ms":0.5,"duracao_ms":0.6,"resultado":"cancelled","status":null,"servidor":null}],)"
    R"("gateway":{"total_ms":2.0,"usuario":"usuario"}}],"proximo":7})";

QByteArray with(const QByteArray &before, const QByteArray &after)
{
    QByteArray json = example;
    Q_ASSERT(json.contains(before));
    return json.replace(before, after);
}

} // namespace

class TestRequestTrace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decode_contractsExample_isRead();
    void decode_gatewayForgot_isRead();
    void decode_oddParts_areLeftOut();
    void decode_bad_fails_data();
    void decode_bad_fails();
    void query_isEncoded();
};

void TestRequestTrace::decode_contractsExample_isRead()
{
    const auto decoded = decodeRequestPage(example);
    QVERIFY(decoded);
    QCOMPARE(decoded.value().next.value_or(0), 7);
    const RequestTrace &trace = decoded.value().requests.at(0);
    QCOMPARE(trace.seq, 7);
    QCOMPARE(trace.id, QStringLiteral("4f1c"));
    QCOMPARE(trace.traceId, QStringLiteral("4bf9"));
    QCOMPARE(trace.at, QDateTime({2026, 1, 2}, {3, 4, 5, 678}, QTimeZone::utc()));
    QCOMPARE(trace.status, 200);
    QCOMPARE(trace.queue, 0.25);
    QCOMPARE(trace.gateway.value_or(0), 2.0);
    QCOMPARE(trace.total(), 2.0);
    QCOMPARE(trace.user, QStringLiteral("usuario"));
    QCOMPARE(trace.attempts.size(), 2U);
    QVERIFY(trace.attempts[0].isAnswered());
    QCOMPARE(trace.attempts[0].server.value(), (ServerTiming{0.8, 0.1, 0.5, 1}));
    QVERIFY(trace.attempts[1].isCancelled());
    QVERIFY(!trace.attempts[1].status);
    QVERIFY(!trace.attempts[1].server);
}

void TestRequestTrace::decode_gatewayForgot_isRead()
{
    const auto decoded =
        decodeRequestPage(with(R"("gateway":{"total_ms":2.0,"usuario":"usuario"})", R"("gateway":null)"));
    QVERIFY(decoded);
    QVERIFY(!decoded.value().requests.at(0).gateway);
    QCOMPARE(decoded.value().requests.at(0).total(), 1.23);
}

void TestRequestTrace::decode_oddParts_areLeftOut()
{
    const auto decoded =
        decodeRequestPage(with(R"("duracao_ms":1.23,"fila_ms":0.25)", R"("duracao_ms":-5,"fila_ms":"x")"));
    QVERIFY(decoded);
    QCOMPARE(decoded.value().requests.at(0).duration, 0.0);
    QCOMPARE(decoded.value().requests.at(0).queue, 0.0);
}

void TestRequestTrace::decode_bad_fails_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no list") << QByteArray("{}");
    QTest::newRow("list of numbers") << QByteArray(R"({"pedidos":[1]})");
    for (const char *member : {"seq", "id", "em", "metodo", "caminho"})
        QTest::addRow("no %s", member) << with('"' + QByteArray(member) + '"', "\"x\"");
}

void TestRequestTrace::decode_bad_fails()
{
    QFETCH(QByteArray, json);
    const auto decoded = decodeRequestPage(json);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, QByteArray("requests_invalid"));
}

void TestRequestTrace::query_isEncoded()
{
    QCOMPARE(encodeRequestQuery({}), QByteArray());
    QCOMPARE(encodeRequestQuery({QStringLiteral("b~localhost:1&x"), 50, true}),
             QByteArray("&backend=b~localhost:1%26x&minimo_ms=50&resultado=erro"));
}

QTEST_APPLESS_MAIN(TestRequestTrace)
#include "tst_requesttrace.moc"
