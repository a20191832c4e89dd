// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness.h"
#include "support/fakeclock.h"

using namespace guarita;
using namespace guarita::client;
using namespace std::chrono_literals;
using http::Method;
using support::FakeUpstream;
using support::SeenRequest;
using support::UpstreamScript;

namespace {

const QByteArray chunkedHead = "HTTP/1.1 200 OK\r\nETag: x\r\nTransfer-Encoding: chunked\r\n\r\n";
const QByteArray lastChunk = "0\r\n\r\n";

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/// A call to an upstream that answers /stream with `head` and then what the test pushes, on a clock of the
/// test's.
struct Bench final : StreamReceiver
{
    explicit Bench(QByteArray head = chunkedHead, ClientLimits limits = {})
        : upstream([head](const SeenRequest &request) {
            return request.target == "/stream" ? UpstreamScript::answer(head) : UpstreamScript::ok();
        })
        , client(std::make_unique<HttpClient>(limits, clock))
    {
    }
    void head(UpstreamResult result) override
    {
        ++heads;
        headResult = std::move(result);
        if (onHead)
            onHead();
    }
    bool bytes(QByteArray bytes) override
    {
        body += bytes;
        largest = std::max(largest, bytes.size());
        const bool more = takes;
        if (onBytes)
            onBytes(); // may destroy the client and the call, not this
        return more;
    }
    void start(UpstreamRequest request = requestOf(Method::Get, "/stream"))
    {
        call = client->send(
            upstream.origin(), std::move(request),
            [this](UpstreamResult result) { ended = std::move(result); }, this);
    }
    void push(const QByteArray &bytes) { upstream.push(bytes, "/stream"); }
    bool begin()
    {
        start();
        return QTest::qWaitFor([this] { return heads == 1; });
    }
    /// Another call, from its start to its end: the event loop has done what it had to.
    bool other() { return completes(upstream); }
    bool elsewhere() { return completes(second); }
    bool completes(const FakeUpstream &where)
    {
        bool completed = false;
        const auto one = client->send(where.origin(), requestOf(Method::Get), [&](UpstreamResult result) {
            completed = result.stage == Stage::Completed;
        });
        return QTest::qWaitFor([&] { return completed; });
    }

    support::FakeClock clock;
    FakeUpstream upstream;
    FakeUpstream second;
    std::unique_ptr<HttpClient> client;
    int heads = 0;
    UpstreamResult headResult;
    QByteArray body;
    qsizetype largest = 0;
    bool takes = true;
    std::function<void()> onHead;
    std::function<void()> onBytes;
    std::optional<UpstreamResult> ended;
    std::unique_ptr<Call> call;
};

} // namespace

/// Responses that are passed on bit by bit.
class TestClientStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chunked_comesAsItIsSent();
    void length_aboveTheLimit_isToldAndStreams();
    void length_withinTheLimit_comesWhole();
    void untilClose_streams();
    void head_ofAStream_comesWhole();
    void truncated_data();
    void truncated();
    void otherRequestsAnswer_neverBegins();
    void slowReceiver_holdsTheUpstreamBack();
    void slowReceiver_upstreamBreaksOff_getsTheRestFirst();
    void longerThanAllLimits_goesOn();
    void upstreamSilent_idleDeadlineEndsIt();
    void receiverPaused_hasNoDeadline();
    void call_destroyedFromWithin_isSafe_data();
    void call_destroyedFromWithin_isSafe();
    void client_destroyedFromWithin_isSafe();
    void client_destroyedWhilePaused_isSafe();
};

void TestClientStream::chunked_comesAsItIsSent()
{
    Bench bench;
    QVERIFY(bench.begin());
    QCOMPARE(bench.headResult.stage, Stage::Completed);
    QCOMPARE(bench.headResult.response.status, 200);
    QCOMPARE(bench.headResult.response.headers.value("etag"), QByteArray("x"));
    QVERIFY(!bench.headResult.response.headers.contains("content-length"));
    QVERIFY(!bench.headResult.response.headers.contains("transfer-encoding"));
    bench.push(chunk("one"));
    QTRY_COMPARE(bench.body, QByteArray("one"));
    bench.push(chunk("two"));
    QTRY_COMPARE(bench.body, QByteArray("onetwo"));
    QVERIFY(!bench.ended);
    QCOMPARE(bench.client->inFlight(), 1);
    bench.push(lastChunk);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QVERIFY(bench.ended->response.body.isEmpty());
    QCOMPARE(bench.client->inFlight(), 0);
    QVERIFY(bench.other());
    QCOMPARE(bench.upstream.connections(), 1); // it is used again
}

