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

/// When a request is tried again, where, and what the client gets if nothing helps.
class TestProxyRetries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstRetry_elsewhere_goesAtOnce();
    void secondRetry_pauses_andTheSlotWaitsForIt();
    void retry_nobodyElse_goesToTheSameAfterAPause();
    void retry_allTried_goesToTheOneThatFailedTheLongestAgo();
    void retries_none_firstFailureIsTheAnswer();
    void retries_mostInAll();
    void status_503_anotherIsAsked_data();
    void status_503_anotherIsAsked();
    void status_503_lastAnswerIsPassedOn();
    void status_503_isKeptWhereTheNextAttemptsFail();
    void status_503WithRetryAfter_isNotAskedAgain();
    void status_503OfAStream_anotherIsAsked();
    void status_503OfAStream_isPassedOnWhereNobodyElseIs();
    void budget_spent_firstFailureIsTheAnswer();
    void budget_neverSent_costsNothing();
    void replay_largeBody_onlyWhatWasNeverSent();
    void tryDeadline_anotherCouldAnswer_isCut();
    void tryDeadline_isCutOncePerRequest();
    void tryDeadline_nobodyElse_letsItRun_data();
    void tryDeadline_nobodyElse_letsItRun();
    void deadline_inAPause_isNotWaitedFor();
    void clientLeft_inAPause_isOver();
    void slotUsedAgain_knowsNothingOfTheLastRequest();
    void panic_nobodyReached_is503();
    void panic_somebodyReached_isTheFailure();
};

void TestProxyRetries::firstRetry_elsewhere_goesAtOnce()
{
    for (const Stage stage :
         {Stage::Connect, Stage::Saturated, Stage::NoResponse, Stage::Truncated, Stage::Timeout}) {
        Bench bench(2);
        bench.request();
        bench.upstream.end(stage);
        QCOMPARE(bench.upstream.open, 1);
        QCOMPARE(bench.upstream.sent[0].origin.port(), 8003);
        bench.upstream.answer(200);
        QVERIFY(bench.idle(1));
    }
}

void TestProxyRetries::secondRetry_pauses_andTheSlotWaitsForIt()
{
    ProxySettings settings = patient();
    settings.retry.backoff = {1s, 1s};
    settings.retry.retries = 9;
    Bench bench(9, settings);
    std::vector<std::chrono::milliseconds> pauses;
    bench.request();
    bench.upstream.refuse();
    for (int i = 0; i < 8; ++i) {
        bench.upstream.refuse();
        QCOMPARE(bench.upstream.open, 0);
        QCOMPARE(bench.inFlight(), 0); // it is at no server meanwhile
        QCOMPARE(bench.proxy->inFlight(), std::size_t(1));
        std::chrono::milliseconds pause{0};
        for (; bench.upstream.open == 0 && pause <= 1s; pause += 1ms)
            bench.pass(pause == 0ms ? 0ms : 1ms);
        pauses.push_back(pause);
    }
    QVERIFY(*std::max_element(pauses.begin(), pauses.end()) <= 1001ms);
    QVERIFY(*std::min_element(pauses.begin(), pauses.end()) <
            *std::max_element(pauses.begin(), pauses.end()));
    bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 200);
}

void TestProxyRetries::retry_nobodyElse_goesToTheSameAfterAPause()
{
    Bench bench(1);
    bench.request();
    bench.upstream.end(Stage::NoResponse);
    QCOMPARE(bench.upstream.open, 0);
    bench.pass(25ms);
    QCOMPARE(bench.upstream.open, 1);
    bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.counters(0).retries, 1);
    QCOMPARE(bench.counters(0).requests, 2);
}

void TestProxyRetries::retry_allTried_goesToTheOneThatFailedTheLongestAgo()
{
    ProxySettings settings = patient();
    settings.retry.retries = 5;
    Bench bench(3, settings);
    bench.request();
    std::vector<int> ports;
    while (bench.proxy->inFlight() > 0) {
        ports.push_back(bench.upstream.sent.at(0).origin.port());
        bench.upstream.refuse();
        bench.pass(250ms);
    }
    QCOMPARE(ports, (std::vector<int>{8002, 8003, 8004, 8002, 8003, 8004}));
}

