// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/forward/forwarder.h"
#include "openfiles.h"
#include "runtime/log.h"
#include "runtime/logsink.h"
#include "support/fakeclock.h"
#include "support/fakeowner.h"
#include "support/fakeupstream.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <prometheus/registry.h>

using namespace guarita;
using namespace guarita::gateway;
using net::IncomingBody;
using support::FakeUpstream;
using support::UpstreamScript;

namespace {

constexpr qint64 megabyte = 1024 * 1024;

struct Bench
{
    explicit Bench(qint64 mostSpooled = 4 * megabyte)
        : spool({folder.path(), mostSpooled}, registry, log)
    {
    }
    /// A request whose body still comes.
    std::shared_ptr<IncomingBody> ask(std::optional<qint64> length)
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
    QByteArray reason() const
    {
        return QJsonDocument::fromJson(owner.answers.back().body)
            .object()[QStringLiteral("reason")]
            .toString()
            .toLatin1();
    }

    QTemporaryDir folder;
    support::FakeClock clock;
    prometheus::Registry registry;
    runtime::LogSink sink{-1, 0, [](qint64) { return QByteArray(); }};
    runtime::Log log{sink, clock, "gateway", runtime::LogLevel::Error};
    Spool spool;
    FakeUpstream upstream;
    client::HttpClient client{{}, clock};
    tally::CallBook calls{"0123456789abcdef"};
    support::FakeOwner owner;
    Forwarder forwarder{client, {.upstream = upstream.origin()}, std::nullopt, &calls, &spool};
};

} // namespace

class TestForwarder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void body_ofToldLength_isPassedOnAsItComes();
    void body_ofToldLengthBreakingOff_endsTheCall();
    void body_ofUntoldLength_isACallOnceItIsWhole();
    void body_ofUntoldLengthWithoutSpool_is411_data();
    void body_ofUntoldLengthWithoutSpool_is411();
    void spool_full_is503();
    void spool_failing_is503();
    void spool_unreadable_isNotTheUpstreamsFault();
    void client_leavingWhileItsBodyIsSpooled_isForgotten();
    void client_leavingWhileItsBodyIsSent_takesItsCall();
    void body_brokenOffWhileItIsSpooled_isSentToNobody();
};

void TestForwarder::body_ofToldLength_isPassedOnAsItComes()
{
    Bench bench;
    const auto body = bench.ask(6);
    body->put("abc");
    QTRY_VERIFY(bench.upstream.unframed() > 3);
    QCOMPARE(bench.spool.reserved(), 0);
    body->put("def");
    body->finish();
    QVERIFY(bench.answered());
    QCOMPARE(bench.owner.answers.back().status, 200);
    QCOMPARE(bench.upstream.seen().front().body, QByteArray("abcdef"));
    QCOMPARE(bench.forwarder.inFlight(), std::size_t(0));
}

void TestForwarder::body_ofToldLengthBreakingOff_endsTheCall()
{
    Bench bench;
    const auto body = bench.ask(6);
    body->put("abc");
    QTRY_VERIFY(bench.upstream.unframed() > 3);
    body->breakOff();
    QVERIFY(bench.answered());
    QCOMPARE(bench.owner.answers.back().status, 502);
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(bench.upstream.seen().isEmpty());
}

void TestForwarder::body_ofUntoldLength_isACallOnceItIsWhole()
{
    Bench bench;
    QByteArray content(3 * megabyte, 'x');
    for (qsizetype i = 0; i < content.size(); i += 1000)
        content[i] = static_cast<char>(i / 1000);
    const auto body = bench.ask(std::nullopt);
    for (qsizetype i = 0; i < content.size(); i += megabyte / 8) {
        body->put(QByteArrayView(content).sliced(i, megabyte / 8));
        QTRY_COMPARE(body->available(), 0);
    }
    QTRY_COMPARE(bench.spool.reserved(), content.size());
    QCOMPARE(bench.calls.begun(), 0U);
    QCOMPARE(bench.upstream.connections(), 0);
    body->finish();
    QVERIFY(bench.answered());
    QCOMPARE(bench.owner.answers.back().status, 200);
    QVERIFY(bench.upstream.seen().front().body == content);
    QCOMPARE(bench.upstream.seen().front().field("content-length"), QByteArray::number(content.size()));
    QCOMPARE(bench.calls.begun(), 1U);
    QCOMPARE(bench.calls.underWay(), 0U);
    QCOMPARE(bench.spool.reserved(), 0);
    QCOMPARE(bench.forwarder.inFlight(), std::size_t(0));
}

void TestForwarder::body_ofUntoldLengthWithoutSpool_is411_data()
{
    QTest::addColumn<bool>("spool");
    QTest::newRow("none") << false;
    QTest::newRow("one that takes none") << true;
}

void TestForwarder::body_ofUntoldLengthWithoutSpool_is411()
{
    QFETCH(bool, spool);
    Bench bench(0);
    Forwarder without(bench.client, {.upstream = bench.upstream.origin()});
    Forwarder &forwarder = spool ? bench.forwarder : without;
    http::Request request;
    request.incoming = std::make_shared<IncomingBody>(std::nullopt);
    forwarder.forward(std::move(request), bench.owner.handle());
    QCOMPARE(bench.owner.answers.size(), std::size_t(1));
    QCOMPARE(bench.owner.answers.back().status, 411);
    QCOMPARE(bench.reason(), QByteArray("length_required"));
    QCOMPARE(forwarder.inFlight(), std::size_t(0));
}

