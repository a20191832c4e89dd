// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/balancer/proxybench.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using test::Bench;
using namespace std::chrono_literals;
using client::Stage;
using http::Method;

class TestProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forward_healthy_passesRequestAndAnswerOn();
    void forward_optionsAtTheLastHop_isAnsweredHere();
    void forward_severalRequests_takeTurns();
    void forward_noneAvailable_is503WithRetryAfter();
    void forward_connectFails_anyMethodGoesToAnother();
    void forward_connectFailsEverywhere_is502();
    void forward_noResponse_onlyIdempotentGoesToAnother_data();
    void forward_noResponse_onlyIdempotentGoesToAnother();
    void forward_timeoutOfWhatMayHaveBeenDone_is504();
    void forward_oneKeepsFailing_firstPicksStillTakeTurns();
    void forward_retryPastTheDeadline_is504();
    void forward_slotUsedAgain_hasADeadlineOfItsOwn();
    void deadline_whileTheClockRuns_isKeptByTheTimer();
    void clientLeft_callUnderWay_isCancelledWithoutBlame();
    void clientLeft_lastOfMany_othersGoOn();
    void forward_moreThanSlotsAreKept_allEndWell();
    void destroyed_callsUnderWay_areCancelled();
};

void TestProxy::forward_healthy_passesRequestAndAnswerOn()
{
    Bench bench(1);
    bench.request(Method::Post);
    QCOMPARE(bench.upstream.sent.size(), std::size_t(1));
    QCOMPARE(bench.upstream.sent[0].origin, QUrl(QStringLiteral("http://127.0.0.1:8002")));
    QCOMPARE(bench.upstream.sent[0].request.method, Method::Post);
    QCOMPARE(bench.upstream.sent[0].request.target, QByteArray("/itens?a=1"));
    QCOMPARE(bench.upstream.sent[0].request.body, QByteArray("body"));
    QCOMPARE(bench.inFlight(), 1);
    bench.upstream.answer(201);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 201);
    QCOMPARE(bench.answer().upstream, QByteArray("localhost:8002"));
    QCOMPARE(bench.counters(0).requests, 1);
    QCOMPARE(bench.counters(0).responses[0], 1);
    QCOMPARE(bench.counters(0).failures, 0);
}

void TestProxy::forward_optionsAtTheLastHop_isAnsweredHere()
{
    Bench bench(1);
    for (const char *left : {"0", "1"}) {
        http::Request request;
        request.method = Method::Options;
        request.headers.append(QByteArrayLiteral("max-forwards"), left);
        bench.proxy->forward(std::move(request), bench.owner.handle());
    }
    QCOMPARE(bench.answer().status, 204);
    QVERIFY(bench.answer().headers.contains("allow"));
    QCOMPARE(bench.upstream.sent.size(), std::size_t(1));
    QCOMPARE(bench.upstream.sent[0].request.headers.value("max-forwards"), QByteArray("0"));
    bench.upstream.answer(200);
    QVERIFY(bench.idle(2));
}

void TestProxy::forward_severalRequests_takeTurns()
{
    Bench bench(2);
    for (int i = 0; i < 10; ++i)
        bench.request();
    QCOMPARE(bench.proxy->inFlight(), std::size_t(10));
    while (!bench.upstream.sent.empty())
        bench.upstream.answer(200);
    QVERIFY(bench.idle(10));
    QCOMPARE(bench.counters(0).requests, 5);
    QCOMPARE(bench.counters(1).requests, 5);
}

void TestProxy::forward_noneAvailable_is503WithRetryAfter()
{
    Bench bench(1);
    support::setUp(*bench.endpoints[0], false);
    bench.cluster.refresh();
    bench.request();
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 503);
    QCOMPARE(bench.answer().reason, QByteArray("sem_servidor"));
    QCOMPARE(bench.answer().headers.value("retry-after"), QByteArray("1"));
    QCOMPARE(bench.counters(0).requests, 0);
}

void TestProxy::forward_connectFails_anyMethodGoesToAnother()
{
    for (const Method method : {Method::Get, Method::Post, Method::Patch}) {
        Bench bench(2);
        bench.request(method);
        bench.upstream.refuse();
        QCOMPARE(bench.upstream.sent.size(), std::size_t(1));
        QCOMPARE(bench.upstream.sent[0].origin.port(), 8003);
        QCOMPARE(bench.upstream.sent[0].request.body, QByteArray("body"));
        bench.upstream.answer(200);
        QVERIFY(bench.idle(1));
        QCOMPARE(bench.answer().upstream, QByteArray("localhost:8003"));
        QCOMPARE(bench.reported, 1);
        QCOMPARE(bench.counters(0).failures, 1);
        QCOMPARE(bench.counters(0).retries, 0);
        QCOMPARE(bench.counters(1).requests, 1);
        QCOMPARE(bench.counters(1).retries, 1);
    }
}

void TestProxy::forward_connectFailsEverywhere_is502()
{
    Bench bench(3);
    bench.request(Method::Post);
    for (int i = 0; i < 3; ++i) {
        bench.upstream.refuse();
        bench.pass(50ms); // the longest pause before a second retry
    }
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 502);
    QCOMPARE(bench.answer().reason, QByteArray(client::stageReason(Stage::Connect)));
    QCOMPARE(bench.reported, 3);
}

