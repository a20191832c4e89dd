// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/uploads.h"

#include <sys/socket.h>

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using net::IncomingBody;
using support::RawClient;

/// How large bodies end that are passed on and never become whole, or not before the answer.
class TestUploadEnds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answer_early_closesAfterIt();
    void answer_early_fromWithinTheBody_isSafe();
    void answer_early_isReworked_bodyTellsNobody();
    void answer_streamedEarly_bodyGoesOnMeanwhile();
    void malformed_midway_data();
    void malformed_midway();
    void malformed_afterTheAnswerBegan_isBrokenOff();
    void lengthTooLarge_isNotLetThrough();
    void stalled_408();
    void stalled_whileFull_isOurPause();
    void client_leavesMidway_handlerIsToldOnce();
    void client_leavesWhileFull_handlerIsTold();
    void client_halfClosesMidway_hasLeft();
    void broken_handlerThatAnswersThen_harmsNothing();
    void memoryShort_heldBodyMakesRoom();
};

namespace {

constexpr qint64 large = 1024 * 1024;

} // namespace

void TestUploadEnds::answer_early_closesAfterIt()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(large) + QByteArray(1000, 'x'));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    QTRY_COMPARE(upload.body->received(), 1000);
    upload.answer("early");
    QVERIFY(upload.body->state() == IncomingBody::State::Broken);
    QCOMPARE(upload.broken, 0); // he knows
    client.send(QByteArray(large - 1000, 'x') + get("/now"));
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].body, QByteArray("early"));
    QCOMPARE(client.responses()[0].header("Connection"), QByteArray("close"));
    QCOMPARE(upload.body->received(), 1000);
    QCOMPARE(upload.left, 0);
    QTRY_COMPARE(bench.stats().open, 0);
    QCOMPARE(bench.stats().bufferedBytes, 0);
}

void TestUploadEnds::answer_early_fromWithinTheBody_isSafe()
{
    UploadBench bench;
    bench.onUpload = [](Upload &upload) {
        upload.onProgress = [&upload] {
            if (upload.body->received() > 100'000 && !upload.reply.spent())
                upload.answer("enough");
        };
        upload.takeAll();
    };
    RawClient client(bench.gate.port);
    client.send(chunkedHead() + chunkOf(QByteArray(2 * large, 'x')));
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].body, QByteArray("enough"));
    QCOMPARE(bench.stats().rejectedMessages, 0);
}

void TestUploadEnds::answer_early_isReworked_bodyTellsNobody()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(large, "X-Rework: yes\r\n") + QByteArray(1000, 'x'));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    QTRY_COMPARE(upload.body->received(), 1000);
    upload.answer("early");
    int told = 0;
    upload.onProgress = [&] { ++told; };
    client.send(QByteArray(1000, 'x'));
    QTRY_COMPARE(upload.body->received(), 2000); // the answer is not here yet
    QCOMPARE(bench.gate.reworked.size(), std::size_t(1));
    bench.gate.reworked.front()();
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].header("Connection"), QByteArray("close"));
    QCOMPARE(told, 0);
}

void TestUploadEnds::answer_streamedEarly_bodyGoesOnMeanwhile()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(large) + QByteArray(1000, 'x'));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    http::ResponseStream stream = upload.reply.begin({});
    stream.write("first");
    upload.takeAll();
    client.send(QByteArray(large - 1000, 'x'));
    QTRY_VERIFY(upload.complete());
    QCOMPARE(upload.taken.size(), large);
    stream.write("last");
    stream.finish();
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().contains("Connection: close\r\n"));
    QVERIFY(client.received().endsWith("5\r\nfirst\r\n4\r\nlast\r\n0\r\n\r\n"));
}

void TestUploadEnds::malformed_midway_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("malformed") << QByteArray("zz\r\n") << 400 << QByteArray("bad_chunk_size");
    QTest::newRow("too large") << QByteArray("ffffffff\r\n") << 413 << QByteArray("body_too_large");
}

void TestUploadEnds::malformed_midway()
{
    QFETCH(QByteArray, rest);
    QFETCH(int, status);
    QFETCH(QByteArray, reason);
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(chunkedHead() + chunkOf(QByteArray(100'000, 'x')));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    QTRY_COMPARE(upload.body->received(), 100'000);
    client.send(rest);
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, status);
    QVERIFY(client.responses()[0].body.contains(reason));
    QCOMPARE(upload.left, 1);
    QCOMPARE(upload.broken, 1);
    QVERIFY(upload.reply.clientLeft());
    upload.answer("into the void");
    QCOMPARE(client.count(), 1);
    QCOMPARE(bench.gate.observer.countOf(499), 1);
    QCOMPARE(bench.gate.observer.countOf(status), 1);
    QCOMPARE(bench.stats().inFlight, 0);
    QCOMPARE(bench.stats().rejectedMessages, 1);
}

void TestUploadEnds::malformed_afterTheAnswerBegan_isBrokenOff()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(chunkedHead() + chunkOf(QByteArray(100'000, 'x')));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    http::ResponseStream stream = upload.reply.begin({});
    int left = 0;
    stream.onClientLeft([&] { ++left; });
    stream.write("first");
    client.send("zz\r\n");
    QTRY_VERIFY(client.closed());
    QVERIFY(client.received().endsWith("5\r\nfirst\r\n")); // and no last chunk
    QCOMPARE(client.received().count("HTTP/1.1"), 1);
    QCOMPARE(left, 1);
    QCOMPARE(upload.broken, 1);
}

void TestUploadEnds::lengthTooLarge_isNotLetThrough()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(PassingRules::most + 1, "Expect: 100-continue\r\n"));
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 413);
    QVERIFY(bench.uploads.empty());
}

