// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/content.h"
#include "uploadbench.h"

using namespace guarita;
using namespace guarita::client;
using namespace std::chrono_literals;
using http::Method;
using net::IncomingBody;
using support::contentOf;
using support::FakeUpstream;
using support::SeenRequest;
using support::UpstreamScript;

namespace {

void addLengths()
{
    QTest::addColumn<Length>("length");
    QTest::newRow("of told length") << Length::Told;
    QTest::newRow("of untold length") << Length::Untold;
}

} // namespace

/// Bodies that are sent while they come.
class TestClientUpload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void body_large_arrivesAsItWas_data() { addLengths(); }
    void body_large_arrivesAsItWas();
    void body_comingBitByBit_isSentAsItComes_data() { addLengths(); }
    void body_comingBitByBit_isSentAsItComes();
    void body_brokenBefore_isNotSent_data() { addLengths(); }
    void body_brokenBefore_isNotSent();
    void upstream_notReading_holdsTheClientBack_data() { addLengths(); }
    void upstream_notReading_holdsTheClientBack();
    void upstream_stalling_isATimeout_data() { addLengths(); }
    void upstream_stalling_isATimeout();
    void upstream_slowButReading_mayTakeLongerThanAllDeadlines_data() { addLengths(); }
    void upstream_slowButReading_mayTakeLongerThanAllDeadlines();
    void client_slow_hasNoDeadline_data();
    void client_slow_hasNoDeadline();
    void upstream_silentAfterAll_isATimeoutFromThen_data() { addLengths(); }
    void upstream_silentAfterAll_isATimeoutFromThen();
    void upstream_unreachable_isToldAsNeverSent_data() { addLengths(); }
    void upstream_unreachable_isToldAsNeverSent();
    void body_breakingOff_isNeverWholeNorSentAgain_data() { addLengths(); }
    void body_breakingOff_isNeverWholeNorSentAgain();
    void connection_staleBeforeTheFirstByte_isReplaced_data() { addLengths(); }
    void connection_staleBeforeTheFirstByte_isReplaced();
    void connection_staleAtTheFirstWrite_getsTheSameAgain_data() { addLengths(); }
    void connection_staleAtTheFirstWrite_getsTheSameAgain();
    void connection_closedMidway_isNotSentAgain_data() { addLengths(); }
    void connection_closedMidway_isNotSentAgain();
    void answer_early_endsTheCall_data() { addLengths(); }
    void answer_early_endsTheCall();
    void answer_earlyAndClosed_isHeard_data() { addLengths(); }
    void answer_earlyAndClosed_isHeard();
    void call_destroyedWhileItsBodyIsTaken_isSafe_data();
    void call_destroyedWhileItsBodyIsTaken_isSafe();
    void call_cancelled_givesTheConnectionUp_data() { addLengths(); }
    void call_cancelled_givesTheConnectionUp();
};

void TestClientUpload::body_large_arrivesAsItWas()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(32 * megabyte));
    bench.start();
    bench.feedAll();
    QVERIFY(runsUntil([&] { return bench.ended.has_value(); }));
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.ended->response.body, QByteArray("ok"));
    QCOMPARE(bench.upstream.seen().size(), 1);
    const SeenRequest &seen = bench.upstream.seen().front();
    QCOMPARE(seen.method, QByteArray("PUT"));
    const bool told = length == Length::Told;
    QCOMPARE(seen.field("content-length"), told ? QByteArray::number(32 * megabyte) : QByteArray());
    QCOMPARE(seen.field("transfer-encoding"), told ? QByteArray() : QByteArray("chunked"));
    QVERIFY(seen.body == bench.content);
    QVERIFY(bench.rooms > 100); // it was held back in between, so it was never here as a whole
    QVERIFY(bench.elsewhere(1));
}

void TestClientUpload::body_comingBitByBit_isSentAsItComes()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(100'000));
    bench.start();
    // "2710", and two line ends.
    const qint64 aroundEach = length == Length::Told ? 0 : 8;
    qint64 head = 0;
    for (int i = 1; i < 10; ++i) {
        bench.feed(10'000);
        const qint64 due = bench.fed + i * aroundEach;
        QTRY_VERIFY(bench.upstream.unframed() > due);
        if (i == 1)
            QTRY_VERIFY(bench.elsewhere(1));
        head = std::max(head, bench.upstream.unframed() - due);
        QTRY_COMPARE(bench.upstream.unframed(), due + head);
    }
    QVERIFY(!bench.ended);
    bench.feed(10'000);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QVERIFY(bench.upstream.seen().front().body == bench.content);
    QVERIFY(bench.upstream.seen().front().head.size() == head);
}

void TestClientUpload::body_brokenBefore_isNotSent()
{
    QFETCH(Length, length);
    UploadBench bench(length, "abc");
    bench.body->breakOff();
    bench.start();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Connect);
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestClientUpload::upstream_notReading_holdsTheClientBack()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(64 * megabyte));
    bench.upstream.setReading(false);
    bench.start();
    bench.feedAll();
    QVERIFY(bench.settles());
    QVERIFY(bench.body->full());
    // What is not in the body is a piece or two, and in the kernel.
    QVERIFY2(bench.fed < 24 * megabyte, QByteArray::number(bench.fed).constData());
    QVERIFY(!bench.ended);
    bench.upstream.setReading(true);
    QVERIFY(runsUntil([&] { return bench.ended.has_value(); }));
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QVERIFY(bench.upstream.seen().front().body == bench.content);
}

