// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/uploads.h"

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using net::IncomingBody;
using support::RawClient;

/// Large bodies are passed on while they come, over real sockets.
class TestUploads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void small_isWhole_data();
    void small_isWhole();
    void large_isLetThroughWithItsHead_data();
    void large_isLetThroughWithItsHead();
    void elsewhere_isWhole();
    void notTaken_memoryIsBounded_andGoesOnWithRoom();
    void answered_connectionGoesOn_data();
    void answered_connectionGoesOn();
    void answered_fromWithinTheBodysEnd_nextIsServed();
    void expect_refusedBeforeTheBody();
    void expect_greetedOnceTheHandlerHasIt();
    void stage_refuses_bodyIsNotAskedFor();
    void pipelinedBehind_isServedNext();
    void two_atOnce_doNotMixUp();
    void drain_waitsForTheUpload();
    void memoryShort_bodiesThatAreTakenGoOn_data();
    void memoryShort_bodiesThatAreTakenGoOn();
    void destroyed_withBodiesHeld_isSafe();
    void summary_hasTheBytesThatCame();
};

namespace {

constexpr qint64 large = 1024 * 1024;
constexpr qint64 oneRead = 64 * 1024;

/// Sends until the gate takes no more for a while. Returns how much was sent, the rest of it later.
qint64 pump(RawClient &client, qint64 most)
{
    const QByteArray piece(256 * 1024, 'x');
    qint64 sent = 0;
    bool taken = true;
    while (taken && sent < most) {
        client.send(piece);
        sent += piece.size();
        taken = QTest::qWaitFor([&] { return client.socket().bytesToWrite() == 0; }, 200);
    }
    return sent;
}

} // namespace

void TestUploads::small_isWhole_data()
{
    QTest::addColumn<QByteArray>("request");
    const QByteArray body(64 * 1024, 'x');
    QTest::newRow("length") << uploadHead(body.size()) + body;
    QTest::newRow("chunks") << chunkedHead() + chunkOf(body) + "0\r\n\r\n";
}

void TestUploads::small_isWhole()
{
    QFETCH(QByteArray, request);
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(request);
    QVERIFY(bench.waitFor(1));
    QVERIFY(!bench.last().body);
    QCOMPARE(bench.last().whole.size(), 64 * 1024);
    bench.last().answer();
    QTRY_COMPARE(client.count(), 1);
}

void TestUploads::large_isLetThroughWithItsHead_data()
{
    QTest::addColumn<bool>("chunks");
    QTest::newRow("length") << false;
    QTest::newRow("chunks") << true;
}

void TestUploads::large_isLetThroughWithItsHead()
{
    QFETCH(bool, chunks);
    UploadBench bench;
    RawClient client(bench.gate.port);
    const QByteArray body = pattern(large);
    const QByteArray first = chunks ? body.left(64 * 1024 + 1) : QByteArray();
    client.send(chunks ? chunkedHead() + chunkOf(first) : uploadHead(large));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    QCOMPARE(upload.body->length(), chunks ? std::optional<qint64>() : large);
    upload.takeAll();
    const QByteArray rest = body.mid(first.size());
    for (qsizetype at = 0; at < rest.size(); at += 10'000) {
        const QByteArray piece = rest.mid(at, 10'000);
        client.send(chunks ? chunkOf(piece) : piece);
    }
    QTRY_COMPARE(upload.taken.size(), large);
    QCOMPARE(upload.complete(), !chunks); // their end may still be a malformed one
    if (chunks)
        client.send("0\r\nA: b\r\n\r\n");
    QTRY_VERIFY(upload.complete());
    QVERIFY(upload.taken == body);
    upload.answer();
    QTRY_COMPARE(client.count(), 1);
    QVERIFY(client.responses()[0].header("Connection").isEmpty());
    QCOMPARE(bench.stats().bufferedBytes, 0);
    QCOMPARE(bench.stats().inFlight, 0);
}

void TestUploads::elsewhere_isWhole()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    const QByteArray body = pattern(large);
    client.send(post("/echo", body));
    QTRY_COMPARE(client.count(), 1);
    QVERIFY(client.responses()[0].body == body);
}

