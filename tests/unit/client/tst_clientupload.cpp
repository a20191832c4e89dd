// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness.h"
#include "support/content.h"
#include "support/fakeclock.h"

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

constexpr qint64 megabyte = 1024 * 1024;

/// Runs the event loop until then, without the pauses of QTest::qWaitFor(), which would set the body's pace.
template <typename Reached>
bool runsUntil(Reached reached)
{
    QEventLoop loop;
    bool late = false;
    QTimer guard;
    QObject::connect(&guard, &QTimer::timeout, [&] { late = true; });
    guard.start(30'000);
    while (!reached() && !late)
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    return reached();
}

/// A call that sends a body while it comes, on a clock of the test's.
struct Bench
{
    explicit Bench(QByteArray whole, UpstreamScript script = UpstreamScript::ok())
        : content(std::move(whole))
        , upstream([script](const SeenRequest &request) {
            return request.method == "PUT" ? script : UpstreamScript::ok();
        })
        , client(std::make_unique<HttpClient>(ClientLimits(), clock))
        , body(std::make_shared<IncomingBody>(content.size()))
    {
        body->onRoom([this] {
            ++rooms;
            if (onRoom)
                onRoom();
        });
    }
    void start() { start(upstream.origin()); }
    void start(const QUrl &origin)
    {
        UpstreamRequest request = requestOf(Method::Put, "/upload");
        request.incoming = body;
        call = client->send(origin, std::move(request),
                            [this](UpstreamResult result) { ended = std::move(result); });
    }
    /// The next bytes of the content come.
    void feed(qint64 size)
    {
        body->put(QByteArrayView(content).sliced(fed, size));
        fed += size;
        if (fed == content.size())
            body->finish();
    }
    void feedAsThereIsRoom()
    {
        while (fed < content.size() && !body->full())
            feed(std::min<qint64>(64 * 1024, content.size() - fed));
    }
    void feedAll()
    {
        onRoom = [this] { feedAsThereIsRoom(); };
        feedAsThereIsRoom();
    }
    /// Another call, from its start to its end: the event loop and Qt's thread have done what they had to.
    bool elsewhere(int times = 20)
    {
        for (int i = 0; i < times; ++i) {
            bool completed = false;
            const auto one =
                client->send(second.origin(), requestOf(Method::Get),
                             [&](UpstreamResult result) { completed = result.stage == Stage::Completed; });
            if (!runsUntil([&] { return completed; }))
                return false;
        }
        return true;
    }
    /// Qt takes no more of the body.
    bool settles()
    {
        for (qint64 before = -1; before != fed - body->available();) {
            before = fed - body->available();
            if (!elsewhere())
                return false;
        }
        return true;
    }
    /// Time passes, more than the total deadline, and the deadlines are looked at.
    bool passes(std::chrono::seconds time)
    {
        FakeUpstream silent(UpstreamScript::silence());
        bool expired = false;
        const auto late =
            client->send(silent.origin(), requestOf(Method::Get), [&](UpstreamResult) { expired = true; });
        if (!runsUntil([&] { return silent.seen().size() == 1; }))
            return false;
        clock.advance(time);
        return runsUntil([&] { return expired; });
    }

    QByteArray content;
    qint64 fed = 0;
    int rooms = 0;
    std::function<void()> onRoom;
    support::FakeClock clock;
    FakeUpstream upstream;
    FakeUpstream second;
    std::unique_ptr<HttpClient> client;
    std::shared_ptr<IncomingBody> body;
    std::optional<UpstreamResult> ended;
    std::unique_ptr<Call> call;
};

} // namespace

/// Bodies that are sent while they come.
class TestClientUpload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void body_large_arrivesAsItWas();
    void body_comingBitByBit_isSentAsItComes();
    void body_withoutLength_isNotSent();
    void body_brokenBefore_isNotSent();
    void upstream_notReading_holdsTheClientBack();
    void upstream_stalling_isATimeout();
    void upstream_slowButReading_mayTakeLongerThanAllDeadlines();
    void client_slow_hasNoDeadline_data();
    void client_slow_hasNoDeadline();
    void upstream_silentAfterAll_isATimeoutFromThen();
    void upstream_unreachable_isToldAsNeverSent();
    void body_breakingOff_isNeverWholeNorSentAgain();
    void connection_staleBeforeTheFirstByte_isReplaced();
    void connection_closedMidway_isNotSentAgain();
    void answer_early_endsTheCall();
    void answer_earlyAndClosed_isHeard();
    void call_destroyedWhileItsBodyIsTaken_isSafe_data();
    void call_destroyedWhileItsBodyIsTaken_isSafe();
    void call_cancelled_givesTheConnectionUp();
};

