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
    void decode_badText_fails_data();
    void decode_badText_fails();
};

void TestBackend::decode_contractsExample_isRead()
{
    const auto decoded = decodeBackends(good);
    QVERIFY(decoded);
    QCOMPARE(decoded.value().size(), std::size_t(1));
    const Backend &backend = decoded.value().front();
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
    const auto decoded = decodeBackends(
        with(R"("p50":1.25,"p95":10,"p99":99.5},"last_check":"2026-01-02T03:04:05.678Z","reason":null)",
             R"("p50":null,"p95":null,"p99":null},"last_check":null,"reason":"upstream_connect")"));
    QVERIFY(decoded);
    const Backend &backend = decoded.value().front();
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
    const auto decoded = decodeBackends(with("\"up\"", '"' + text + '"'));
    QVERIFY(decoded);
    QTEST(int(decoded.value().front().state), "state");
    QCOMPARE(decoded.value().front().stateText, QString::fromLatin1(text));
}

void TestBackend::decode_unknownMembers_areIgnored()
{
    QVERIFY(decodeBackends(with("\"reason\":null", "\"reason\":null,\"zone\":{\"a\":[1]}")));
    const auto none = decodeBackends(R"({"backends":[],"since":"x"})");
    QVERIFY(none);
    QVERIFY(none.value().empty());
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
    const auto decoded = decodeBackends(json);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, QByteArray("backends_invalid"));
}

QTEST_APPLESS_MAIN(TestBackend)
#include "tst_backend.moc"