void TestUploads::notTaken_memoryIsBounded_andGoesOnWithRoom()
{
    constexpr qint64 offered = 100 * large;
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(offered));
    QVERIFY(bench.waitFor(1));
    qint64 sent = pump(client, offered);
    QVERIFY(sent < offered); // the kernel's buffers, too, have an end
    Upload &upload = bench.last();
    QVERIFY(upload.body->available() >= IncomingBody::capacity);
    QVERIFY(upload.body->available() <= IncomingBody::capacity + oneRead);
    QVERIFY(bench.stats().bufferedBytes <= IncomingBody::capacity + oneRead + 1024);
    const qint64 before = upload.body->received();
    upload.takeSome(128 * 1024);
    QTRY_VERIFY(upload.body->received() > before);
    upload.takeAll();
    for (; sent < offered; sent += large) {
        QTRY_COMPARE(client.socket().bytesToWrite(), 0);
        client.send(QByteArray(std::min(large, offered - sent), 'x'));
        upload.taken.clear();
    }
    QTRY_VERIFY(upload.complete());
    QCOMPARE(upload.body->received(), offered);
}

void TestUploads::answered_connectionGoesOn_data()
{
    large_isLetThroughWithItsHead_data();
}

void TestUploads::answered_connectionGoesOn()
{
    QFETCH(bool, chunks);
    UploadBench bench;
    bench.onUpload = [](Upload &upload) { upload.takeAll(); };
    RawClient client(bench.gate.port);
    for (std::size_t i = 1; i <= 3; ++i) {
        const QByteArray body = pattern(large);
        client.send(chunks ? chunkedHead() + chunkOf(body) + "0\r\n\r\n" : uploadHead(large) + body);
        QVERIFY(bench.waitFor(i));
        QTRY_VERIFY(bench.last().complete());
        QVERIFY(bench.last().taken == body);
        bench.last().answer();
        client.send(get("/now"));
        QTRY_COMPARE(client.count(), int(2 * i));
    }
    QCOMPARE(bench.stats().accepted, 1);
}

void TestUploads::answered_fromWithinTheBodysEnd_nextIsServed()
{
    UploadBench bench;
    bench.onUpload = [](Upload &upload) {
        upload.onProgress = [&upload] {
            if (upload.complete())
                upload.answer();
        };
        upload.takeAll();
    };
    RawClient client(bench.gate.port);
    client.send((uploadHead(large) + QByteArray(large, 'x')).repeated(3) + get("/now"));
    QTRY_COMPARE(client.count(), 4);
    QCOMPARE(client.responses()[3].body, QByteArray("now"));
}

void TestUploads::expect_refusedBeforeTheBody()
{
    UploadBench bench;
    bench.onUpload = [](Upload &upload) { upload.reply.send({403, {}, "no", "proibido", {}}); };
    RawClient client(bench.gate.port);
    client.send(uploadHead(large, "Expect: 100-continue\r\n"));
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 403);
    QCOMPARE(client.responses()[0].header("Connection"), QByteArray("close"));
}

void TestUploads::expect_greetedOnceTheHandlerHasIt()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(large, "Expect: 100-continue\r\n"));
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 100);
    QCOMPARE(bench.uploads.size(), std::size_t(1));
    bench.last().takeAll();
    client.send(QByteArray(large, 'x'));
    QTRY_VERIFY(bench.last().complete());
    bench.last().answer();
    QTRY_COMPARE(client.count(), 2);
    client.send(uploadHead(large, "Expect: 100-continue\r\n"));
    QTRY_COMPARE(client.count(), 3);
    QCOMPARE(client.responses()[2].status, 100);
}

void TestUploads::stage_refuses_bodyIsNotAskedFor()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(uploadHead(large, "Expect: 100-continue\r\nX-Forbid: 1\r\n"));
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.count(), 1);
    QCOMPARE(client.responses()[0].status, 403);
    QVERIFY(bench.uploads.empty());
}

void TestUploads::pipelinedBehind_isServedNext()
{
    UploadBench bench;
    RawClient client(bench.gate.port);
    client.send(chunkedHead() + chunkOf(QByteArray(large, 'x')) + "0\r\n\r\n" + get("/now") +
                get("/id", "X-Request-Id: b\r\n"));
    QVERIFY(bench.waitFor(1));
    Upload &upload = bench.last();
    upload.takeAll();
    QTRY_VERIFY(upload.complete());
    QCOMPARE(upload.taken.size(), large);
    QCOMPARE(client.count(), 0);
    upload.answer();
    QTRY_COMPARE(client.count(), 3);
    QCOMPARE(client.responses()[1].body, QByteArray("now"));
    QCOMPARE(client.responses()[2].body, QByteArray("b"));
}

