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

/// Requests that wait because no server has room.
class TestProxyQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void full_nextWaits_andGoesWhenOneIsDone();
    void waiting_firstComeFirstServed();
    void waiting_newOneDoesNotOvertake();
    void queueFull_is503AtOnce();
    void predictedWaitTooLong_is503AtOnce();
    void patienceOver_is503();
    void noQueue_full_is503AtOnce();
    void clientLeft_whileWaiting_goesAtOnce();
    void clientLeft_whileServed_nextGoes();
    void answerStreams_nextGoesAtItsEnd();
    void hedgeLoses_nextGetsItsPlace();
    void slotUsedAgain_didNotWait();
    void serverComesUp_waitingOnesGo();
    void allServersGo_waitingOnesAre503();
    void retry_noRoomElsewhere_waits();
    void retry_waitedInVain_isTheFailure();
    void deadline_whileWaiting_is503();
    void destroyed_whileWaiting_isAnswered();
    void stats_tellOfTheQueue();
};

namespace {

/// Room for one request per server.
ProxySettings narrow(std::chrono::milliseconds patience = 1min)
{
    ProxySettings settings = patient();
    settings.overload.queueLength = 3;
    settings.overload.queueDeadline = patience;
    return settings;
}

struct NarrowBench : Bench
{
    explicit NarrowBench(int count, const ProxySettings &settings = narrow())
        : Bench(count, settings)
    {
        for (const EndpointPtr &endpoint : endpoints)
            endpoint->setInFlightLimit(1);
    }
    void numbered(int number, Method method = Method::Get)
    {
        http::Request request;
        request.method = method;
        request.target = QByteArray::number(number);
        proxy->forward(std::move(request), owner.handle());
    }
};

} // namespace

void TestProxyQueue::full_nextWaits_andGoesWhenOneIsDone()
{
    NarrowBench bench(1);
    bench.request();
    bench.request();
    QCOMPARE(bench.upstream.open, 1);
    QCOMPARE(bench.proxy->stats().queued, std::size_t(1));
    QCOMPARE(bench.counters(0).requests, 1);
    bench.clock.advance(20ms);
    bench.upstream.answer(200);
    QCOMPARE(bench.upstream.open, 1);
    QCOMPARE(bench.proxy->stats().queued, std::size_t(0));
    bench.clock.advance(5ms);
    bench.upstream.answer(201);
    QVERIFY(bench.idle(2));
    QCOMPARE(bench.answer().status, 201);
    QCOMPARE(bench.requests[1].queued, 20ms);
    QCOMPARE(bench.requests[1].duration, 25ms);
    QCOMPARE(bench.requests[1].attempts.at(0).start, 20ms);
    QCOMPARE(bench.requests[1].attempts.at(0).duration, 5ms);
    QCOMPARE(bench.requests[0].queued, 0ms);
}

void TestProxyQueue::waiting_firstComeFirstServed()
{
    NarrowBench bench(2);
    for (int i = 0; i < 5; ++i)
        bench.numbered(i);
    QList<QByteArray> order;
    while (!bench.upstream.sent.empty()) {
        order.push_back(bench.upstream.sent[0].request.target);
        bench.upstream.answer(200);
    }
    QCOMPARE(order, (QList<QByteArray>{"0", "1", "2", "3", "4"}));
    QVERIFY(bench.idle(5));
}

void TestProxyQueue::waiting_newOneDoesNotOvertake()
{
    NarrowBench bench(1);
    bench.numbered(0);
    bench.numbered(1);
    bench.endpoints[0]->setInFlightLimit(2); // nobody was told
    bench.numbered(2);
    QCOMPARE(bench.upstream.sent.at(1).request.target, QByteArray("1"));
    QCOMPARE(bench.proxy->stats().queued, std::size_t(1));
}

void TestProxyQueue::queueFull_is503AtOnce()
{
    NarrowBench bench(1);
    for (int i = 0; i < 4; ++i)
        bench.request();
    QCOMPARE(bench.owner.answers.size(), std::size_t(0));
    bench.request();
    QCOMPARE(bench.owner.answers.size(), std::size_t(1));
    QCOMPARE(bench.answer().status, 503);
    QCOMPARE(bench.answer().reason, QByteArray("fila_cheia"));
    QCOMPARE(bench.answer().headers.value("retry-after"), QByteArray("1"));
    QCOMPARE(bench.requests.at(0).attempts.size(), std::size_t(0));
}

