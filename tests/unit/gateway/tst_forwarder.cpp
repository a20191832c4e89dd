// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/forward/forwarder.h"
#include "support/fakeclock.h"
#include "support/fakeowner.h"
#include "support/fakeupstream.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::gateway;
using net::IncomingBody;
using support::FakeUpstream;
using support::UpstreamScript;

namespace {

using BodyLength = std::optional<qint64>;

void addLengths()
{
    QTest::addColumn<BodyLength>("length");
    QTest::newRow("of told length") << BodyLength(6);
    QTest::newRow("of untold length") << BodyLength();
}

struct Bench
{
    /// A request whose body still comes.
    std::shared_ptr<IncomingBody> ask(BodyLength length)
    {
        http::Request request;
        request.method = http::Method::Put;
        request.target = "/rel/a";
        request.host = "g";
        request.id = "0123456789abcdef0123456789abcdef";
        request.clientAddress = QHostAddress(QHostAddress::LocalHost);
        request.headers.append("accept-language", "en");
        request.incoming = std::make_shared<IncomingBody>(length);
        std::shared_ptr<IncomingBody> body = request.incoming;
        forwarder.forward(std::move(request), owner.handle());
        return body;
    }
    bool answered()
    {
        return QTest::qWaitFor([this] { return !owner.answers.empty(); });
    }

    support::FakeClock clock;
    FakeUpstream upstream;
    client::HttpClient client{{}, clock};
    tally::CallBook calls{"0123456789abcdef"};
    support::FakeOwner owner;
    Forwarder forwarder{client, {.upstream = upstream.origin()}, std::nullopt, &calls};
};

} // namespace

class TestForwarder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void body_coming_isPassedOnAsItComes_data() { addLengths(); }
    void body_coming_isPassedOnAsItComes();
    void body_breakingOff_endsTheCall_data() { addLengths(); }
    void body_breakingOff_endsTheCall();
    void client_leavingWhileItsBodyComes_takesItsCall_data() { addLengths(); }
    void client_leavingWhileItsBodyComes_takesItsCall();
    void answer_beforeTheBodysEnd_isPassedBack_data() { addLengths(); }
    void answer_beforeTheBodysEnd_isPassedBack();
};

void TestForwarder::body_coming_isPassedOnAsItComes()
{
    QFETCH(BodyLength, length);
    Bench bench;
    const auto body = bench.ask(length);
    QCOMPARE(bench.calls.begun(), 1U);
    body->put("abc");
    QTRY_VERIFY(bench.upstream.unframed() > 3);
    body->put("def");
    QVERIFY(bench.owner.answers.empty());
    body->finish();
    QVERIFY(bench.answered());
    QCOMPARE(bench.owner.answers.back().status, 200);
    QCOMPARE(bench.upstream.seen().front().body, QByteArray("abcdef"));
    QCOMPARE(bench.upstream.seen().front().chunks.size(), length ? 0 : 3);
    QCOMPARE(bench.calls.underWay(), 0U);
    QCOMPARE(bench.forwarder.inFlight(), std::size_t(0));
}

void TestForwarder::body_breakingOff_endsTheCall()
{
    QFETCH(BodyLength, length);
    Bench bench;
    const auto body = bench.ask(length);
    body->put("abc");
    QTRY_VERIFY(bench.upstream.unframed() > 3);
    body->breakOff();
    QVERIFY(bench.answered());
    QCOMPARE(bench.owner.answers.back().status, 502);
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(bench.upstream.seen().isEmpty());
}

void TestForwarder::client_leavingWhileItsBodyComes_takesItsCall()
{
    QFETCH(BodyLength, length);
    Bench bench;
    const auto body = bench.ask(length);
    body->put("abc");
    QTRY_VERIFY(bench.upstream.unframed() > 3);
    bench.owner.leave(0);
    body->breakOff(); // nobody listens
    QCOMPARE(bench.owner.left, std::vector<QByteArray>{"cliente_saiu"});
    QCOMPARE(bench.owner.leftUpstreams.back(), bench.upstream.origin().authority().toLatin1());
    QCOMPARE(bench.calls.lostOnes().added(), 1U);
    QCOMPARE(bench.forwarder.inFlight(), std::size_t(0));
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(bench.upstream.seen().isEmpty());
}

/// As of one that takes no chunks, or none so large.
void TestForwarder::answer_beforeTheBodysEnd_isPassedBack()
{
    QFETCH(BodyLength, length);
    Bench bench;
    const auto body = bench.ask(length);
    body->put("abc");
    QTRY_VERIFY(bench.upstream.unframed() > 3);
    bench.upstream.push("HTTP/1.1 411 Length Required\r\nContent-Length: 2\r\n\r\nno");
    QVERIFY(bench.answered());
    QCOMPARE(bench.owner.answers.back().status, 411);
    QCOMPARE(bench.owner.answers.back().body, QByteArray("no"));
    body->put("def"); // nobody takes it
    QCOMPARE(body->available(), 3);
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(bench.upstream.seen().isEmpty());
}

QTEST_GUILESS_MAIN(TestForwarder)
#include "tst_forwarder.moc"