void TestUploadEnds::stalled_408()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(large) + QByteArray(1000, 'x'));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    upload.takeAll();
    QTRY_COMPARE(upload.body->received(), 1000);
    bench.gate.clock.advance(9s);
    client.send("x"); // a byte now and then does not buy time
    QTRY_COMPARE(upload.body->received(), 1001);
    bench.gate.clock.advance(2s);
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.responses().at(0).status, 408);
    QVERIFY(client.responses().at(0).body.contains("body_timeout"));
    QCOMPARE(upload.left, 1);
    QCOMPARE(upload.broken, 1);
    QCOMPARE(bench.stats().timedOut, 1);
}

void TestUploadEnds::stalled_whileFull_isOurPause()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(8 * large) + QByteArray(8 * large, 'x'));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    QTRY_VERIFY(upload.body->full());
    RawClient idle(bench.gate.port);
    QTRY_COMPARE(bench.stats().open, 2);
    bench.gate.clock.advance(61s);
    QTRY_VERIFY(idle.closed()); // its deadline has been looked at, and so has the other's
    QVERIFY(client.connected());
    upload.takeAll();
    QTRY_VERIFY(upload.complete());
    QCOMPARE(bench.stats().timedOut, 1); // the idle one
}

void TestUploadEnds::client_leavesMidway_handlerIsToldOnce()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(large) + QByteArray(1000, 'x'));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    bool leftFirst = false;
    upload.onProgress = [&] { leftFirst = upload.left == 1; };
    QTRY_COMPARE(upload.body->received(), 1000);
    client.abort();
    QTRY_COMPARE(upload.broken, 1);
    QVERIFY(leftFirst);
    QCOMPARE(upload.left, 1);
    upload.answer();
    QCOMPARE(bench.gate.observer.countOf(499), 1);
    QCOMPARE(bench.stats().open, 0);
    QCOMPARE(bench.stats().inFlight, 0);
    QCOMPARE(bench.stats().bufferedBytes, 0);
}

void TestUploadEnds::client_leavesWhileFull_handlerIsTold()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(8 * large) + QByteArray(8 * large, 'x'));
    QVERIFY(bench.waitFor(1));
    QTRY_VERIFY(bench.last().body->full());
    const linger reset{1, 0}; // a FIN would wait behind what the gate does not read
    ::setsockopt(static_cast<int>(client.socket().socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset,
                 sizeof(reset));
    client.abort();
    QTRY_COMPARE(bench.last().left, 1);
    QCOMPARE(bench.last().broken, 1);
    QCOMPARE(bench.last().body->available(), 0);
}

void TestUploadEnds::client_halfClosesMidway_hasLeft()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(large) + QByteArray(1000, 'x'));
    QVERIFY(bench.waitFor(1));
    http::ResponseStream stream = bench.last().reply.begin({});
    stream.write("first"); // who only half closes still gets an answer that flows
    QTRY_COMPARE(bench.last().body->received(), 1000);
    QCOMPARE(::shutdown(static_cast<int>(client.socket().socketDescriptor()), SHUT_WR), 0);
    QTRY_COMPARE(bench.last().broken, 1);
    QTRY_VERIFY(client.closed());
    QVERIFY(!stream.wantsContent());
}

void TestUploadEnds::broken_handlerThatAnswersThen_harmsNothing()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(chunkedHead() + chunkOf(QByteArray(100'000, 'x')));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    upload.onProgress = [&] {
        if (upload.body->state() == IncomingBody::State::Broken)
            upload.answer("sorry");
    };
    client.send("zz\r\n");
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 400);
}

void TestUploadEnds::memoryShort_heldBodyMakesRoom()
{
    net::ListenerLimits limits;
    limits.bufferedBytes = 200'000;
    UploadBench bench(limits);
    RawClient waiting(bench.gate.port); // nothing of it is held
    waiting.send(uploadHead(large) + QByteArray(1000, 'w'));
    QVERIFY(bench.waitFor(1));
    bench.last().takeAll();
    QTRY_COMPARE(bench.last().body->received(), 1000);
    RawClient client(bench.gate.port);
    client.send(uploadHead(large) + QByteArray(large, 'x'));
    QVERIFY(bench.waitFor(2));
    QTRY_VERIFY(bench.stats().bufferedBytes >= limits.bufferedBytes);
    bench.gate.clock.advance(2s);
    QTRY_COMPARE(bench.last().left, 1);
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 503);
    QCOMPARE(bench.uploads[0]->left, 0);
    QCOMPARE(bench.stats().madeRoom, 1);
}

QTEST_GUILESS_MAIN(TestUploadEnds)
#include "tst_uploadends.moc"