void TestProxyQueue::predictedWaitTooLong_is503AtOnce()
{
    NarrowBench bench(1, narrow(2s));
    bench.request();
    bench.upstream.answerAfter(bench.clock, 1500ms, 200); // that is what one takes
    bench.request();
    bench.request(); // has to wait for one: 1.5 s
    QCOMPARE(bench.owner.answers.size(), std::size_t(1));
    bench.request(); // for two: 3 s
    QCOMPARE(bench.owner.answers.size(), std::size_t(2));
    QCOMPARE(bench.answer().reason, QByteArray("fila_cheia"));
    QCOMPARE(bench.answer().headers.value("retry-after"), QByteArray("3"));
}

void TestProxyQueue::patienceOver_is503()
{
    NarrowBench bench(1, narrow(100ms));
    bench.request();
    bench.request();
    bench.pass(60ms);
    bench.request();
    bench.pass(39ms);
    QCOMPARE(bench.owner.answers.size(), std::size_t(0));
    bench.pass(1ms);
    QCOMPARE(bench.owner.answers.size(), std::size_t(1));
    QCOMPARE(bench.answer().status, 503);
    QCOMPARE(bench.answer().reason, QByteArray("fila_expirou"));
    QVERIFY(bench.answer().headers.contains("retry-after"));
    QCOMPARE(bench.proxy->stats().queued, std::size_t(1));
}

void TestProxyQueue::noQueue_full_is503AtOnce()
{
    ProxySettings settings = narrow();
    settings.overload.queueLength = 0;
    NarrowBench bench(1, settings);
    bench.request();
    bench.request();
    QCOMPARE(bench.answer().reason, QByteArray("fila_cheia"));
}

void TestProxyQueue::clientLeft_whileWaiting_goesAtOnce()
{
    NarrowBench bench(1);
    bench.numbered(0);
    bench.numbered(1);
    bench.numbered(2);
    bench.owner.leave(1);
    QCOMPARE(bench.proxy->stats().queued, std::size_t(1));
    QCOMPARE(bench.owner.left.size(), std::size_t(1));
    bench.upstream.answer(200);
    QCOMPARE(bench.upstream.sent.at(0).request.target, QByteArray("2"));
    bench.upstream.answer(200);
    QVERIFY(bench.idle(2));
    QCOMPARE(bench.counters(0).requests, 2);
}

void TestProxyQueue::clientLeft_whileServed_nextGoes()
{
    NarrowBench bench(1);
    bench.numbered(0);
    bench.numbered(1);
    bench.owner.leave(0);
    QCOMPARE(bench.upstream.sent.at(0).request.target, QByteArray("1"));
    bench.numbered(2);
    bench.upstream.begin(200);
    bench.owner.leave(1); // a stream's
    QCOMPARE(bench.upstream.sent.at(0).request.target, QByteArray("2"));
}

void TestProxyQueue::answerStreams_nextGoesAtItsEnd()
{
    NarrowBench bench(1);
    bench.numbered(0);
    bench.numbered(1);
    bench.upstream.begin(200);
    bench.upstream.bytes("ab");
    QCOMPARE(bench.proxy->stats().queued, std::size_t(1)); // its place is taken
    bench.upstream.end(Stage::Completed);
    QCOMPARE(bench.upstream.sent.at(0).request.target, QByteArray("1"));
}

void TestProxyQueue::hedgeLoses_nextGetsItsPlace()
{
    ProxySettings settings = narrow();
    settings.retry.hedgeAfter = 20ms;
    NarrowBench bench(2, settings);
    bench.numbered(0);
    bench.pass(20ms);
    bench.numbered(1);
    QCOMPARE(bench.proxy->stats().queued, std::size_t(1));
    bench.upstream.begin(200); // the other attempt is given up
    QCOMPARE(bench.upstream.sent.at(1).request.target, QByteArray("1"));
    QCOMPARE(bench.upstream.sent.at(1).origin.port(), 8003);
}

void TestProxyQueue::slotUsedAgain_didNotWait()
{
    NarrowBench bench(1);
    bench.request();
    bench.request();
    bench.clock.advance(20ms);
    bench.upstream.answer(200);
    bench.upstream.answer(200);
    for (int i = 0; i < 2; ++i) {
        bench.request();
        bench.upstream.answer(200);
        QCOMPARE(bench.requests.back().queued, 0ms);
    }
}

