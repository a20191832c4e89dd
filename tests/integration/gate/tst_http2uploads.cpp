// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/uploads.h"
#include "support/certificates.h"
#include "support/tlsclient.h"

#include <QtCore/QDeadlineTimer>
#include <QtTest/QSignalSpy>

#include <csignal>

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using net::IncomingBody;
using support::Certificates;

namespace {

constexpr qint64 window = 256 * 1024; // of a stream

void answerOnceWhole(Upload &upload)
{
    upload.onProgress = [&upload] {
        if (upload.complete() && !upload.reply.spent())
            upload.answer();
    };
    upload.takeAll();
}

} // namespace

/// Large bodies are passed on while they come, over TLS: clients of HTTP/2 (http2uploads.py), and of
/// HTTP/1.1.
class TestHttp2Uploads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void upload_isPassedOn();
    void uploads_stuck_holdUpNobody_andMemoryIsBounded();
    void expect_refusedBeforeTheBody();
    void expect_greetedOnceTheHandlerHasIt();
    void answer_early_endsTheStreamOnly();
    void answer_streamedEarly_bodyGoesOnMeanwhile();
    void malformed_midway_400();
    void stalled_408();
    void stalled_whileFull_isOurPause();
    void takenAfterLong_isNoStall();
    void client_cancels_handlerIsToldOnce();
    void client_leaves_handlerIsToldOnce();
    void memoryShort_heldBodyMakesRoom();
    void memoryShort_onlyLongestStuckMakesRoom();
    void memoryShort_bodyThatIsTakenGoesOn();
    void memoryShort_thenNot_fullBodyStaysBounded();
    void destroyed_withBodiesHeld_isSafe();
    void http11_overTls_isPassedOn();

private:
    void makeBench(qint64 room = net::ListenerLimits().bufferedBytes);
    std::unique_ptr<support::TlsClient> holder(qint64 bytes);
    void start(const char *scenario);
    bool succeeded();
    void expectLeftOnce();

    Certificates m_certificates;
    std::unique_ptr<UploadBench> m_bench;
    QProcess m_client;
};

void TestHttp2Uploads::initTestCase()
{
    std::signal(SIGPIPE, SIG_IGN); // as in a daemon
    QVERIFY2(m_certificates.make() && m_certificates.issue("server", "ca", {}), m_certificates.error());
    m_client.setProcessChannelMode(QProcess::MergedChannels);
}

void TestHttp2Uploads::init()
{
    makeBench();
}

void TestHttp2Uploads::cleanup()
{
    m_client.kill();
    m_client.waitForFinished();
}

void TestHttp2Uploads::makeBench(qint64 room)
{
    net::ListenerLimits limits;
    limits.bufferedBytes = room;
    limits.handshake = 100ms; // for the sweep's sake
    const auto context = tls::TlsContext::load({m_certificates.path("server"), m_certificates.path("key")},
                                               core::SystemClock().wallNow(), tls::Http::OneAndTwo);
    m_bench = std::make_unique<UploadBench>(limits, context.value());
}

/// Another client's request, which is held until it is answered.
std::unique_ptr<support::TlsClient> TestHttp2Uploads::holder(qint64 bytes)
{
    auto client = std::make_unique<support::TlsClient>(
        m_bench->gate.port, support::TlsClient::trusting(m_certificates.path("ca")));
    client->send(post("/later", QByteArray(bytes, 'h')));
    return QTest::qWaitFor([this] { return !m_bench->gate.held.empty(); }) ? std::move(client) : nullptr;
}

void TestHttp2Uploads::start(const char *scenario)
{
    m_client.start(QStringLiteral("/usr/bin/python3"),
                   {QStringLiteral("-B"), QStringLiteral(HTTP2UPLOADS), QString::fromLatin1(scenario),
                    QString::number(m_bench->gate.port), m_certificates.path("ca")});
}

