// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/backend.h"

#include <QtCore/QTimeZone>
#include <QtTest/QTest>

using namespace guarita::console;

namespace {

const QByteArray good =
    R"({"backends":[{"id":"servidor-1","url":"http://localhost:8002","state":"up","weight":1,"in_flight":2,)"
    R"("requests_total":9007199254740993,"responses":{"2xx":10,"3xx":1,"4xx":2,"5xx":3},"failures_total":4,)"
    R"("retries_total":5,"latency_ms":{"p50":1.25,"p95":10,"p99":99.5},)"
    R"("last_check":"2026-01-02T03:04:05.678Z","reason":null}]})";

QByteArray with(const QByteArray &before, const QByteArray &after)
{
    QByteArray json = good;
    Q_ASSERT(json.contains(before));
    return json.replace(before, after);
}

} // namespace

class TestBackend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decode_contractsExample_isRead();
    void decode_untouchedBackend_hasNoFigures();
    void decode_state_isKnownOrOther_data();
    void decode_state_isKnownOrOther();
    void decode_unknownMembers_areIgnored();
    void decode_olderBalancer_hasNoNews();
    void decode_news_areRead();
    void decode_badNews_areLeftOut();
    void decode_badText_fails_data();
    void decode_badText_fails();
};

void TestBackend::decode_contractsExample_isRead()
{
    const auto decoded = decodeReport(good);
    QVERIFY(decoded);
    QCOMPARE(decoded.value().backends.size(), std::size_t(1));
    const Backend &backend = decoded.value().backends.front();
    QCOMPARE(backend.id, QStringLiteral("servidor-1"));
    QCOMPARE(backend.url, QStringLiteral("http://localhost:8002"));
    QCOMPARE(backend.state, BackendState::Up);
    QCOMPARE(backend.weight, 1);
    QCOMPARE(backend.inFlight, 2);
    QCOMPARE(backend.requests, 9'007'199'254'740'993); // exactly, although no double can hold it
    QVERIFY((backend.responses == std::array<qint64, 4>{10, 1, 2, 3}));
    QCOMPARE(backend.failures, 4);
    QCOMPARE(backend.retries, 5);
    QCOMPARE(backend.p50.value_or(0), 1.25);
    QCOMPARE(backend.p95.value_or(0), 10.0);
    QCOMPARE(backend.p99.value_or(0), 99.5);
    QCOMPARE(backend.lastCheck, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 678), QTimeZone::utc()));
    QVERIFY(backend.reason.isEmpty());
}

void TestBackend::decode_untouchedBackend_hasNoFigures()
{
    const auto decoded = decodeReport(
        with(R"("p50":1.25,"p95":10,"p99":99.5},"last_check":"2026-01-02T03:04:05.678Z","reason":null)",
             R"("p50":null,"p95":null,"p99":null},"last_check":null,"reason":"upstream_connect")"));
    QVERIFY(decoded);
    const Backend &backend = decoded.value().backends.front();
    QVERIFY(!backend.p50 && !backend.p95 && !backend.p99);
    QVERIFY(!backend.lastCheck.isValid());
    QCOMPARE(backend.reason, QStringLiteral("upstream_connect"));
}

void TestBackend::decode_state_isKnownOrOther_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("state");
    QTest::newRow("up") << QByteArray("up") << int(BackendState::Up);
    QTest::newRow("down") << QByteArray("down") << int(BackendState::Down);
    QTest::newRow("drain") << QByteArray("drain") << int(BackendState::Drain);
    QTest::newRow("maint") << QByteArray("maint") << int(BackendState::Maint);
    QTest::newRow("ejected") << QByteArray("ejected") << int(BackendState::Ejected);
    QTest::newRow("a new one") << QByteArray("warming") << int(BackendState::Other);
}

void TestBackend::decode_state_isKnownOrOther()
{
    QFETCH(QByteArray, text);
    const auto decoded = decodeReport(with("\"up\"", '"' + text + '"'));
    QVERIFY(decoded);
    QTEST(int(decoded.value().backends.front().state), "state");
    QCOMPARE(decoded.value().backends.front().stateText, QString::fromLatin1(text));
}

void TestBackend::decode_unknownMembers_areIgnored()
{
    QVERIFY(decodeReport(with("\"reason\":null", "\"reason\":null,\"zone\":{\"a\":[1]}")));
    const auto none = decodeReport(R"({"backends":[],"since":"x"})");
    QVERIFY(none);
    QVERIFY(none.value().backends.empty());
}