void TestClientUpload::upstream_stalling_isATimeout()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(64 * megabyte));
    bench.upstream.setReading(false);
    bench.start();
    bench.feedAll();
    QVERIFY(bench.settles());
    QVERIFY(bench.passes(20s));
    QVERIFY(!bench.ended);
    // The kernel may have taken a little more meanwhile, which is the last.
    QTRY_VERIFY((bench.clock.advance(61s), bench.ended));
    QCOMPARE(bench.ended->stage, Stage::Timeout);
    bench.upstream.setReading(true);
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(bench.upstream.seen().isEmpty());
    QCOMPARE(bench.upstream.connections(), 1);
    QVERIFY(bench.elsewhere(1));
}

void TestClientUpload::upstream_slowButReading_mayTakeLongerThanAllDeadlines()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(64 * megabyte));
    bench.upstream.setReading(false);
    bench.start();
    bench.feedAll();
    for (int i = 0; i < 3; ++i) {
        QVERIFY(bench.settles());
        QVERIFY(bench.passes(50s));
        QVERIFY(!bench.ended);
        const qint64 before = bench.fed;
        bench.upstream.setReading(true);
        QVERIFY(runsUntil([&] { return bench.fed > before; }));
        bench.upstream.setReading(false);
    }
    bench.upstream.setReading(true);
    QVERIFY(runsUntil([&] { return bench.ended.has_value(); }));
    QCOMPARE(bench.ended->stage, Stage::Completed);
}