void TestProxyQueue::serverComesUp_waitingOnesGo()
{
    NarrowBench bench(2);
    support::setUp(*bench.endpoints[1], false);
    bench.cluster.refresh();
    bench.request();
    bench.request();
    QCOMPARE(bench.upstream.open, 1);
    support::setUp(*bench.endpoints[1], true);
    bench.cluster.refresh();
    bench.proxy->roomChanged();
    QCOMPARE(bench.upstream.open, 1); // not from within the call
    QTRY_COMPARE(bench.upstream.open, 2);
    QCOMPARE(bench.upstream.sent[1].origin.port(), 8003);
}

void TestProxyQueue::allServersGo_waitingOnesAre503()
{
    NarrowBench bench(1);
    bench.request();
    bench.request();
    support::setUp(*bench.endpoints[0], false);
    bench.cluster.refresh();
    bench.pass(0ms);
    QCOMPARE(bench.answer().status, 503);
    QCOMPARE(bench.answer().reason, QByteArray("sem_servidor"));
    bench.upstream.answer(200);
    QVERIFY(bench.idle(2));
}

void TestProxyQueue::retry_noRoomElsewhere_waits()
{
    NarrowBench bench(2);
    bench.numbered(0, Method::Post);
    bench.numbered(1, Method::Post);
    bench.numbered(2, Method::Post); // waits
    bench.upstream.refuse();         // 0 at the first server: there is no room at the second one
    QCOMPARE(bench.upstream.sent.at(1).request.target, QByteArray("2"));
    bench.pass(250ms);
    QCOMPARE(bench.proxy->stats().queued, std::size_t(1));
    bench.upstream.answer(201); // 1
    QCOMPARE(bench.upstream.sent.at(1).request.target, QByteArray("0"));
    QCOMPARE(bench.upstream.sent.at(1).origin.port(), 8003);
    bench.upstream.answer(201);
    bench.upstream.answer(201);
    QVERIFY(bench.idle(3));
    QCOMPARE(bench.counters(1).retries, 1);
}

void TestProxyQueue::retry_waitedInVain_isTheFailure()
{
    NarrowBench bench(2, narrow(100ms));
    bench.numbered(0);
    bench.numbered(1);
    bench.numbered(2);
    bench.upstream.refuse();
    bench.pass(25ms); // 0 waits behind nobody now
    QCOMPARE(bench.proxy->stats().queued, std::size_t(1));
    bench.pass(100ms);
    QCOMPARE(bench.owner.answers.size(), std::size_t(1));
    QCOMPARE(bench.answer().status, 502);
    QCOMPARE(bench.answer().reason, QByteArray("upstream_connect"));
}

void TestProxyQueue::deadline_whileWaiting_is503()
{
    ProxySettings settings = narrow();
    settings.deadline = 100ms;
    NarrowBench bench(1, settings);
    bench.request();
    bench.clock.advance(50ms);
    bench.request();
    bench.pass(50ms);
    QCOMPARE(bench.answer().status, 504); // the first
    bench.upstream.answer(200);
    QVERIFY(bench.idle(2));
    bench.request();
    bench.request();
    bench.endpoints[0]->setInFlightLimit(0);
    bench.pass(100ms);
    QCOMPARE(bench.answer().reason, QByteArray("fila_expirou"));
    QVERIFY(bench.idle(4));
}

void TestProxyQueue::destroyed_whileWaiting_isAnswered()
{
    NarrowBench bench(1);
    bench.request();
    bench.request();
    bench.proxy.reset();
    QCOMPARE(bench.owner.answers.size(), std::size_t(2));
    QCOMPARE(bench.inFlight(), 0); // the endpoint may live on
}

void TestProxyQueue::stats_tellOfTheQueue()
{
    NarrowBench bench(1, narrow(100ms));
    for (int i = 0; i < 6; ++i)
        bench.request();
    const ProxyStats full = bench.proxy->stats();
    QCOMPARE(full.queued, std::size_t(3));
    QCOMPARE(full.refusedFull, 2);
    QCOMPARE(full.refusedLate, 0);
    bench.pass(100ms);
    QCOMPARE(bench.proxy->stats().queued, std::size_t(0));
    QCOMPARE(bench.proxy->stats().refusedLate, 3);
}

QTEST_GUILESS_MAIN(TestProxyQueue)
#include "tst_proxyqueue.moc"