void TestProxyRetries::retries_none_firstFailureIsTheAnswer()
{
    ProxySettings settings = patient();
    settings.retry.retries = 0;
    Bench bench(2, settings);
    bench.request();
    bench.upstream.refuse();
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 502);
}

void TestProxyRetries::retries_mostInAll()
{
    Bench bench(10);
    bench.request();
    int attempts = 0;
    for (; bench.proxy->inFlight() > 0; ++attempts) {
        bench.upstream.refuse();
        bench.pass(250ms);
    }
    QCOMPARE(attempts, 3);
}

void TestProxyRetries::status_503_anotherIsAsked_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("asked");
    for (const int status : {502, 503, 504}) {
        QTest::addRow("GET %d", status) << Method::Get << QByteArray() << status << true;
        QTest::addRow("PUT %d", status) << Method::Put << QByteArray() << status << true;
        QTest::addRow("POST %d", status) << Method::Post << QByteArray() << status << false;
        QTest::addRow("POST with a key %d", status) << Method::Post << QByteArray("k") << status << true;
    }
    QTest::addRow("GET 500") << Method::Get << QByteArray() << 500 << false;
    QTest::addRow("GET 429") << Method::Get << QByteArray() << 429 << false;
}

void TestProxyRetries::status_503_anotherIsAsked()
{
    QFETCH(Method, method);
    QFETCH(QByteArray, key);
    QFETCH(int, status);
    QFETCH(bool, asked);
    Bench bench(2);
    bench.request(method, key.isEmpty() ? http::Headers() : http::Headers{{"idempotency-key", key}});
    bench.upstream.answer(status);
    QCOMPARE(bench.upstream.open, asked ? 1 : 0);
    if (asked)
        bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, asked ? 200 : status);
    QCOMPARE(bench.counters(0).responses[3], status >= 500 ? 1 : 0); // an answer, not a failure
    QCOMPARE(bench.counters(0).failures, 0);
}

void TestProxyRetries::status_503_lastAnswerIsPassedOn()
{
    Bench bench(3);
    bench.request();
    for (const int status : {502, 503, 504}) {
        bench.upstream.answer(status);
        bench.pass(250ms);
    }
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 504);
    QCOMPARE(bench.answer().reason, QByteArray()); // a server's, not ours
    QCOMPARE(bench.answer().upstream, QByteArray("localhost:8004"));
}

void TestProxyRetries::status_503_isKeptWhereTheNextAttemptsFail()
{
    Bench bench(2);
    bench.request();
    bench.upstream.answer(503);
    for (int i = 0; i < 2; ++i) {
        bench.upstream.refuse();
        bench.pass(250ms);
    }
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 503);
    QCOMPARE(bench.answer().upstream, QByteArray("localhost:8002"));
}

void TestProxyRetries::status_503WithRetryAfter_isNotAskedAgain()
{
    Bench bench(2);
    bench.request();
    bench.upstream.answerWith(503, {{"Retry-After", "1"}});
    QCOMPARE(bench.upstream.sent.at(0).origin.port(), 8003);
    bench.upstream.refuse();
    bench.pass(250ms);
    QCOMPARE(bench.upstream.sent.at(0).origin.port(), 8003); // not the one that wants to be left alone
    bench.upstream.answerWith(503, {{"Retry-After", "1"}});
    QVERIFY(bench.idle(1)); // at once: nobody is left
    QCOMPARE(bench.answer().status, 503);
    QCOMPARE(bench.answer().headers.value("retry-after"), QByteArray("1"));
}

void TestProxyRetries::status_503OfAStream_anotherIsAsked()
{
    Bench bench(2);
    bench.request();
    bench.upstream.begin(503);
    QCOMPARE(bench.upstream.open, 1);
    QCOMPARE(bench.upstream.sent.at(0).origin.port(), 8003);
    QCOMPARE(bench.counters(0).responses[3], 1);
    QCOMPARE(bench.counters(0).inFlight, 0);
    bench.upstream.begin(200);
    bench.upstream.bytes("ab");
    bench.upstream.end(Stage::Completed);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 200);
    QCOMPARE(bench.answer().body, QByteArray("ab"));
}