void TestClientUpload::body_large_arrivesAsItWas()
{
    Bench bench(contentOf(64 * megabyte));
    bench.start();
    bench.feedAll();
    QVERIFY(runsUntil([&] { return bench.ended.has_value(); }));
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QCOMPARE(bench.ended->response.body, QByteArray("ok"));
    QCOMPARE(bench.upstream.seen().size(), 1);
    const SeenRequest &seen = bench.upstream.seen().front();
    QCOMPARE(seen.method, QByteArray("PUT"));
    QCOMPARE(seen.field("content-length"), QByteArray::number(64 * megabyte));
    QVERIFY(!seen.head.toLower().contains("transfer-encoding"));
    QVERIFY(seen.body == bench.content);
    QVERIFY(bench.rooms > 100); // it was held back in between, so it was never here as a whole
    QVERIFY(bench.elsewhere(1));
}

void TestClientUpload::body_comingBitByBit_isSentAsItComes()
{
    Bench bench(contentOf(100'000));
    bench.start();
    qint64 head = 0;
    for (int i = 0; i < 9; ++i) {
        bench.feed(10'000);
        QTRY_VERIFY(bench.upstream.unframed() > bench.fed);
        if (i == 0)
            QTRY_VERIFY(bench.elsewhere(1));
        head = std::max(head, bench.upstream.unframed() - bench.fed);
        QTRY_COMPARE(bench.upstream.unframed(), bench.fed + head);
    }
    QVERIFY(!bench.ended);
    bench.feed(10'000);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QVERIFY(bench.upstream.seen().front().body == bench.content);
    QVERIFY(bench.upstream.seen().front().head.size() == head);
}

void TestClientUpload::body_withoutLength_isNotSent()
{
    Bench bench("abc");
    bench.body = std::make_shared<IncomingBody>(std::nullopt);
    bench.start();
    QVERIFY(!bench.ended);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Connect);
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestClientUpload::body_brokenBefore_isNotSent()
{
    Bench bench("abc");
    bench.body->breakOff();
    bench.start();
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Connect);
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestClientUpload::upstream_notReading_holdsTheClientBack()
{
    Bench bench(contentOf(64 * megabyte));
    bench.upstream.setReading(false);
    bench.start();
    bench.feedAll();
    QVERIFY(bench.settles());
    QVERIFY(bench.body->full());
    // What is not in the body is Qt's 48 KiB, and in the kernel.
    QVERIFY2(bench.fed < 24 * megabyte, QByteArray::number(bench.fed).constData());
    QVERIFY(!bench.ended);
    bench.upstream.setReading(true);
    QVERIFY(runsUntil([&] { return bench.ended.has_value(); }));
    QCOMPARE(bench.ended->stage, Stage::Completed);
    QVERIFY(bench.upstream.seen().front().body == bench.content);
}

void TestClientUpload::upstream_stalling_isATimeout()
{
    Bench bench(contentOf(64 * megabyte));
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
    Bench bench(contentOf(64 * megabyte));
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
    QTest::addColumn<qint64>("first");
    QTest::newRow("nothing yet") << qint64(0);
    QTest::newRow("midway") << qint64(50'000);
}

void TestClientUpload::client_slow_hasNoDeadline()
{
    QFETCH(qint64, first);
    Bench bench(contentOf(100'000));
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
    Bench bench(contentOf(100'000), UpstreamScript::silence());
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
    Bench bench(contentOf(100'000));
    bench.start(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(support::deadPort())));
    bench.feed(50'000);
    QTRY_VERIFY(bench.ended);
    QCOMPARE(bench.ended->stage, Stage::Connect);
    bench.feed(50'000); // nobody listens any more
}

void TestClientUpload::body_breakingOff_isNeverWholeNorSentAgain()
{
    Bench bench(contentOf(100'000));
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
    Bench bench(contentOf(100'000));
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

void TestClientUpload::connection_closedMidway_isNotSentAgain()
{
    Bench bench(contentOf(100'000));
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
    Bench bench(contentOf(100'000), UpstreamScript::silence());
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
    Bench bench(contentOf(100'000));
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
    QTest::addColumn<QString>("what");
    QTest::newRow("the call") << QStringLiteral("call");
    QTest::newRow("the client") << QStringLiteral("client");
    QTest::newRow("the body breaks off") << QStringLiteral("body");
}

void TestClientUpload::call_destroyedWhileItsBodyIsTaken_isSafe()
{
    QFETCH(QString, what);
    Bench bench(contentOf(megabyte));
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
    Bench bench(contentOf(100'000));
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
