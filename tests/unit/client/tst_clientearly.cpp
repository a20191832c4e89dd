// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness.h"

#include "support/fakeclock.h"

using namespace guarita;
using namespace guarita::client;
using namespace std::chrono_literals;
using http::Method;
using support::FakeUpstream;
using support::UpstreamScript;

namespace {

/// Takes the first bytes, and no more.
struct SlowReceiver final : StreamReceiver
{
    void head(UpstreamResult) override { ++heads; }
    bool bytes(QByteArray more) override
    {
        got += more.size();
        return false;
    }

    int heads = 0;
    qint64 got = 0;
};

/// An upload whose answer begins before its body has ended.
struct Bench
{
    explicit Bench(qint64 length)
        : body(std::make_shared<net::IncomingBody>(length))
    {
        UpstreamRequest request = requestOf(Method::Post);
        request.incoming = body;
        call = client.send(
            upstream.origin(), std::move(request),
            [this](UpstreamResult result) { ended = std::move(result); }, &receiver);
    }

    /// Passes once the deadlines of all calls have been looked at.
    void letTimePass(std::chrono::milliseconds time)
    {
        bool expired = false;
        const auto other = client.send(silent.origin(), requestOf(Method::Get),
                                       [&](const UpstreamResult &) { expired = true; });
        QTRY_COMPARE(silent.seen().size(), 1);
        clock.advance(time);
        QTRY_VERIFY(expired);
    }

    support::FakeClock clock;
    FakeUpstream upstream;
    FakeUpstream silent{UpstreamScript::silence()};
    HttpClient client{ClientLimits(), clock};
    SlowReceiver receiver;
    std::shared_ptr<net::IncomingBody> body;
    std::optional<UpstreamResult> ended;
    std::unique_ptr<Call> call;
};

} // namespace

/// Both directions at once: answers that come before the request has gone out.
class TestClientEarly : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeAnswer_slowReceiver_isNotTimed()
    {
        Bench bench(100);
        bench.body->put("0123456789");
        QTRY_VERIFY(bench.upstream.unframed() > 0);
        bench.upstream.push("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n30000\r\n" +
                            QByteArray(0x30000, 'a') + "\r\n0\r\n\r\n");
        QTRY_COMPARE(bench.upstream.open(), 0); // all of it is here, and the rest of the body is nobody's
        QCOMPARE(bench.receiver.heads, 1);
        bench.body->put("0123456789"); // the client sends on
        bench.letTimePass(ClientLimits().streamIdleDeadline + 1s);
        QVERIFY(!bench.ended);
    }

    void answer_slowReceiver_theBodysEndDoesNotTimeIt()
    {
        Bench bench(20);
        bench.body->put("0123456789");
        QTRY_VERIFY(bench.upstream.unframed() > 0);
        bench.upstream.setScript([](const support::SeenRequest &) { return UpstreamScript::silence(); });
        bench.upstream.push("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" +
                            QByteArray(1'000'000, 'a'));
        QTRY_VERIFY(bench.receiver.got > 0);
        bench.body->put("0123456789");
        bench.body->finish();
        QTRY_COMPARE(bench.upstream.seen().size(), 1);
        bench.letTimePass(ClientLimits().streamIdleDeadline + 1s);
        QVERIFY(!bench.ended);
    }

    /// The upstream closes with a part of the request unread, which resets the connection.
    void reset_behindAnAnswerUntilClose_isNoEndOfIt()
    {
        FakeUpstream upstream;
        upstream.setReading(false);
        Harness harness;
        harness.send(upstream.origin(), requestOf(Method::Post, "/", QByteArray(40'000'000, 'x')));
        QTRY_COMPARE(upstream.open(), 1);
        upstream.push("HTTP/1.1 200 OK\r\n\r\nhalf of it");
        upstream.closeConnections();
        QTRY_VERIFY(harness.results[0]);
        QVERIFY2(harness.results[0]->stage == Stage::Truncated ||
                     harness.results[0]->stage == Stage::NoResponse,
                 stageReason(harness.results[0]->stage));
    }
};

QTEST_GUILESS_MAIN(TestClientEarly)
#include "tst_clientearly.moc"