void TestProxyRetries::status_503OfAStream_isPassedOnWhereNobodyElseIs()
{
    ProxySettings settings = patient();
    settings.retry.retries = 0;
    Bench bench(2, settings);
    bench.request();
    bench.upstream.begin(503);
    bench.upstream.bytes("ab");
    bench.upstream.end(Stage::Completed);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 503);
    QCOMPARE(bench.answer().body, QByteArray("ab"));
}

void TestProxyRetries::budget_spent_firstFailureIsTheAnswer()
{
    ProxySettings settings = patient();
    settings.retry.budget = {.percent = 50, .floor = 0};
    Bench bench(2, settings);
    for (int i = 0; i < 10; ++i) {
        bench.request();
        bench.upstream.end(Stage::NoResponse);
        if (bench.upstream.open > 0)
            bench.upstream.answer(200);
    }
    QVERIFY(bench.idle(10));
    QCOMPARE(bench.counters(0).retries + bench.counters(1).retries, 5);
    QCOMPARE(bench.proxy->stats().retriesUsed, 5);
    QCOMPARE(bench.proxy->stats().retriesAllowed, 5);
}

void TestProxyRetries::budget_neverSent_costsNothing()
{
    ProxySettings settings = patient();
    settings.retry.budget = {.percent = 0, .floor = 0};
    Bench bench(2, settings);
    for (int i = 0; i < 10; ++i) {
        bench.request(Method::Post);
        bench.upstream.refuse();
        bench.upstream.answer(201);
        QCOMPARE(bench.answer().status, 201);
    }
    QVERIFY(bench.idle(10));
    QCOMPARE(bench.proxy->stats().retriesUsed, 0);
}

void TestProxyRetries::replay_largeBody_onlyWhatWasNeverSent()
{
    ProxySettings settings = patient();
    settings.retry.replayLimit = 3; // the bench's bodies have four
    for (const Stage stage : {Stage::Connect, Stage::NoResponse}) {
        Bench bench(2, settings);
        bench.request(Method::Put);
        bench.upstream.end(stage);
        QCOMPARE(bench.upstream.open, stage == Stage::Connect ? 1 : 0);
        if (stage == Stage::Connect) {
            QCOMPARE(bench.upstream.sent[0].request.body, QByteArray("body"));
            bench.upstream.answer(200);
        }
        QVERIFY(bench.idle(1));
    }
}

void TestProxyRetries::tryDeadline_anotherCouldAnswer_isCut()
{
    Bench bench(2);
    bench.request();
    bench.pass(5min);
    QCOMPARE(bench.upstream.open, 1);
    QCOMPARE(bench.upstream.sent.at(0).origin.port(), 8003);
    QCOMPARE(bench.counters(0).outcomes[std::size_t(AttemptOutcome::Timeout)], 1);
    QCOMPARE(bench.reports.back().duration, 5min);
    bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 200);
}

void TestProxyRetries::tryDeadline_isCutOncePerRequest()
{
    ProxySettings settings = patient();
    settings.deadline = 24h;
    Bench bench(4, settings);
    for (int round = 0; round < 2; ++round) {
        bench.request();
        bench.pass(5min);
        QCOMPARE(bench.upstream.open, 1);
        bench.pass(1h); // it is slow everywhere, and is answered all the same
        bench.upstream.answer(200);
        QVERIFY(bench.idle(std::size_t(round) + 1));
        QCOMPARE(bench.requests.back().attempts.size(), std::size_t(2));
    }
}

void TestProxyRetries::tryDeadline_nobodyElse_letsItRun_data()
{
    QTest::addColumn<int>("servers");
    QTest::addColumn<Method>("method");
    QTest::addColumn<int>("retries");
    QTest::addColumn<int>("perSecond");
    QTest::newRow("one server") << 1 << Method::Get << 2 << 1;
    QTest::newRow("not repeatable") << 2 << Method::Post << 2 << 1;
    QTest::newRow("no attempts left") << 2 << Method::Get << 0 << 1;
    QTest::newRow("no budget left") << 2 << Method::Get << 2 << 0;
}