void TestProxy::forward_noResponse_onlyIdempotentGoesToAnother_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<bool>("retried");
    QTest::newRow("GET") << Method::Get << true;
    QTest::newRow("PUT") << Method::Put << true;
    QTest::newRow("DELETE") << Method::Delete << true;
    QTest::newRow("POST") << Method::Post << false;
    QTest::newRow("PATCH") << Method::Patch << false;
}

void TestProxy::forward_noResponse_onlyIdempotentGoesToAnother()
{
    QFETCH(Method, method);
    QFETCH(bool, retried);
    Bench bench(2);
    bench.request(method);
    bench.upstream.end(Stage::NoResponse);
    QCOMPARE(bench.upstream.open, retried ? 1 : 0);
    if (retried)
        bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, retried ? 200 : 502);
    QCOMPARE(bench.reported, 0);
}

void TestProxy::forward_timeoutOfWhatMayHaveBeenDone_is504()
{
    Bench bench(2);
    bench.request(Method::Post);
    bench.upstream.end(Stage::Timeout);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 504);
}

void TestProxy::forward_oneKeepsFailing_firstPicksStillTakeTurns()
{
    Bench bench(2);
    for (int i = 0; i < 10; ++i) {
        bench.request();
        if (bench.upstream.sent[0].origin.port() == 8002)
            bench.upstream.end(Stage::NoResponse);
        bench.upstream.answer(200);
    }
    QVERIFY(bench.idle(10));
    QCOMPARE(bench.counters(0).requests, 5);
    QCOMPARE(bench.counters(1).requests, 10);
    QCOMPARE(bench.counters(1).retries, 5);
}

void TestProxy::forward_retryPastTheDeadline_is504()
{
    ProxySettings settings;
    settings.deadline = 50ms;
    Bench bench(2, settings);
    bench.request();
    bench.clock.advance(45ms);
    bench.upstream.refuse();
    bench.pass(4ms);
    QCOMPARE(bench.upstream.open, 1);
    bench.pass(1ms);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 504);
    QCOMPARE(bench.counters(1).failures, 1);
}

void TestProxy::forward_slotUsedAgain_hasADeadlineOfItsOwn()
{
    ProxySettings settings;
    settings.deadline = 50ms;
    Bench bench(1, settings);
    bench.request();
    bench.clock.advance(45ms);
    bench.upstream.answer(200);
    bench.request();
    bench.pass(49ms);
    QCOMPARE(bench.upstream.open, 1);
    bench.pass(1ms);
    QVERIFY(bench.idle(2));
    QCOMPARE(bench.answer().status, 504);
}

void TestProxy::deadline_whileTheClockRuns_isKeptByTheTimer()
{
    ProxySettings settings;
    settings.deadline = 20ms;
    Bench bench(1, settings);
    bench.request();
    bench.clock.advance(20ms);
    QTRY_VERIFY(bench.idle(1)); // nobody calls keepTime() here
    QCOMPARE(bench.answer().status, 504);
}

void TestProxy::clientLeft_callUnderWay_isCancelledWithoutBlame()
{
    Bench bench(1);
    bench.request();
    bench.owner.leave(0);
    QVERIFY(bench.idle(0));
    QCOMPARE(bench.owner.left, std::vector<QByteArray>{"cliente_saiu"});
    QCOMPARE(bench.counters(0).requests, 1);
    QCOMPARE(bench.counters(0).failures, 0);
    QCOMPARE(bench.reported, 0);
}

void TestProxy::clientLeft_lastOfMany_othersGoOn()
{
    Bench bench(2);
    for (int i = 0; i < 6; ++i)
        bench.request();
    bench.owner.leave(0);
    bench.owner.leave(5);
    bench.owner.leave(2);
    while (!bench.upstream.sent.empty())
        bench.upstream.answer(200);
    QVERIFY(bench.idle(3));
    QCOMPARE(bench.owner.left.size(), std::size_t(3));
}

/// Beyond 256, a slot goes with its request, from within whatever ended it.
void TestProxy::forward_moreThanSlotsAreKept_allEndWell()
{
    constexpr int each = 300;
    Bench bench(2);
    for (int i = 0; i < 6 * each; ++i)
        bench.request(i < each ? Method::Get : Method::Post);
    for (int i = 0; i < each; ++i) {
        bench.upstream.answer(200, int(bench.upstream.sent.size()) - 1);
        bench.upstream.end(Stage::NoResponse, 0, int(bench.upstream.sent.size()) - 1);
        bench.upstream.begin(200, int(bench.upstream.sent.size()) - 1);
        bench.upstream.end(i % 2 ? Stage::Completed : Stage::Truncated, 0,
                           int(bench.upstream.sent.size()) - 1);
        bench.owner.leave(std::size_t(each + i));
        bench.upstream.begin(200, int(bench.upstream.sent.size()) - 1);
        bench.owner.leave(std::size_t(6 * each - 1 - 4 * i - 3));
    }
    bench.pass(10min); // their time is over
    QVERIFY(bench.idle(bench.owner.answers.size()));
    QCOMPARE(int(bench.owner.answers.size() + bench.owner.left.size()), 6 * each);
}

void TestProxy::destroyed_callsUnderWay_areCancelled()
{
    Bench bench(2);
    for (int i = 0; i < 3; ++i)
        bench.request();
    bench.proxy.reset();
    QCOMPARE(bench.upstream.open, 0);
    QCOMPARE(bench.owner.answers.size(), std::size_t(3)); // each handle answers for itself
}

QTEST_GUILESS_MAIN(TestProxy)
#include "tst_proxy.moc"
