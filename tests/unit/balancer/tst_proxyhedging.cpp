// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/balancer/proxybench.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;
using client::Stage;
using http::Method;
using test::Bench;
using test::patient;

/// A second attempt while a slow first one goes on.
class TestProxyHedging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slowRead_anotherIsAskedAsWell_firstAnswerWins_data();
    void slowRead_anotherIsAskedAsWell_firstAnswerWins();
    void slowRead_headOfAStream_wins();
    void slowRead_oneFails_theOtherGoesOn();
    void slowRead_oneSays503_theOtherGoesOn();
    void slowRead_bothFail_isTriedAgain();
    void slowRead_bothFailAndNothingIsLeft_isTheFailure();
    void quickRead_isAskedOnce();
    void write_isAskedOnce();
    void off_isAskedOnce();
    void nobodyElse_isAskedOnce();
    void budgetSpent_isAskedOnce();
    void noAttemptsLeft_isAskedOnce();
    void overdueFirst_isGivenUp_theOtherGoesOn();
    void clientLeft_bothAreCancelled();
    void deadline_endsBoth();
};

namespace {

ProxySettings hedging()
{
    ProxySettings settings = patient();
    settings.retry.hedgeAfter = 20ms;
    return settings;
}

/// A read that is asked for at both servers.
struct HedgedBench : Bench
{
    explicit HedgedBench(int count = 2, const ProxySettings &settings = hedging())
        : Bench(count, settings)
    {
        read();
        pass(20ms);
    }
    void read()
    {
        http::Request request;
        request.target = QByteArrayLiteral("/itens");
        proxy->forward(std::move(request), owner.handle());
    }
    qint64 cancelled(std::size_t index) const
    {
        return counters(index).outcomes[std::size_t(AttemptOutcome::Cancelled)];
    }
};

} // namespace

void TestProxyHedging::slowRead_anotherIsAskedAsWell_firstAnswerWins_data()
{
    QTest::addColumn<int>("winner");
    QTest::newRow("the first") << 0;
    QTest::newRow("the hedge") << 1;
}

void TestProxyHedging::slowRead_anotherIsAskedAsWell_firstAnswerWins()
{
    QFETCH(int, winner);
    HedgedBench bench;
    QCOMPARE(bench.upstream.open, 2);
    QCOMPARE(bench.upstream.sent[1].origin.port(), 8003);
    QCOMPARE(bench.counters(1).picks[std::size_t(PickReason::Hedge)], 1);
    QCOMPARE(bench.counters(1).retries, 0);
    bench.upstream.answer(200, winner);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().upstream, winner ? QByteArray("localhost:8003") : QByteArray("localhost:8002"));
    QCOMPARE(bench.cancelled(std::size_t(1 - winner)), 1);
    QCOMPARE(bench.cancelled(std::size_t(winner)), 0);
    QCOMPARE(bench.counters(0).failures + bench.counters(1).failures, 0);
    QCOMPARE(bench.requests.at(0).attempts.size(), std::size_t(2));
    QCOMPARE(bench.requests[0].attempts[1].pick, PickReason::Hedge);
    QCOMPARE(bench.requests[0].attempts[1].start, 20ms);
    bench.read(); // the slot is as good as new
    bench.upstream.answer(200);
    QVERIFY(bench.idle(2));
}

void TestProxyHedging::slowRead_headOfAStream_wins()
{
    HedgedBench bench;
    bench.upstream.begin(200, 1);
    QCOMPARE(bench.upstream.open, 1);
    QCOMPARE(bench.cancelled(0), 1);
    bench.upstream.bytes("ab");
    bench.upstream.end(Stage::Completed);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().body, QByteArray("ab"));
}

void TestProxyHedging::slowRead_oneFails_theOtherGoesOn()
{
    for (const int failing : {0, 1}) {
        HedgedBench bench(3);
        bench.upstream.end(Stage::NoResponse, 0, failing);
        QCOMPARE(bench.upstream.open, 1); // a third one is not asked meanwhile
        bench.pass(1min);
        QCOMPARE(bench.upstream.open, 1);
        bench.upstream.answer(200);
        QVERIFY(bench.idle(1));
        QCOMPARE(bench.answer().status, 200);
    }
}

