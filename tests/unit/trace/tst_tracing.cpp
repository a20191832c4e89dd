// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/tracing.h"

#include "core/clock.h"
#include "support/fakerandom.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::trace;

class TestTracing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enter_withoutParent_beginsATrace();
    void enter_withParent_goesOn();
    void enter_badParent_beginsAnother_data();
    void enter_badParent_beginsAnother();
    void enter_state_comesAlongInOneField();
    void sampling_ofACaller_countsIfBelieved_data();
    void sampling_ofACaller_countsIfBelieved();
    void sampling_oneInMany_isDrawn();
    void hand_span_isTheOneThatAsks();
    void hand_nullSpan_leavesTheFields();
    void cost_ofARequest_isSmall();
};

namespace {

const QByteArray goodParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const QByteArray unsampled = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

net::Headers usual()
{
    net::Headers fields;
    for (const char *name : {"accept", "accept-encoding", "accept-language", "authorization", "content-type",
                             "cookie", "if-none-match", "origin", "referer", "sec-fetch-mode", "user-agent"})
        fields.append(name, "something");
    return fields;
}

} // namespace

void TestTracing::enter_withoutParent_beginsATrace()
{
    support::FakeRandom random;
    net::Headers fields{{"tracestate", "rojo=1"}};
    const Span span = enter(fields, {}, random);
    QCOMPARE(span.trace.view().toByteArray(), QByteArray("0102030405060708090a0b0c0d0e0f10"));
    QCOMPARE(span.id.view().toByteArray(), QByteArray("1112131415161718"));
    QVERIFY(span.parent.isNull());
    QVERIFY(!fields.contains("tracestate")); // it was another trace's
}

void TestTracing::enter_withParent_goesOn()
{
    support::FakeRandom random;
    net::Headers fields{{"traceparent", goodParent}, {"tracestate", "rojo=1"}};
    const Span span = enter(fields, {}, random);
    QCOMPARE(span.trace.view().toByteArray(), QByteArray("4bf92f3577b34da6a3ce929d0e0e4736"));
    QCOMPARE(span.parent.view().toByteArray(), QByteArray("00f067aa0ba902b7"));
    QCOMPARE(span.id.view().toByteArray(), QByteArray("0102030405060708"));
    QCOMPARE(fields.value("tracestate"), QByteArray("rojo=1"));
}

void TestTracing::enter_badParent_beginsAnother_data()
{
    QTest::addColumn<QByteArrayList>("values");
    QTest::newRow("malformed") << QByteArrayList{"00-x"};
    QTest::newRow("two") << QByteArrayList{goodParent, goodParent};
    QTest::newRow("a list") << QByteArrayList{goodParent + ',' + goodParent};
}

void TestTracing::enter_badParent_beginsAnother()
{
    QFETCH(QByteArrayList, values);
    support::FakeRandom random;
    net::Headers fields{{"tracestate", "rojo=1"}};
    for (const QByteArray &value : values)
        fields.append("traceparent", value);
    const Span span = enter(fields, {.believesSampling = true}, random);
    QCOMPARE(span.trace.view().toByteArray(), QByteArray("0102030405060708090a0b0c0d0e0f10"));
    QVERIFY(span.parent.isNull());
    QVERIFY(!fields.contains("tracestate"));
    hand(fields, span);
    QCOMPARE(fields.count("traceparent"), 1);
}

void TestTracing::enter_state_comesAlongInOneField()
{
    support::FakeRandom random;
    net::Headers fields{
        {"tracestate", "rojo=1"}, {"traceparent", goodParent}, {"Tracestate", "congo=2 , a=3"}};
    enter(fields, {}, random);
    QCOMPARE(fields.count("tracestate"), 1);
    QCOMPARE(fields.value("tracestate"), QByteArray("rojo=1,congo=2,a=3"));
    net::Headers bad{{"traceparent", goodParent}, {"tracestate", "rojo=1,rojo=2"}};
    const Span span = enter(bad, {}, random);
    QVERIFY(!bad.contains("tracestate"));
    QCOMPARE(span.trace.view().toByteArray(), QByteArray("4bf92f3577b34da6a3ce929d0e0e4736"));
}

void TestTracing::sampling_ofACaller_countsIfBelieved_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("believed");
    QTest::addColumn<int>("oneIn");
    QTest::addColumn<bool>("sampled");
    QTest::newRow("believed, sampled") << goodParent << true << 0 << true;
    QTest::newRow("believed, not sampled") << unsampled << true << 1 << false;
    QTest::newRow("an outsider's yes") << goodParent << false << 0 << false;
    QTest::newRow("an outsider's no") << unsampled << false << 1 << true;
    QTest::newRow("a new trace, all") << QByteArray("x") << true << 1 << true;
    QTest::newRow("a new trace, none") << QByteArray("x") << true << 0 << false;
}

void TestTracing::sampling_ofACaller_countsIfBelieved()
{
    QFETCH(QByteArray, value);
    QFETCH(bool, believed);
    QFETCH(int, oneIn);
    support::FakeRandom random;
    net::Headers fields{{"traceparent", value}};
    const Policy policy{believed, static_cast<std::uint32_t>(oneIn)};
    QTEST(enter(fields, policy, random).sampled, "sampled");
}

void TestTracing::sampling_oneInMany_isDrawn()
{
    core::SystemRandom random;
    int sampled = 0;
    constexpr int tries = 10'000;
    for (int i = 0; i < tries; ++i) {
        net::Headers fields{{"traceparent", goodParent}};
        sampled += enter(fields, {false, 10}, random).sampled ? 1 : 0;
    }
    // Ten standard deviations: it fails once in 10^23 runs.
    QVERIFY2(sampled > 700 && sampled < 1300, QByteArray::number(sampled).constData());
}

void TestTracing::hand_span_isTheOneThatAsks()
{
    support::FakeRandom random;
    net::Headers fields{{"traceparent", goodParent}, {"tracestate", "rojo=1"}};
    const Span span = enter(fields, {}, random);
    hand(fields, span);
    QCOMPARE(fields.count("traceparent"), 1);
    QCOMPARE(fields.value("traceparent"),
             QByteArray("00-4bf92f3577b34da6a3ce929d0e0e4736-0102030405060708-01"));
    QCOMPARE(fields.value("tracestate"), QByteArray("rojo=1"));
}

void TestTracing::hand_nullSpan_leavesTheFields()
{
    net::Headers fields{{"traceparent", goodParent}};
    hand(fields, {});
    QCOMPARE(fields.value("traceparent"), goodParent);
}

/// With a trace to go on with, which is the dearer case but for the state. Half a microsecond in a release
/// build; the bound is for one with sanitizers on a busy machine.
void TestTracing::cost_ofARequest_isSmall()
{
    core::SystemRandom random;
    net::Headers fields = usual();
    fields.append("traceparent", goodParent);
    constexpr int rounds = 20'000;
    std::vector<net::Headers> requests(rounds, fields);
    const core::SystemClock clock;
    const core::Instant begin = clock.now();
    for (net::Headers &request : requests)
        hand(request, enter(request, {}, random));
    const auto each = (clock.now() - begin) / rounds;
    qInfo("%lld ns for a request", static_cast<long long>(std::chrono::nanoseconds(each).count()));
    QVERIFY(each < std::chrono::microseconds(50));
}

QTEST_GUILESS_MAIN(TestTracing)
#include "tst_tracing.moc"