void TestClientStream::length_aboveTheLimit_isToldAndStreams()
{
    ClientLimits limits;
    limits.streamAbove = 1000;
    const QByteArray body(3'000'000, 'x');
    Bench bench(UpstreamScript::ok(body).bytes, limits);
    bench.start();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.headResult.response.headers.value("content-length"), QByteArray("3000000"));
    QVERIFY(bench.body == body);
    QVERIFY(bench.largest <= 64 * 1024);
}

void TestClientStream::length_withinTheLimit_comesWhole()
{
    ClientLimits limits;
    limits.streamAbove = 1000;
    const QByteArray body(1000, 'x');
    Bench bench(UpstreamScript::ok(body).bytes, limits);
    bench.start();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.heads, 0);
    QCOMPARE(bench.ended->response.body, body);
}

void TestClientStream::untilClose_streams()
{
    Bench bench("HTTP/1.1 200 OK\r\nX: y\r\n\r\n");
    QVERIFY(bench.begin());
    bench.push("one");
    QTRY_COMPARE(bench.body, QByteArray("one"));
    bench.upstream.closeConnections();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
}

void TestClientStream::head_ofAStream_comesWhole()
{
    Bench bench;
    bench.start(requestOf(Method::Head, "/stream"));
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.heads, 0);
    QCOMPARE(bench.ended->stage, Stage::Completed);
}

void TestClientStream::truncated_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("part");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("within a chunk") << chunkedHead << QByteArray("5\r\nhel") << QByteArray("hel");
    QTest::newRow("behind a chunk") << chunkedHead << chunk("hello") << QByteArray("hello");
    QTest::newRow("behind the head") << chunkedHead << QByteArray() << QByteArray();
    QTest::newRow("last chunk cut") << chunkedHead << chunk("hello") + "0\r\n" << QByteArray("hello");
    QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n")
                            << QByteArray("hel") << QByteArray("hel");
}

void TestClientStream::truncated()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, part);
    Bench bench(head);
    QVERIFY(bench.begin());
    bench.push(part);
    QTRY_VERIFY(QTest::currentDataTag() == QByteArray("behind the head") || !bench.body.isEmpty());
    bench.upstream.closeConnections();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Truncated);
    QTEST(bench.body, "body");
    QVERIFY(bench.other());
}

void TestClientStream::otherRequestsAnswer_neverBegins()
{
    Bench bench("HTTP/1.1 200 OK\r\nX-Request-Id: b\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk("theirs"));
    UpstreamRequest request = requestOf(Method::Get, "/stream");
    request.headers.append("X-Request-Id", "a");
    bench.start(std::move(request));
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::NoResponse);
    QCOMPARE(bench.heads, 0);
    QVERIFY(bench.body.isEmpty());
}