void TestProxyHedging::slowRead_oneSays503_theOtherGoesOn()
{
    ProxySettings settings = hedging();
    settings.retry.retries = 1; // no attempts left
    for (const bool stream : {false, true}) {
        HedgedBench bench(2, settings);
        if (stream)
            bench.upstream.begin(503);
        else
            bench.upstream.answer(503);
        QCOMPARE(bench.upstream.open, 1);
        QCOMPARE(bench.owner.answers.size(), std::size_t(0));
        bench.upstream.answer(200);
        QVERIFY(bench.idle(1));
        QCOMPARE(bench.answer().status, 200);
    }
}

void TestProxyHedging::slowRead_bothFail_isTriedAgain()
{
    HedgedBench bench(3);
    bench.upstream.end(Stage::NoResponse);
    bench.upstream.end(Stage::NoResponse);
    QCOMPARE(bench.upstream.open, 1);
    QCOMPARE(bench.upstream.sent[0].origin.port(), 8004);
    bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
}

void TestProxyHedging::slowRead_bothFailAndNothingIsLeft_isTheFailure()
{
    ProxySettings settings = hedging();
    settings.retry.retries = 1;
    HedgedBench bench(3, settings);
    bench.upstream.answer(503);
    bench.upstream.end(Stage::NoResponse);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 503); // rather than none
    QCOMPARE(bench.answer().upstream, QByteArray("localhost:8002"));
}

void TestProxyHedging::quickRead_isAskedOnce()
{
    Bench bench(2, hedging());
    http::Request request;
    bench.proxy->forward(std::move(request), bench.owner.handle());
    bench.pass(19ms);
    bench.upstream.answer(200);
    bench.pass(1min);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.counters(1).requests, 0);
}

void TestProxyHedging::write_isAskedOnce()
{
    for (const Method method : {Method::Post, Method::Put, Method::Delete, Method::Get}) { // that with a body
        Bench bench(2, hedging());
        bench.request(method);
        bench.pass(1min);
        QCOMPARE(bench.upstream.open, 1);
    }
}

void TestProxyHedging::off_isAskedOnce()
{
    HedgedBench bench(2, patient());
    QCOMPARE(bench.upstream.open, 1);
}

void TestProxyHedging::nobodyElse_isAskedOnce()
{
    HedgedBench bench(1);
    QCOMPARE(bench.upstream.open, 1);
    bench.pass(1min);
    bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
}

void TestProxyHedging::budgetSpent_isAskedOnce()
{
    ProxySettings settings = hedging();
    settings.retry.budget = {.percent = 0, .floor = 0};
    HedgedBench bench(2, settings);
    QCOMPARE(bench.upstream.open, 1);
}

void TestProxyHedging::noAttemptsLeft_isAskedOnce()
{
    ProxySettings settings = hedging();
    settings.retry.retries = 0;
    HedgedBench bench(2, settings);
    QCOMPARE(bench.upstream.open, 1);
}

void TestProxyHedging::overdueFirst_isGivenUp_theOtherGoesOn()
{
    HedgedBench bench;
    bench.pass(5min - 20ms);
    QCOMPARE(bench.upstream.open, 1);
    QCOMPARE(bench.counters(0).outcomes[std::size_t(AttemptOutcome::Timeout)], 1);
    bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().upstream, QByteArray("localhost:8003"));
}

void TestProxyHedging::clientLeft_bothAreCancelled()
{
    HedgedBench bench;
    bench.owner.leave(0);
    QVERIFY(bench.idle(0));
    QCOMPARE(bench.cancelled(0) + bench.cancelled(1), 2);
}

void TestProxyHedging::deadline_endsBoth()
{
    ProxySettings settings = hedging();
    settings.deadline = 1s;
    HedgedBench bench(2, settings);
    bench.pass(980ms);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 504);
    QCOMPARE(bench.counters(0).failures + bench.counters(1).failures, 2);
}

QTEST_GUILESS_MAIN(TestProxyHedging)
#include "tst_proxyhedging.moc"
