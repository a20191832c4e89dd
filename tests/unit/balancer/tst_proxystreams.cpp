// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/balancer/proxybench.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;
using client::Stage;
using http::Method;
using test::Bench;

/// Answers that are passed on bit by bit, and writes that may be repeated.
class TestProxyStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stream_whole_isPassedOnAndCountedOnce();
    void stream_whole_reportSaysWhatItsHeadSaid();
    void stream_slowClient_pausesTheCall();
    void stream_brokenOff_breaksTheAnswerAndIsAFailure();
    void stream_onceBegun_hasNoDeadline();
    void clientLeft_streamIsCancelledWithoutBlame();
    void destroyed_streamsUnderWay_areBroken();
    void post_withIdempotencyKey_goesToAnother();
};

void TestProxyStreams::stream_whole_isPassedOnAndCountedOnce()
{
    Bench bench(1);
    bench.request();
    bench.upstream.begin(200);
    QCOMPARE(bench.counters(0).responses[0], 1); // its latency is the head's
    QCOMPARE(bench.inFlight(), 1);
    QVERIFY(bench.upstream.bytes("ab"));
    QVERIFY(bench.upstream.bytes("cd"));
    QCOMPARE(bench.owner.answers.size(), std::size_t(0));
    bench.upstream.end(Stage::Completed);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().status, 200);
    QCOMPARE(bench.answer().body, QByteArray("abcd"));
    QCOMPARE(bench.answer().upstream, QByteArray("localhost:8002"));
    QCOMPARE(bench.counters(0).requests, 1);
    QCOMPARE(bench.counters(0).responses[0], 1);
    QCOMPARE(bench.counters(0).failures, 0);
}

void TestProxyStreams::stream_whole_reportSaysWhatItsHeadSaid()
{
    Bench bench(1);
    bench.request();
    bench.upstream.begin(206);
    bench.upstream.took = 1h; // and the result has no head any more
    bench.upstream.end(Stage::Completed);
    QCOMPARE(bench.requests.back().attempts.front().status, 206);
    QVERIFY(bench.reports.back().duration < 1h);
}

void TestProxyStreams::stream_slowClient_pausesTheCall()
{
    Bench bench(1);
    bench.request();
    bench.upstream.begin();
    bench.owner.room = false;
    QVERIFY(!bench.upstream.bytes("ab"));
    QCOMPARE(bench.upstream.resumed, 0);
    bench.owner.exchanges[0]->stream->onRoom();
    QCOMPARE(bench.upstream.resumed, 1);
}

void TestProxyStreams::stream_brokenOff_breaksTheAnswerAndIsAFailure()
{
    for (const Stage stage : {Stage::Truncated, Stage::Timeout}) {
        Bench bench(2);
        bench.request();
        bench.upstream.begin();
        bench.upstream.bytes("ab");
        bench.upstream.end(stage);
        QVERIFY(bench.idle(1)); // no other attempt
        QCOMPARE(bench.answer().status, http::ReplyHandle::unansweredStatus);
        QCOMPARE(bench.counters(0).failures, 1);
        QCOMPARE(bench.counters(1).requests, 0);
        QVERIFY(bench.reports.at(0).streamed.has_value());
        bench.request(); // the slot is as good as new
        bench.upstream.answer(200);
        QVERIFY(bench.idle(2));
        QCOMPARE(bench.answer().status, 200);
        QVERIFY(!bench.reports.at(1).streamed);
    }
}

void TestProxyStreams::stream_onceBegun_hasNoDeadline()
{
    ProxySettings settings;
    settings.deadline = 50ms;
    settings.retry.tryDeadline = 30ms;
    Bench bench(2, settings);
    bench.request();
    bench.upstream.begin(200);
    bench.pass(1h);
    QVERIFY(bench.upstream.bytes("ab"));
    bench.upstream.end(Stage::Completed);
    QVERIFY(bench.reports.at(0).streamed >= 1h);
    QVERIFY(bench.idle(1));
    QCOMPARE(bench.answer().body, QByteArray("ab"));
}

void TestProxyStreams::clientLeft_streamIsCancelledWithoutBlame()
{
    Bench bench(1);
    bench.request();
    bench.upstream.begin();
    bench.upstream.bytes("ab");
    bench.owner.leave(0);
    QVERIFY(bench.idle(0));
    QCOMPARE(bench.owner.left.size(), std::size_t(1));
    QCOMPARE(bench.counters(0).failures, 0);
}

void TestProxyStreams::destroyed_streamsUnderWay_areBroken()
{
    Bench bench(1);
    bench.request();
    bench.upstream.begin();
    bench.proxy.reset();
    QCOMPARE(bench.upstream.open, 0);
    QCOMPARE(bench.answer().status, http::ReplyHandle::unansweredStatus);
}

void TestProxyStreams::post_withIdempotencyKey_goesToAnother()
{
    for (const Method method : {Method::Post, Method::Patch}) {
        Bench bench(2);
        bench.request(method, {{"idempotency-key", "a-1"}});
        bench.upstream.end(Stage::NoResponse);
        QCOMPARE(bench.upstream.open, 1);
        QCOMPARE(bench.upstream.sent[0].request.body, QByteArray("body"));
        QCOMPARE(bench.upstream.sent[0].request.headers.value("idempotency-key"), QByteArray("a-1"));
        bench.upstream.answer(201);
        QVERIFY(bench.idle(1));
        QCOMPARE(bench.answer().status, 201);
        QCOMPARE(bench.counters(1).retries, 1);
    }
}

QTEST_GUILESS_MAIN(TestProxyStreams)
#include "tst_proxystreams.moc"
