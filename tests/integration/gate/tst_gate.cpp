// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/gatefixture.h"
#include "support/descriptorlimit.h"

#include <sys/socket.h>

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using support::RawClient;

/// The gate over real sockets: order, leaving clients, deadlines and limits.
class TestGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pipelined_slowBeforeFast_answeredInOrder();
    void pipelined_many_allAnswered();
    void answer_fromAnotherRequestsHandler_isDelivered();
    void client_leavesWhileReplyOwed_handlerIsTold();
    void clients_200LeaveMidway_othersAreServed();
    void http10_byDefault_closes();
    void http10_keepAlive_staysOpen();
    void connectionClose_closesAfterTheAnswer();
    void expect_100Continue_isAnsweredBeforeTheBody();
    void garbage_isRefusedWithOneProblem();
    void halfRequest_thenLeave_harmsNothing();
    void tooLargeBody_answerReachesAClientThatKeepsSending();
    void header_tooSlow_408();
    void body_stops_408();
    void body_dripsBytes_408();
    void idle_tooLong_closed();
    void idle_beforeFirstByte_closed();
    void peer_doesNotRead_closedAfterStall();
    void connections_aboveLimit_waitForAPlace();
    void connections_aboveLimitPerAddress_closed();
    void buffered_aboveLimit_readingPausesAndGoesOn();
    void answers_notTakenAboveLimit_areDroppedAndOthersServed();
    void bodies_stuckAboveLimit_areRefusedAndOthersServed();
    void connections_atLimit_idleOneMakesRoom();
    void halfClose_whileAnswerIsWritten_getsAllOfIt();
    void halfClose_whileReplyOwed_isLeaving();
    void refusedHead_hasNoContent();
    void descriptors_exhausted_acceptingRecovers();
    void destroyed_withRepliesHeld_isSafe();
};

void TestGate::pipelined_slowBeforeFast_answeredInOrder()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send(get("/later") + get("/now") + get("/later") + get("/id", "X-Request-Id: last\r\n"));
    QTRY_COMPARE(gate.held.size(), std::size_t(1));
    QCOMPARE(client.count(), 0);
    gate.answerHeld("first");
    QTRY_COMPARE(gate.held.size(), std::size_t(1));
    gate.answerHeld("third");
    QTRY_COMPARE(client.count(), 4);
    const auto responses = client.responses();
    QCOMPARE(responses[0].body, QByteArray("first"));
    QCOMPARE(responses[1].body, QByteArray("now"));
    QCOMPARE(responses[2].body, QByteArray("third"));
    QCOMPARE(responses[3].body, QByteArray("last"));
}

void TestGate::pipelined_many_allAnswered()
{
    constexpr int requests = 5000;
    GateFixture gate;
    RawClient client(gate.port);
    client.send(get("/now").repeated(requests));
    QTRY_COMPARE_WITH_TIMEOUT(client.received().count("\r\n\r\nnow"), requests, 20'000);
    QCOMPARE(gate.app.stats().bufferedBytes, 0);
}

void TestGate::answer_fromAnotherRequestsHandler_isDelivered()
{
    GateFixture gate;
    RawClient first(gate.port);
    first.send(get("/later") + get("/later") + get("/now"));
    QTRY_COMPARE(gate.held.size(), std::size_t(1));
    RawClient second(gate.port);
    second.send(get("/free-others"));
    QTRY_COMPARE(second.count(), 1);
    QTRY_COMPARE(first.count(), 3);
}

void TestGate::client_leavesWhileReplyOwed_handlerIsTold()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send(get("/later"));
    QTRY_COMPARE(gate.held.size(), std::size_t(1));
    client.abort();
    QTRY_COMPARE(gate.toldThatClientLeft, 1);
    QVERIFY(gate.held.front().clientLeft());
    gate.answerHeld();
    QCOMPARE(gate.observer.countOf(499), 1);
    QCOMPARE(gate.app.stats().open, 0);
    QCOMPARE(gate.app.stats().inFlight, 0);
}

void TestGate::clients_200LeaveMidway_othersAreServed()
{
    GateFixture gate;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<RawClient>(gate.port));
        clients.back()->send(get("/later"));
    }
    QTRY_COMPARE(gate.held.size(), std::size_t(200));
    clients.clear();
    QTRY_COMPARE(gate.toldThatClientLeft, 200);
    while (!gate.held.empty())
        gate.answerHeld();
    RawClient client(gate.port);
    client.send(get("/now"));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(gate.app.stats().open, 1);
    QCOMPARE(gate.observer.countOf(499), 200);
}

void TestGate::http10_byDefault_closes()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("GET /now HTTP/1.0\r\n\r\n");
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].header("Connection"), QByteArray("close"));
}

void TestGate::http10_keepAlive_staysOpen()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("GET /now HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].header("Connection"), QByteArray("keep-alive"));
    client.send("GET /now HTTP/1.0\r\n\r\n");
    QTRY_COMPARE(client.count(), 2);
}