void TestUploads::two_atOnce_doNotMixUp()
{
    UploadBench bench;
    RawClient slow(bench.gate.port);
    slow.send(uploadHead(4 * large) + QByteArray(4 * large, 's'));
    QVERIFY(bench.waitFor(1));
    QTRY_VERIFY(bench.uploads[0]->body->full());
    RawClient quick(bench.gate.port);
    quick.send(uploadHead(4 * large) + QByteArray(4 * large, 'q'));
    QVERIFY(bench.waitFor(2));
    bench.uploads[1]->takeAll();
    QTRY_VERIFY(bench.uploads[1]->complete());
    bench.uploads[1]->answer();
    QTRY_COMPARE(quick.count(), 1);
    bench.uploads[0]->takeAll();
    QTRY_VERIFY(bench.uploads[0]->complete());
    QVERIFY(bench.uploads[0]->taken == QByteArray(4 * large, 's'));
    QVERIFY(bench.uploads[1]->taken == QByteArray(4 * large, 'q'));
}

void TestUploads::drain_waitsForTheUpload()
{
    net::ListenerLimits limits;
    limits.drainNotice = 0ms;
    limits.drainIdleGrace = 0ms;
    UploadBench bench(limits);
    RawClient client(bench.gate.port);
    client.send(uploadHead(large) + QByteArray(1000, 'x'));
    QVERIFY(bench.waitFor(1));
    bool drained = false;
    bench.gate.app.drain([&] { drained = true; });
    RawClient late(bench.gate.port);
    QTRY_VERIFY(late.closed());
    bench.last().takeAll();
    client.send(QByteArray(large - 1000, 'x'));
    QTRY_VERIFY(bench.last().complete());
    QVERIFY(!drained);
    bench.last().answer();
    QTRY_VERIFY(drained);
    QTRY_VERIFY(client.closed());
    QCOMPARE(client.responses().at(0).header("Connection"), QByteArray("close"));
}

void TestUploads::memoryShort_bodiesThatAreTakenGoOn_data()
{
    QTest::addColumn<bool>("later");
    QTest::newRow("at once") << false;
    QTest::newRow("later") << true;
}

void TestUploads::memoryShort_bodiesThatAreTakenGoOn()
{
    QFETCH(bool, later);
    net::ListenerLimits limits;
    limits.bufferedBytes = 300'000;
    limits.handshake = 100ms; // for the sweep's sake
    UploadBench bench(limits);
    RawClient holder(bench.gate.port);
    holder.send(post("/later", QByteArray(310'000, 'x')));
    QTRY_COMPARE(bench.gate.held.size(), std::size_t(1));
    bench.onUpload = [later](Upload &upload) { later ? upload.takeLater() : upload.takeAll(); };
    RawClient client(bench.gate.port);
    client.send(uploadHead(4 * large) + QByteArray(4 * large, 'x'));
    QVERIFY(bench.waitFor(1));
    QTRY_VERIFY(bench.last().complete());
    QCOMPARE(bench.stats().madeRoom, 0);
}

void TestUploads::destroyed_withBodiesHeld_isSafe()
{
    std::shared_ptr<IncomingBody> outliving;
    RawClient *client = nullptr;
    std::unique_ptr<RawClient> owner;
    {
        UploadBench bench;
        owner = std::make_unique<RawClient>(bench.gate.port);
        client = owner.get();
        client->send(uploadHead(large) + QByteArray(large - 1, 'x'));
        QVERIFY(bench.waitFor(1));
        QTRY_VERIFY(bench.last().body->full());
        outliving = bench.last().body;
    }
    QVERIFY(!outliving->take(IncomingBody::capacity).isEmpty()); // and nobody is told of the room
}

void TestUploads::summary_hasTheBytesThatCame()
{
    UploadBench bench;
    bench.onUpload = [](Upload &upload) { upload.takeAll(); };
    RawClient client(bench.gate.port);
    client.send(uploadHead(large) + QByteArray(large, 'x'));
    QVERIFY(bench.waitFor(1));
    QTRY_VERIFY(bench.last().complete());
    bench.last().answer();
    QTRY_COMPARE(client.count(), 1);
    QCOMPARE(bench.gate.observer.all.back().requestBytes, large);
    client.send(uploadHead(large) + QByteArray(1000, 'x'));
    QVERIFY(bench.waitFor(2));
    QTRY_COMPARE(bench.last().body->received(), 1000);
    client.abort();
    QTRY_COMPARE(bench.last().left, 1);
    bench.last().answer();
    QCOMPARE(bench.gate.observer.all.back().requestBytes, 1000);
}

QTEST_GUILESS_MAIN(TestUploads)
#include "tst_uploads.moc"