void TestForwarder::spool_full_is503()
{
    Bench bench(megabyte);
    const auto alone = bench.ask(std::nullopt);
    alone->put(QByteArray(2 * megabyte, 'x'));
    QVERIFY(bench.answered());
    QCOMPARE(bench.owner.answers.back().status, 503);
    QCOMPARE(bench.owner.answers.back().reason, QByteArray("spool_full"));
    QCOMPARE(bench.reason(), QByteArray("spool_full"));
    QVERIFY(bench.owner.answers.back().body.contains("There is no room"));
    QVERIFY(!bench.owner.answers.back().headers.contains("retry-after")); // it never fits
    QCOMPARE(alone->available(), megabyte);                               // the rest is not taken

    const auto other = bench.ask(std::nullopt);
    other->put(QByteArray(megabyte / 2, 'x'));
    const auto further = bench.ask(std::nullopt);
    further->put(QByteArray(megabyte, 'x'));
    QTRY_COMPARE(bench.owner.answers.size(), std::size_t(2));
    QCOMPARE(bench.owner.answers.back().status, 503);
    QCOMPARE(bench.owner.answers.back().headers.value("retry-after"), QByteArray("10"));
    other->finish();
    QTRY_COMPARE(bench.owner.answers.size(), std::size_t(3));
    QCOMPARE(bench.owner.answers.back().status, 200);
    QCOMPARE(bench.upstream.seen().size(), 1);
}

void TestForwarder::spool_failing_is503()
{
    Bench bench;
    bench.spool.apply({bench.folder.filePath(QStringLiteral("none")), megabyte});
    bench.ask(std::nullopt)->put("abc");
    QVERIFY(bench.answered());
    QCOMPARE(bench.owner.answers.back().status, 503);
    QCOMPARE(bench.reason(), QByteArray("spool_failed"));
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestForwarder::spool_unreadable_isNotTheUpstreamsFault()
{
    constexpr qint64 size = 64 * megabyte; // more than the kernel holds between the two
    Bench bench(size);
    bench.upstream.setReading(false);
    const auto body = bench.ask(std::nullopt);
    body->put(QByteArray(size, 'x'));
    body->finish();
    QTRY_COMPARE_WITH_TIMEOUT(bench.calls.begun(), 1U, 30'000);
    const QList<int> files = test::openFilesIn(bench.folder.path());
    QCOMPARE(files.size(), 1);
    QCOMPARE(::ftruncate(files.front(), 0), 0);
    bench.upstream.setReading(true);
    QVERIFY(bench.answered());
    QCOMPARE(bench.owner.answers.back().status, 503);
    QCOMPARE(bench.reason(), QByteArray("spool_failed"));
    QVERIFY(bench.upstream.seen().isEmpty());
    QCOMPARE(bench.spool.reserved(), 0);
}

void TestForwarder::client_leavingWhileItsBodyIsSpooled_isForgotten()
{
    Bench bench;
    const auto body = bench.ask(std::nullopt);
    body->put(QByteArray(megabyte, 'x'));
    QTRY_VERIFY(bench.spool.reserved() > 0);
    bench.owner.leave(0);
    QCOMPARE(bench.owner.left, std::vector<QByteArray>{"cliente_saiu"});
    QVERIFY(bench.owner.leftUpstreams.back().isEmpty()); // nobody was
    QCOMPARE(bench.forwarder.inFlight(), std::size_t(0));
    QCOMPARE(bench.spool.reserved(), 0);
    QCOMPARE(bench.calls.begun(), 0U);
    QCOMPARE(bench.calls.lostOnes().added(), 0U);
    body->breakOff(); // nobody listens
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestForwarder::client_leavingWhileItsBodyIsSent_takesItsCall()
{
    Bench bench;
    const auto body = bench.ask(6);
    body->put("abc");
    QTRY_VERIFY(bench.upstream.unframed() > 3);
    bench.owner.leave(0);
    body->breakOff();
    QCOMPARE(bench.owner.left, std::vector<QByteArray>{"cliente_saiu"});
    QCOMPARE(bench.owner.leftUpstreams.back(), bench.upstream.origin().authority().toLatin1());
    QCOMPARE(bench.calls.lostOnes().added(), 1U);
    QTRY_COMPARE(bench.upstream.open(), 0);
    QVERIFY(bench.upstream.seen().isEmpty());
}

void TestForwarder::body_brokenOffWhileItIsSpooled_isSentToNobody()
{
    Bench bench;
    const auto body = bench.ask(std::nullopt);
    body->put("abc");
    body->breakOff();
    QVERIFY(bench.answered());
    QCOMPARE(bench.reason(), QByteArray("body_incomplete"));
    QCOMPARE(bench.upstream.connections(), 0);
    QCOMPARE(bench.forwarder.inFlight(), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestForwarder)
#include "tst_forwarder.moc"