void TestGate::connectionClose_closesAfterTheAnswer()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send(get("/now", "Connection: close\r\n") + get("/now"));
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].header("Connection"), QByteArray("close"));
}

void TestGate::expect_100Continue_isAnsweredBeforeTheBody()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 100);
    client.send("body");
    QTRY_COMPARE(client.count(), 2);
    QCOMPARE(client.responses()[1].body, QByteArray("body"));
}

void TestGate::garbage_isRefusedWithOneProblem()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send(QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + QByteArray(4096, '\0'));
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 400);
    QCOMPARE(client.responses()[0].header("Content-Type"), QByteArray("application/problem+json"));
    QCOMPARE(gate.observer.countOf(400), 1);
}

void TestGate::halfRequest_thenLeave_harmsNothing()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nhalf");
    QTRY_COMPARE(gate.app.stats().open, 1);
    QTRY_VERIFY(gate.app.stats().bufferedBytes > 0);
    client.abort();
    QTRY_COMPARE(gate.app.stats().open, 0);
    QCOMPARE(gate.app.stats().bufferedBytes, 0);
}

void TestGate::tooLargeBody_answerReachesAClientThatKeepsSending()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 2147483648\r\n\r\n");
    for (int i = 0; i < 32; ++i)
        client.send(QByteArray(64 * 1024, 'x'));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 413);
}

void TestGate::header_tooSlow_408()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("GET /now HTTP/1.1\r\nHost: te");
    QTRY_VERIFY(gate.app.stats().bufferedBytes > 0);
    gate.clock.advance(9s);
    client.send("st"); // a byte now and then does not buy time
    gate.clock.advance(2s);
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.responses().at(0).status, 408);
    QCOMPARE(gate.observer.all.at(0).reason, QByteArray("header_timeout"));
}

void TestGate::body_stops_408()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nhalf");
    QTRY_VERIFY(gate.app.stats().bufferedBytes > 0);
    gate.clock.advance(11s);
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.responses().at(0).status, 408);
    QCOMPARE(gate.observer.all.at(0).reason, QByteArray("body_timeout"));
}

void TestGate::body_dripsBytes_408()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n");
    for (int i = 0; i < 6 && client.count() == 0; ++i) {
        client.send("x");
        QTest::qWait(1);
        gate.clock.advance(2s);
    }
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.responses().at(0).status, 408);
}

void TestGate::idle_tooLong_closed()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send(get("/now"));
    QTRY_COMPARE(client.count(), 1);
    gate.clock.advance(61s);
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
}

void TestGate::idle_beforeFirstByte_closed()
{
    GateFixture gate;
    RawClient client(gate.port);
    QTRY_COMPARE(gate.app.stats().open, 1);
    gate.clock.advance(61s);
    QTRY_VERIFY(client.closed());
}

void TestGate::peer_doesNotRead_closedAfterStall()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.stopReading();
    client.send(get("/large"));
    QTRY_COMPARE(gate.observer.countOf(200), 1);
    QTRY_VERIFY(gate.app.stats().bufferedBytes > 0);
    gate.clock.advance(31s);
    QTRY_COMPARE(gate.app.stats().open, 0);
    QCOMPARE(gate.app.stats().bufferedBytes, 0);
}

void TestGate::connections_aboveLimit_waitForAPlace()
{
    net::ListenerLimits limits;
    limits.connections = 2;
    GateFixture gate(limits);
    auto first = std::make_unique<RawClient>(gate.port);
    RawClient second(gate.port);
    QTRY_COMPARE(gate.app.stats().open, 2);
    RawClient third(gate.port);
    third.send(get("/now"));
    second.send(get("/now"));
    QTRY_COMPARE(second.count(), 1);
    QCOMPARE(third.count(), 0);
    first.reset();
    QTRY_COMPARE(third.count(), 1);
}

void TestGate::connections_aboveLimitPerAddress_closed()
{
    net::ListenerLimits limits;
    limits.connectionsPerAddress = 1;
    GateFixture gate(limits);
    auto first = std::make_unique<RawClient>(gate.port);
    QTRY_COMPARE(gate.app.stats().open, 1);
    RawClient second(gate.port);
    QTRY_COMPARE(gate.app.stats().refusedPerAddress, 1);
    QTRY_VERIFY(second.closed());
    first.reset();
    QTRY_COMPARE(gate.app.stats().open, 0);
    RawClient third(gate.port);
    third.send(get("/now"));
    QTRY_COMPARE(third.count(), 1);
}

void TestGate::buffered_aboveLimit_readingPausesAndGoesOn()
{
    net::ListenerLimits limits;
    limits.bufferedBytes = 300'000;
    GateFixture gate(limits);
    const QByteArray body(256 * 1024, 'x');
    RawClient first(gate.port);
    first.send(post("/later", body));
    QTRY_COMPARE(gate.held.size(), std::size_t(1));
    RawClient second(gate.port);
    second.send(post("/echo", body));
    QTRY_VERIFY(gate.app.stats().bufferedBytes >= limits.bufferedBytes);
    QVERIFY(gate.app.stats().bufferedBytes < limits.bufferedBytes + 128 * 1024);
    QCOMPARE(second.count(), 0);
    gate.answerHeld();
    QTRY_COMPARE(second.count(), 1);
    QCOMPARE(second.responses()[0].body, body);
    QTRY_COMPARE(gate.app.stats().bufferedBytes, 0);
}