void TestClientUpload::client_slow_hasNoDeadline_data()
{
    QTest::addColumn<Length>("length");
    QTest::addColumn<qint64>("first");
    QTest::newRow("nothing yet, of told length") << Length::Told << qint64(0);
    QTest::newRow("midway, of told length") << Length::Told << qint64(50'000);
    QTest::newRow("nothing yet, of untold length") << Length::Untold << qint64(0);
    QTest::newRow("midway, of untold length") << Length::Untold << qint64(50'000);
}

void TestClientUpload::client_slow_hasNoDeadline()
{
    QFETCH(Length, length);
    QFETCH(qint64, first);
    UploadBench bench(length, contentOf(100'000));
    bench.start();
    if (first > 0) {
        bench.feed(first);
        QTRY_VERIFY(bench.upstream.unframed() > first);
    }
    QVERIFY(bench.elsewhere());
    QVERIFY(bench.passes(3600s));
    QVERIFY(!bench.ended);
    bench.feed(100'000 - first);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QVERIFY(bench.upstream.seen().front().body == bench.content);
    QCOMPARE(bench.upstream.connections(), 1);
}

void TestClientUpload::upstream_silentAfterAll_isATimeoutFromThen()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(100'000), UpstreamScript::silence());
    bench.start();
    bench.feed(50'000);
    QVERIFY(bench.elsewhere());
    QVERIFY(bench.passes(3600s));
    bench.feed(50'000);
    QTRY_COMPARE(bench.upstream.seen().size(), 1);
    bench.clock.advance(9s);
    QVERIFY(bench.elsewhere());
    QVERIFY(!bench.ended);
    bench.clock.advance(2s);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Timeout);
}

void TestClientUpload::upstream_unreachable_isToldAsNeverSent()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(100'000));
    bench.start(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(support::deadPort())));
    bench.feed(50'000);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Connect);
    bench.feed(50'000); // nobody listens any more
}

void TestClientUpload::body_breakingOff_isNeverWholeNorSentAgain()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(100'000));
    bench.start();
    bench.feed(50'000);
    QTRY_VERIFY(bench.upstream.unframed() > 50'000);
    bench.body->breakOff();
    QVERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::NoResponse);
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(bench.elsewhere());
    QVERIFY(bench.upstream.seen().isEmpty());
    QCOMPARE(bench.upstream.connections(), 1);
    QCOMPARE(bench.client->inFlight(), 0);
}

void TestClientUpload::connection_staleBeforeTheFirstByte_isReplaced()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(100'000));
    bool warm = false;
    const auto first = bench.client->send(bench.upstream.origin(), requestOf(Method::Get),
                                          [&](UpstreamResult) { warm = true; });
    QTRY_VERIFY(warm);
    bench.start();
    QVERIFY(bench.elsewhere());
    QCOMPARE(bench.upstream.connections(), 1);
    bench.upstream.closeConnections();
    QTRY_COMPARE(bench.upstream.connections(), 2);
    bench.feed(100'000);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.upstream.connections(), 2);
    QCOMPARE(bench.upstream.requests("PUT"), 1);
    QVERIFY(bench.upstream.seen().last().body == bench.content);
}

/// All of the body was taken, and none of it is sent.
void TestClientUpload::connection_staleAtTheFirstWrite_getsTheSameAgain()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(1000));
    bool warm = false;
    const auto first = bench.client->send(bench.upstream.origin(), requestOf(Method::Get),
                                          [&](UpstreamResult) { warm = true; });
    QTRY_VERIFY(warm);
    bench.start();
    QVERIFY(bench.elsewhere());
    bench.upstream.resetConnections();
    bench.feed(1000);
    QCOMPARE(bench.body->available(), 0);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.upstream.connections(), 2);
    QCOMPARE(bench.upstream.requests("PUT"), 1);
    QCOMPARE(bench.upstream.seen().last().body, bench.content);
}

void TestClientUpload::connection_closedMidway_isNotSentAgain()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(100'000));
    bench.start();
    bench.feed(50'000);
    QTRY_VERIFY(bench.upstream.unframed() > 50'000);
    bench.upstream.closeConnections();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::NoResponse);
    bench.feed(50'000);
    QVERIFY(bench.elsewhere());
    QVERIFY(bench.upstream.seen().isEmpty());
    QCOMPARE(bench.upstream.unframed(), 0);
}

void TestClientUpload::answer_early_endsTheCall()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(100'000), UpstreamScript::silence());
    bench.start();
    bench.feed(50'000);
    QTRY_VERIFY(bench.upstream.unframed() > 50'000);
    bench.upstream.push("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n");
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.ended->response.status, 413);
    bench.feed(50'000);                     // it comes to nobody
    QTRY_COMPARE(bench.upstream.open(), 0); // what is left of the request is nobody's
    QVERIFY(bench.upstream.seen().isEmpty());
}

void TestClientUpload::answer_earlyAndClosed_isHeard()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(100'000));
    bench.start();
    bench.feed(50'000);
    QTRY_VERIFY(bench.upstream.unframed() > 50'000);
    bench.upstream.push("HTTP/1.1 413 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    bench.upstream.closeConnections();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.ended->response.status, 413);
}

void TestClientUpload::call_destroyedWhileItsBodyIsTaken_isSafe_data()
{
    QTest::addColumn<Length>("length");
    QTest::addColumn<QString>("what");
    for (const Length length : {Length::Told, Length::Untold}) {
        const QByteArray name = length == Length::Told ? " (told)" : " (untold)";
        QTest::newRow(("the call" + name).constData()) << length << QStringLiteral("call");
        QTest::newRow(("the client" + name).constData()) << length << QStringLiteral("client");
        QTest::newRow(("the body breaks off" + name).constData()) << length << QStringLiteral("body");
    }
}

void TestClientUpload::call_destroyedWhileItsBodyIsTaken_isSafe()
{
    QFETCH(Length, length);
    QFETCH(QString, what);
    UploadBench bench(length, contentOf(megabyte));
    bench.start();
    bool done = false;
    bench.onRoom = [&] {
        done = true;
        if (what == QStringLiteral("call"))
            bench.call.reset();
        else if (what == QStringLiteral("client"))
            bench.client.reset();
        else
            bench.body->breakOff();
    };
    bench.feed(IncomingBody::capacity);
    QTRY_VERIFY(done);
    QTRY_COMPARE(bench.upstream.open(), 0);
    QCOMPARE(bench.ended.has_value(), what == QStringLiteral("body"));
    QVERIFY(bench.upstream.seen().isEmpty());
    QVERIFY(!bench.client || bench.elsewhere(1));
}

void TestClientUpload::call_cancelled_givesTheConnectionUp()
{
    QFETCH(Length, length);
    UploadBench bench(length, contentOf(100'000));
    bench.start();
    bench.feed(50'000);
    QTRY_VERIFY(bench.upstream.unframed() > 50'000);
    bench.call.reset();
    bench.feed(50'000); // it comes to nobody
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(bench.upstream.seen().isEmpty());
    QVERIFY(!bench.ended);
}

QTEST_GUILESS_MAIN(TestClientUpload)
#include "tst_clientupload.moc"