void TestClientStream::slowReceiver_holdsTheUpstreamBack()
{
    constexpr qint64 megabyte = 1024 * 1024;
    Bench bench;
    bench.takes = false;
    QVERIFY(bench.begin());
    const QByteArray content(64 * megabyte, 'x');
    bench.push(chunk(content) + lastChunk);
    QTRY_VERIFY(!bench.body.isEmpty());
    for (int i = 0; i < 80; ++i) // time enough to read it all
        QVERIFY(bench.elsewhere());
    QVERIFY(bench.body.size() <= 64 * 1024);
    const qint64 unsent = bench.upstream.unsent();
    QVERIFY2(unsent > 40 * megabyte, QByteArray::number(unsent).constData()); // the rest is in the kernel
    for (int i = 0; i < 20; ++i) {
        const qsizetype before = bench.body.size();
        bench.call->resume();
        QTRY_VERIFY(bench.body.size() > before);
        QVERIFY(bench.body.size() <= before + 64 * 1024);
    }
    QVERIFY(bench.upstream.unsent() > unsent - 20 * megabyte);
    bench.takes = true;
    bench.call->resume();
    QTRY_VERIFY_WITH_TIMEOUT(bench.ended, 30'000);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QVERIFY(bench.body == content);
}

void TestClientStream::slowReceiver_upstreamBreaksOff_getsTheRestFirst()
{
    Bench bench;
    bench.takes = false;
    QVERIFY(bench.begin());
    const QByteArray content(200'000, 'x');
    bench.push("ffffff\r\n" + content);
    QTRY_VERIFY(!bench.body.isEmpty());
    bench.upstream.closeConnections();
    QTRY_COMPARE(bench.upstream.open(), 0);
    for (int i = 0; i < 20; ++i)
        QVERIFY(bench.elsewhere());
    QVERIFY(!bench.ended);
    QVERIFY(bench.other()); // not on that connection
    bench.takes = true;
    bench.call->resume();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Truncated);
    QCOMPARE(bench.body.size(), content.size());
}

void TestClientStream::longerThanAllLimits_goesOn()
{
    ClientLimits limits;
    limits.responseBytes = 1000;
    Bench bench(chunkedHead, limits);
    QVERIFY(bench.begin());
    qsizetype sent = 0;
    for (int i = 0; i < 5; ++i) {
        bench.clock.advance(50s); // 15 s in all are the limit of a whole response
        QVERIFY(bench.other());
        bench.push(chunk(QByteArray(1000, 'x')));
        sent += 1000;
        QTRY_COMPARE(bench.body.size(), sent);
    }
    QVERIFY(!bench.ended);
    bench.push(lastChunk);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
}

void TestClientStream::upstreamSilent_idleDeadlineEndsIt()
{
    Bench bench;
    QVERIFY(bench.begin());
    bench.push(chunk("one"));
    QTRY_COMPARE(bench.body, QByteArray("one"));
    bench.clock.advance(61s);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Timeout);
    QTRY_COMPARE(bench.upstream.open(), 0);
}

void TestClientStream::receiverPaused_hasNoDeadline()
{
    Bench bench;
    bench.takes = false;
    QVERIFY(bench.begin());
    bench.push(chunk("one"));
    QTRY_COMPARE(bench.body, QByteArray("one"));
    bench.clock.advance(1h);
    bool deadlinesKept = false;
    FakeUpstream silent(UpstreamScript::silence());
    const auto late = bench.client->send(silent.origin(), requestOf(Method::Get),
                                         [&](UpstreamResult) { deadlinesKept = true; });
    QTRY_COMPARE(silent.seen().size(), 1);
    bench.clock.advance(20s);
    QTRY_VERIFY(deadlinesKept);
    QVERIFY(!bench.ended);
    bench.takes = true;
    bench.call->resume();
    bench.push(chunk("two") + lastChunk);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.body, QByteArray("onetwo"));
}

void TestClientStream::call_destroyedFromWithin_isSafe_data()
{
    QTest::addColumn<bool>("atHead");
    QTest::newRow("head") << true;
    QTest::newRow("bytes") << false;
}

void TestClientStream::call_destroyedFromWithin_isSafe()
{
    QFETCH(bool, atHead);
    Bench bench;
    (atHead ? bench.onHead : bench.onBytes) = [&] { bench.call.reset(); };
    QVERIFY(bench.begin());
    bench.push(chunk("one") + chunk("two"));
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(!bench.call);
    QVERIFY(!bench.ended);
    QCOMPARE(bench.client->inFlight(), 0);
    QVERIFY(bench.other());
}

void TestClientStream::client_destroyedFromWithin_isSafe()
{
    Bench bench;
    bench.onBytes = [&] { bench.client.reset(); };
    QVERIFY(bench.begin());
    bench.push(chunk("one") + chunk("two"));
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(!bench.ended);
}

void TestClientStream::client_destroyedWhilePaused_isSafe()
{
    Bench bench;
    bench.takes = false;
    QVERIFY(bench.begin());
    bench.push(chunk("one"));
    QTRY_COMPARE(bench.body, QByteArray("one"));
    bench.client.reset();
    bench.call->resume();
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(!bench.ended);
}

QTEST_GUILESS_MAIN(TestClientStream)
#include "tst_clientstream.moc"