bool TestHttp2Uploads::succeeded()
{
    QSignalSpy finished(&m_client, &QProcess::finished);
    const bool ended = m_client.state() == QProcess::NotRunning || finished.wait(60'000);
    if (ended && m_client.exitCode() == 0)
        return true;
    qWarning("%s", m_client.readAll().constData());
    return false;
}

void TestHttp2Uploads::expectLeftOnce()
{
    QTRY_COMPARE(m_bench->last().left, 1);
    QCOMPARE(m_bench->last().broken, 1);
    m_bench->last().answer("into the void");
    QCOMPARE(m_bench->gate.observer.countOf(499), 1);
    QTRY_COMPARE(m_bench->stats().inFlight, 0);
}

void TestHttp2Uploads::upload_isPassedOn()
{
    m_bench->onUpload = answerOnceWhole;
    start("upload_passed");
    QVERIFY(succeeded());
    QCOMPARE(m_bench->uploads.size(), std::size_t(2));
    const QByteArray body = pattern(1024 * 1024);
    for (const auto &upload : m_bench->uploads) {
        QVERIFY(upload->body);
        QVERIFY(upload->taken == body);
    }
    QCOMPARE(m_bench->uploads[0]->body->length(), body.size());
    QVERIFY(!m_bench->uploads[1]->body->length());
    QTRY_COMPARE(m_bench->stats().open, 0);
    QCOMPARE(m_bench->stats().bufferedBytes, 0);
    QCOMPARE(m_bench->gate.observer.all[0].requestBytes, body.size());
}

void TestHttp2Uploads::uploads_stuck_holdUpNobody_andMemoryIsBounded()
{
    constexpr std::size_t count = 6;
    start("uploads_stuck");
    QTRY_COMPARE(m_bench->gate.observer.countOf(200), 1);
    QVERIFY(m_bench->waitFor(count));
    for (const auto &upload : m_bench->uploads)
        QTRY_VERIFY(upload->body->full());
    QTRY_VERIFY(m_bench->uploads[0]->body->available() > IncomingBody::capacity); // what its window took
    for (const auto &upload : m_bench->uploads)
        QVERIFY(upload->body->available() <= IncomingBody::capacity + window);
    QVERIFY(m_bench->stats().bufferedBytes <= qint64(count) * (IncomingBody::capacity + window + 8 * 1024));
    for (const auto &upload : m_bench->uploads)
        answerOnceWhole(*upload);
    QVERIFY(succeeded());
    for (const auto &upload : m_bench->uploads)
        QVERIFY(upload->taken == pattern(1024 * 1024));
}

void TestHttp2Uploads::expect_refusedBeforeTheBody()
{
    m_bench->onUpload = [](Upload &upload) { upload.reply.send({403, {}, "no", "proibido", {}}); };
    start("upload_refused");
    QVERIFY(succeeded());
}

void TestHttp2Uploads::expect_greetedOnceTheHandlerHasIt()
{
    m_bench->onUpload = answerOnceWhole;
    start("upload_greeted");
    QVERIFY(succeeded());
}

void TestHttp2Uploads::answer_early_endsTheStreamOnly()
{
    start("upload_answered_early");
    QVERIFY(m_bench->waitFor(1));
    Upload &upload = m_bench->last();
    QTRY_COMPARE(upload.body->received(), 100'000);
    upload.answer();
    QVERIFY(upload.body->state() == IncomingBody::State::Broken);
    QVERIFY(succeeded());
    QCOMPARE(upload.broken, 0); // he knows
    QCOMPARE(upload.left, 0);
    QCOMPARE(m_bench->stats().accepted, 1);
}

void TestHttp2Uploads::answer_streamedEarly_bodyGoesOnMeanwhile()
{
    http::ResponseStream stream;
    m_bench->onUpload = [&](Upload &upload) {
        stream = upload.reply.begin({});
        upload.onProgress = [&] {
            stream.write(std::exchange(upload.taken, {}));
            if (upload.complete())
                stream.finish();
        };
        upload.takeAll();
    };
    start("upload_echoed");
    QVERIFY(succeeded());
    m_bench->last().body->onProgress(nullptr);
}

void TestHttp2Uploads::malformed_midway_400()
{
    start("upload_malformed");
    QVERIFY(succeeded());
    expectLeftOnce();
    QCOMPARE(m_bench->gate.observer.countOf(400), 1);
}

void TestHttp2Uploads::stalled_408()
{
    start("upload_stalled");
    QVERIFY(m_bench->waitFor(1));
    QTRY_COMPARE(m_bench->last().body->received(), 100'000);
    m_bench->gate.clock.advance(net::ListenerLimits().bodyProgress);
    QVERIFY(succeeded());
    expectLeftOnce();
    QCOMPARE(m_bench->stats().timedOut, 1);
}

void TestHttp2Uploads::stalled_whileFull_isOurPause()
{
    start("upload_passed");
    QVERIFY(m_bench->waitFor(1));
    QTRY_VERIFY(m_bench->last().body->full());
    support::RawClient idle(m_bench->gate.port);
    QTRY_COMPARE(m_bench->stats().open, 2);
    m_bench->gate.clock.advance(60s);
    QTRY_VERIFY(idle.closed()); // its deadline has been looked at, and so has the other's
    m_bench->onUpload = answerOnceWhole;
    answerOnceWhole(*m_bench->uploads[0]);
    QVERIFY(succeeded());
    QCOMPARE(m_bench->stats().timedOut, 1); // the idle one
}

/// The loop may be late, and the deadlines looked at before it is told of the room.
void TestHttp2Uploads::takenAfterLong_isNoStall()
{
    start("upload_passed");
    QVERIFY(m_bench->waitFor(1));
    Upload &upload = m_bench->last();
    QTRY_VERIFY(upload.body->available() > IncomingBody::capacity);
    m_bench->onUpload = answerOnceWhole;
    m_bench->gate.clock.advance(60s);
    const QDeadlineTimer sweepIsDue(50);
    while (!sweepIsDue.hasExpired()) {
    }
    answerOnceWhole(upload);
    QVERIFY(succeeded());
    QCOMPARE(m_bench->stats().timedOut, 0);
}

void TestHttp2Uploads::client_cancels_handlerIsToldOnce()
{
    start("upload_cancelled");
    QVERIFY(succeeded());
    expectLeftOnce();
}

void TestHttp2Uploads::client_leaves_handlerIsToldOnce()
{
    start("upload_left");
    QVERIFY(succeeded());
    expectLeftOnce();
    QTRY_COMPARE(m_bench->stats().open, 0);
    QCOMPARE(m_bench->stats().bufferedBytes, 0);
}

void TestHttp2Uploads::memoryShort_heldBodyMakesRoom()
{
    makeBench(80'000);
    start("upload_stalled"); // and nobody takes it
    QVERIFY(m_bench->waitFor(1));
    QTRY_COMPARE(m_bench->last().body->available(), 100'000);
    m_bench->gate.clock.advance(2s);
    expectLeftOnce();
    QCOMPARE(m_bench->gate.observer.countOf(503), 1);
    QCOMPARE(m_bench->stats().madeRoom, 1);
}

void TestHttp2Uploads::memoryShort_onlyLongestStuckMakesRoom()
{
    makeBench(180'000);
    start("uploads_held");
    QVERIFY(m_bench->waitFor(1));
    QTRY_COMPARE(m_bench->uploads[0]->body->available(), 100'000);
    m_bench->gate.clock.advance(700ms);
    m_client.write("\n");
    QVERIFY(m_bench->waitFor(2));
    QTRY_COMPARE(m_bench->uploads[1]->body->available(), 100'000);
    m_bench->gate.clock.advance(700ms);
    QVERIFY(succeeded());
    QCOMPARE(m_bench->uploads[0]->left, 1);
    QCOMPARE(m_bench->gate.observer.countOf(503), 1);
}

void TestHttp2Uploads::memoryShort_bodyThatIsTakenGoesOn()
{
    makeBench(300'000);
    const auto other = holder(310'000);
    QVERIFY(other);
    start("upload_passed");
    QVERIFY(m_bench->waitFor(1));
    QTRY_VERIFY(m_bench->last().body->available() > 128 * 1024);
    m_bench->last().takeAll();
    QTRY_VERIFY(m_bench->last().complete());
    QCOMPARE(m_bench->stats().madeRoom, 0);
}

void TestHttp2Uploads::memoryShort_thenNot_fullBodyStaysBounded()
{
    makeBench(500'000);
    const auto other = holder(300'000);
    QVERIFY(other);
    start("upload_pressed");
    QTRY_VERIFY(m_client.canReadLine());
    QVERIFY(m_bench->last().body->full());
    QVERIFY(m_bench->stats().bufferedBytes > 500'000);
    m_bench->gate.answerHeld();
    QTRY_COMPARE(other->count(), 1);
    m_client.write("\n");
    QVERIFY(succeeded());
    QVERIFY(m_bench->last().body->received() <= IncomingBody::capacity + window);
}

void TestHttp2Uploads::destroyed_withBodiesHeld_isSafe()
{
    start("upload_passed");
    QVERIFY(m_bench->waitFor(1));
    QTRY_VERIFY(m_bench->last().body->full());
    const std::shared_ptr<IncomingBody> outliving = m_bench->last().body;
    m_bench.reset();
    QVERIFY(!outliving->take(IncomingBody::capacity * 2).isEmpty()); // and nobody is told of the room
}

void TestHttp2Uploads::http11_overTls_isPassedOn()
{
    m_bench->onUpload = answerOnceWhole;
    support::TlsClient client(m_bench->gate.port, support::TlsClient::trusting(m_certificates.path("ca")));
    const QByteArray body = pattern(4 * 1024 * 1024);
    client.send((uploadHead(body.size()) + body).repeated(2) + get("/now"));
    QTRY_COMPARE(client.count(), 3);
    for (const auto &upload : m_bench->uploads)
        QVERIFY(upload->taken == body);
}

QTEST_GUILESS_MAIN(TestHttp2Uploads)
#include "tst_http2uploads.moc"