void TestProxyRetries::tryDeadline_nobodyElse_letsItRun()
{
    QFETCH(int, servers);
    QFETCH(Method, method);
    QFETCH(int, retries);
    QFETCH(int, perSecond);
    ProxySettings settings = patient();
    settings.retry.retries = retries;
    settings.retry.budget = {.percent = 0, .floor = perSecond};
    Bench bench(servers, settings);
    bench.request(method);
    bench.pass(9min);
    QCOMPARE(bench.upstream.open, 1);
    bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 200);
    QCOMPARE(bench.counters(0).requests, 1);
}

void TestProxyRetries::deadline_inAPause_isNotWaitedFor()
{
    ProxySettings settings = patient();
    settings.deadline = 1s;
    settings.retry.backoff = {1h, 1h};
    Bench bench(1, settings);
    bench.request();
    bench.upstream.end(Stage::NoResponse);
    QVERIFY(bench.idle(1)); // the pause would last longer than the request may
    QCOMPARE(bench.answer().status, 502);
}

void TestProxyRetries::clientLeft_inAPause_isOver()
{
    Bench bench(1);
    bench.request();
    bench.upstream.end(Stage::NoResponse);
    bench.owner.leave(0);
    QVERIFY(bench.idle(0));
    QCOMPARE(bench.owner.left.size(), std::size_t(1));
    bench.pass(1h);
    QCOMPARE(bench.upstream.open, 0);
}

void TestProxyRetries::slotUsedAgain_knowsNothingOfTheLastRequest()
{
    ProxySettings settings = patient();
    settings.retry.retries = 5;
    settings.retry.backoff = {10ms, 10h};
    settings.deadline = 240h;
    Bench bench(1, settings);
    for (int round = 0; round < 2; ++round) {
        bench.request();
        for (int i = 0; i < 5; ++i) {
            bench.upstream.end(Stage::NoResponse);
            bench.pass(10ms * (1 << i)); // the longest pause
            QCOMPARE(bench.upstream.open, 1);
        }
        bench.upstream.answerWith(503, {{"Retry-After", "1"}});
        QVERIFY(bench.idle(std::size_t(round) + 1));
        QCOMPARE(bench.requests.back().attempts.size(), std::size_t(6));
    }

    // It was refused, and reached somebody; the next one has nothing of that.
    support::setUp(*bench.endpoints[0], false);
    bench.cluster.setPanicMode(PanicMode::On);
    bench.request();
    bench.upstream.refuse();
    while (bench.proxy->inFlight() > 0) {
        bench.pass(1min);
        if (bench.upstream.open > 0)
            bench.upstream.refuse();
    }
    QCOMPARE(bench.answer().reason, QByteArray("sem_servidor"));
    QCOMPARE(bench.requests.back().attempts.size(), std::size_t(6));

    support::setUp(*bench.endpoints[0], true);
    bench.cluster.refresh();
    bench.request();
    while (bench.proxy->inFlight() > 0) {
        if (bench.upstream.open > 0)
            bench.upstream.refuse();
        bench.pass(1min);
    }
    QCOMPARE(bench.answer().reason, QByteArray("upstream_connect")); // and this one nothing of the panic
}

void TestProxyRetries::panic_nobodyReached_is503()
{
    Bench bench(2);
    for (const EndpointPtr &endpoint : bench.endpoints)
        support::setUp(*endpoint, false);
    bench.cluster.setPanicMode(PanicMode::On);
    bench.request();
    QCOMPARE(bench.counters(0).picks[std::size_t(PickReason::Panic)], 1);
    for (int i = 0; i < 3; ++i) {
        bench.upstream.refuse();
        bench.pass(250ms);
    }
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 503);
    QCOMPARE(bench.answer().reason, QByteArray("sem_servidor"));
    QCOMPARE(bench.answer().headers.value("retry-after"), QByteArray("1"));
}

void TestProxyRetries::panic_somebodyReached_isTheFailure()
{
    Bench bench(2);
    for (const EndpointPtr &endpoint : bench.endpoints)
        support::setUp(*endpoint, false);
    bench.cluster.setPanicMode(PanicMode::On);
    bench.request(Method::Post);
    bench.upstream.end(Stage::NoResponse); // perhaps done: not to be told from a server that is not there
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 502);
    QCOMPARE(bench.answer().reason, QByteArray("upstream_no_response"));
}

QTEST_GUILESS_MAIN(TestProxyRetries)
#include "tst_proxyretries.moc"