void TestGate::answers_notTakenAboveLimit_areDroppedAndOthersServed()
{
    net::ListenerLimits limits;
    limits.bufferedBytes = 48 * 1024 * 1024; // /large is 32 MiB
    GateFixture gate(limits);
    std::vector<std::unique_ptr<RawClient>> greedy;
    for (int i = 0; i < 4; ++i) {
        greedy.push_back(std::make_unique<RawClient>(gate.port));
        greedy.back()->stopReading();
        greedy.back()->send(get("/large"));
    }
    QTRY_VERIFY(gate.app.stats().madeRoom >= 3);
    QTRY_VERIFY(gate.app.stats().bufferedBytes < limits.bufferedBytes);
    RawClient modest(gate.port);
    modest.send(get("/now"));
    QTRY_COMPARE(modest.count(), 1);
}

void TestGate::bodies_stuckAboveLimit_areRefusedAndOthersServed()
{
    net::ListenerLimits limits;
    limits.bufferedBytes = 300'000;
    GateFixture gate(limits);
    RawClient first(gate.port);
    RawClient second(gate.port);
    for (RawClient *client : {&first, &second})
        client->send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n" +
                     QByteArray(200'000, 'x'));
    QTRY_VERIFY(gate.app.stats().bufferedBytes >= limits.bufferedBytes);
    RawClient modest(gate.port);
    modest.send(post("/echo", QByteArray(50'000, 'y')));
    QTRY_COMPARE(modest.count(), 1);
    gate.clock.advance(2s);
    QTRY_COMPARE(first.count() + second.count(), 1);
    QCOMPARE(gate.observer.countOf(503), 1);
}

void TestGate::connections_atLimit_idleOneMakesRoom()
{
    net::ListenerLimits limits;
    limits.connections = 2;
    GateFixture gate(limits);
    RawClient idle(gate.port);
    idle.send(get("/now"));
    QTRY_COMPARE(idle.count(), 1);
    RawClient busy(gate.port);
    busy.send(get("/later"));
    QTRY_COMPARE(gate.held.size(), std::size_t(1));
    gate.clock.advance(2s);
    RawClient third(gate.port);
    third.send(get("/now"));
    QTRY_COMPARE(third.count(), 1);
    QTRY_VERIFY(idle.closed());
    QVERIFY(busy.connected());
}

void TestGate::halfClose_whileAnswerIsWritten_getsAllOfIt()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.stopReading();
    client.send(get("/large"));
    QTRY_VERIFY(gate.app.stats().bufferedBytes > 0);
    QCOMPARE(::shutdown(static_cast<int>(client.socket().socketDescriptor()), SHUT_WR), 0);
    client.socket().setReadBufferSize(0);
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.responses().at(0).body.size(), 32 * 1024 * 1024);
}

void TestGate::halfClose_whileReplyOwed_isLeaving()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send(get("/later"));
    QTRY_COMPARE(gate.held.size(), std::size_t(1));
    QCOMPARE(::shutdown(static_cast<int>(client.socket().socketDescriptor()), SHUT_WR), 0);
    QTRY_COMPARE(gate.toldThatClientLeft, 1);
}

void TestGate::refusedHead_hasNoContent()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("HEAD /now HTTP/1.1\r\n\r\n"); // no Host
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().startsWith("HTTP/1.1 400 "));
    QVERIFY(client.received().endsWith("\r\n\r\n"));
}

void TestGate::descriptors_exhausted_acceptingRecovers()
{
    GateFixture gate;
    RawClient early(gate.port);
    early.send(get("/now"));
    QTRY_COMPARE(early.count(), 1);

    // The clients live in this process too: leave room for exactly one more descriptor, the client's own.
    std::optional<support::DescriptorLimit> limit(1);
    RawClient waiting(gate.port);
    QTRY_VERIFY_WITH_TIMEOUT(gate.app.stats().acceptFailures > 0, 5000);
    early.send(get("/now")); // who is in is served
    QTRY_COMPARE(early.count(), 2);
    limit.reset();
    waiting.send(get("/now"));
    QTRY_COMPARE(waiting.count(), 1);
}

void TestGate::destroyed_withRepliesHeld_isSafe()
{
    std::deque<http::ReplyHandle> outliving;
    {
        GateFixture gate;
        RawClient client(gate.port);
        client.send(get("/later"));
        QTRY_COMPARE(gate.held.size(), std::size_t(1));
        outliving = std::move(gate.held);
    }
    outliving.front().send(http::jsonResponse("too late"));
    QVERIFY(outliving.front().spent());
}

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
