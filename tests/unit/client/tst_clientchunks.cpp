// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/content.h"
#include "uploadbench.h"

#include <numeric>

using namespace guarita;
using namespace guarita::client;
using http::Method;
using net::IncomingBody;
using support::contentOf;
using support::FakeUpstream;
using support::SeenRequest;
using support::UpstreamScript;

namespace {

using Sizes = QList<qsizetype>;

} // namespace

/// How bodies of untold length stand on the wire.
class TestClientChunks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void body_hereAsAWhole_goesWithTheLastChunkAtOnce();
    void body_endingLater_getsItsLastChunkThen();
    void body_empty_isTheLastChunkOnly_data();
    void body_empty_isTheLastChunkOnly();
    void body_large_goesInChunksOfUpTo64KiB();
    void body_brokenOffAfterAll_getsNoLastChunk();
    void head_waits_forTheFirstChunk();
    void connection_afterIt_isUsedAgain();
    void method_any_isSentWithItsBody_data();
    void method_any_isSentWithItsBody();
    void upstream_refusingChunks_isHeard_data();
    void upstream_refusingChunks_isHeard();
};

void TestClientChunks::body_hereAsAWhole_goesWithTheLastChunkAtOnce()
{
    UploadBench bench(Length::Untold, contentOf(1000));
    bench.feed(1000);
    bench.start();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    const SeenRequest &seen = bench.upstream.seen().front();
    QCOMPARE(seen.chunks, (Sizes{1000, 0}));
    QCOMPARE(seen.body, bench.content);
    QCOMPARE(seen.field("transfer-encoding"), QByteArray("chunked"));
    QCOMPARE(seen.head.toLower().count("transfer-encoding"), 1);
    QVERIFY(!seen.head.toLower().contains("content-length"));
}

void TestClientChunks::body_endingLater_getsItsLastChunkThen()
{
    UploadBench bench(Length::Untold, contentOf(2000));
    bench.start();
    bench.feed(1000);
    QTRY_VERIFY(bench.upstream.unframed() > 1000);
    bench.body->put(QByteArrayView(bench.content).sliced(1000)); // and nobody knows that it was all
    QVERIFY(bench.elsewhere());
    QVERIFY(bench.upstream.seen().isEmpty());
    QVERIFY(!bench.ended);
    bench.body->finish();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.upstream.seen().front().chunks, (Sizes{1000, 1000, 0}));
    QCOMPARE(bench.upstream.seen().front().body, bench.content);
    QCOMPARE(bench.upstream.unframed(), 0);
}

void TestClientChunks::body_empty_isTheLastChunkOnly_data()
{
    QTest::addColumn<bool>("before");
    QTest::newRow("known before") << true;
    QTest::newRow("known later") << false;
}

void TestClientChunks::body_empty_isTheLastChunkOnly()
{
    QFETCH(bool, before);
    UploadBench bench(Length::Untold, {});
    if (before)
        bench.body->finish();
    bench.start();
    if (!before) {
        QVERIFY(bench.elsewhere());
        QCOMPARE(bench.upstream.unframed(), 0);
        bench.body->finish();
    }
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.upstream.seen().front().chunks, Sizes{0});
    QCOMPARE(bench.upstream.connections(), 1);
}

void TestClientChunks::body_large_goesInChunksOfUpTo64KiB()
{
    UploadBench bench(Length::Untold, contentOf(8 * megabyte));
    bench.start();
    bench.feedAll();
    QVERIFY(runsUntil([&] { return bench.ended.has_value(); }));
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QVERIFY(bench.upstream.seen().front().body == bench.content);
    const Sizes &chunks = bench.upstream.seen().front().chunks;
    QCOMPARE(std::accumulate(chunks.begin(), chunks.end(), qsizetype(0)), 8 * megabyte);
    QVERIFY(*std::max_element(chunks.begin(), chunks.end()) <= 64 * 1024);
    QVERIFY2(chunks.size() < 8 * 16 * 2, QByteArray::number(chunks.size()).constData());
}

/// All of its bytes are there, but for the word that they were all.
void TestClientChunks::body_brokenOffAfterAll_getsNoLastChunk()
{
    UploadBench bench(Length::Untold, contentOf(1000));
    bench.start();
    bench.body->put(bench.content);
    QTRY_VERIFY(bench.upstream.unframed() > 1000);
    bench.body->breakOff();
    QVERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::NoResponse);
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(bench.upstream.seen().isEmpty());
}

void TestClientChunks::head_waits_forTheFirstChunk()
{
    UploadBench bench(Length::Untold, contentOf(1000));
    bench.start();
    QVERIFY(bench.elsewhere());
    QCOMPARE(bench.upstream.connections(), 1);
    QCOMPARE(bench.upstream.unframed(), 0);
    bench.body->breakOff();
    QVERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Connect); // nobody has seen it
    QTRY_COMPARE(bench.upstream.open(), 0);
}

void TestClientChunks::connection_afterIt_isUsedAgain()
{
    UploadBench bench(Length::Untold, contentOf(1000));
    bench.feed(1000);
    bench.start();
    QTRY_VERIFY(bench.ended);
    bool completed = false;
    const auto next =
        bench.client->send(bench.upstream.origin(), requestOf(Method::Get),
                           [&](UpstreamResult result) { completed = result.stage == Stage::Completed; });
    QTRY_VERIFY(completed);
    QCOMPARE(bench.upstream.connections(), 1);
    QCOMPARE(bench.upstream.seen().size(), 2);
}

void TestClientChunks::method_any_isSentWithItsBody_data()
{
    QTest::addColumn<Method>("method");
    for (const Method method : {Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch,
                                Method::Delete, Method::Options})
        QTest::newRow(net::methodName(method).constData()) << method;
}

void TestClientChunks::method_any_isSentWithItsBody()
{
    QFETCH(Method, method);
    UploadBench bench(Length::Untold, contentOf(100'000));
    bench.upstream.setScript([](const SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    bench.start(bench.upstream.origin(), method);
    bench.feed(100'000);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.upstream.seen().front().method, net::methodName(method));
    QVERIFY(bench.upstream.seen().front().body == bench.content);
}

void TestClientChunks::upstream_refusingChunks_isHeard_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("length required") << 411;
    QTest::newRow("not implemented") << 501;
}

/// As one does that knows none (RFC 9112, 6.1): at once, and closing.
void TestClientChunks::upstream_refusingChunks_isHeard()
{
    QFETCH(int, status);
    UploadBench bench(Length::Untold, contentOf(100'000));
    bench.start();
    bench.feed(50'000);
    QTRY_VERIFY(bench.upstream.unframed() > 50'000);
    bench.upstream.push("HTTP/1.1 " + QByteArray::number(status) +
                        " No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    bench.upstream.closeConnections();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.ended->response.status, status);
}

QTEST_GUILESS_MAIN(TestClientChunks)
#include "tst_clientchunks.moc"