void TestBackend::decode_olderBalancer_hasNoNews()
{
    const auto decoded = decodeReport(good);
    QVERIFY(decoded);
    const Backend &backend = decoded.value().backends.front();
    QVERIFY(decoded.value().clusters.empty());
    QVERIFY(backend.cluster.isEmpty());
    QVERIFY(!backend.version);
    QVERIFY(!backend.inFlightLimit);
    QCOMPARE(backend.weightNow(), 1.0);
}

void TestBackend::decode_news_areRead()
{
    const auto decoded = decodeReport(
        with("\"reason\":null}]",
             R"("reason":null,"cluster":"padrao","effective_weight":0.25,"in_flight_limit":1024,)"
             R"("ejected_until":"2026-01-02T03:04:35Z","trial":true,"slow_start":0.5,"version":3,)"
             R"("addresses":["127.0.0.1","::1"]}],"clusters":[{"nome":"padrao","politica":"round_robin",)"
             R"("panico":true,"fila":2,"fila_recusados":7}])"));
    QVERIFY(decoded);
    const Backend &backend = decoded.value().backends.front();
    QCOMPARE(backend.cluster, QStringLiteral("padrao"));
    QCOMPARE(backend.weightNow(), 0.25);
    QCOMPARE(backend.inFlightLimit.value_or(0), 1024);
    QCOMPARE(backend.ejectedUntil, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 35), QTimeZone::utc()));
    QVERIFY(backend.trial);
    QCOMPARE(backend.slowStart.value_or(0), 0.5);
    QCOMPARE(backend.version.value_or(0), 3);
    QCOMPARE(backend.addresses, (QStringList{QStringLiteral("127.0.0.1"), QStringLiteral("::1")}));
    const Cluster &cluster = decoded.value().clusters.at(0);
    QCOMPARE(cluster.name, QStringLiteral("padrao"));
    QCOMPARE(cluster.policy, QStringLiteral("round_robin"));
    QVERIFY(cluster.panic);
    QCOMPARE(cluster.queue, 2);
    QCOMPARE(cluster.queueRefused, 7);
}

void TestBackend::decode_badNews_areLeftOut()
{
    const auto decoded = decodeReport(with("\"reason\":null}]",
                                           R"("reason":null,"cluster":7,"effective_weight":"x","version":-1,)"
                                           R"("ejected_until":"ontem","addresses":{}}],"clusters":[3])"));
    QVERIFY(decoded);
    const Backend &backend = decoded.value().backends.front();
    QVERIFY(backend.cluster.isEmpty());
    QVERIFY(!backend.effectiveWeight);
    QVERIFY(!backend.version);
    QVERIFY(!backend.ejectedUntil.isValid());
}

void TestBackend::decode_badText_fails_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const QByteArray &json) { QTest::newRow(name) << json; };
    row("empty", "");
    row("no object", "[]");
    row("no list", "{}");
    row("null list", R"({"backends":null})");
    row("list of numbers", R"({"backends":[1]})");
    row("cut", good.chopped(1));
    row("count is text", with("\"in_flight\":2", "\"in_flight\":\"2\""));
    row("count is a fraction", with("\"in_flight\":2", "\"in_flight\":2.5"));
    row("count is negative", with("\"in_flight\":2", "\"in_flight\":-2"));
    row("responses is null", with(R"({"2xx":10,"3xx":1,"4xx":2,"5xx":3})", "null"));
    row("a class is missing", with("\"5xx\":3", "\"6xx\":3"));
    row("latency is text", with("\"p95\":10", "\"p95\":\"10\""));
    row("time is none", with("2026-01-02T03:04:05.678Z", "ontem"));
    for (const char *member : {"id", "url", "state", "weight", "in_flight", "requests_total", "responses",
                               "failures_total", "retries_total", "latency_ms", "last_check", "reason"})
        QTest::addRow("no %s", member) << with('"' + QByteArray(member) + '"', "\"x\"");
}

void TestBackend::decode_badText_fails()
{
    QFETCH(QByteArray, json);
    const auto decoded = decodeReport(json);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, QByteArray("backends_invalid"));
}

QTEST_APPLESS_MAIN(TestBackend)
#include "tst_backend.moc"
