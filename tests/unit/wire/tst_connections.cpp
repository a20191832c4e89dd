// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeclock.h"
#include "support/fakeupstream.h"
#include "wire/connections.h"

#include <QtTest/QTest>

#include <optional>

using namespace guarita;
using namespace guarita::wire;
using namespace std::chrono_literals;
using support::FakeUpstream;
using support::SeenRequest;
using support::UpstreamScript;

namespace {

class Asked final : public Exchange
{
public:
    void requestSent() override {}
    BodyPiece nextBody(qsizetype) override { return {piece, !piece.isEmpty()}; }
    void answerBegins(net::ResponseFrame head) override { status = head.status; }
    void answerGoesOn(QByteArray more) override { body += more; }
    void ended(End how) override { end = how; }

    QByteArray piece; // of the request's body, and all of it
    int status = 0;
    QByteArray body;
    End end = End::None;
};

struct Bench
{
    explicit Bench(FakeUpstream::Script script =
                       [](const SeenRequest &request) { return UpstreamScript::ok(request.target); })
        : upstream(std::move(script))
        , pool(reactor, {QStringLiteral("127.0.0.1"), upstream.port()})
    {
    }

    static void begin(Connection &connection, Asked &asked, const QByteArray &target = "/")
    {
        connection.begin(asked, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", {});
    }
    /// One exchange on the connection that is to be taken; whether it was used before.
    bool ask()
    {
        Asked asked;
        const auto connection = pool.take();
        const bool reused = connection->reused();
        begin(*connection, asked);
        [&] { QTRY_VERIFY(asked.end == End::Whole); }();
        return reused;
    }

    support::FakeClock clock;
    Reactor reactor{clock, {}};
    FakeUpstream upstream;
    Connections pool;
};

} // namespace

class TestConnections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void take_afterAnAnswer_isTheSameOne()
    {
        Bench bench;
        QVERIFY(!bench.ask());
        QVERIFY(bench.ask());
        QCOMPARE(bench.upstream.connections(), 1);
    }

    void take_several_theLastUsedComesFirst()
    {
        Bench bench;
        Asked first;
        Asked second;
        const auto one = bench.pool.take();
        const auto two = bench.pool.take();
        Bench::begin(*one, first, "/1");
        Bench::begin(*two, second, "/2");
        QTRY_VERIFY(first.end == End::Whole && second.end == End::Whole);
        QCOMPARE(first.body, QByteArray("/1"));
        QCOMPARE(second.body, QByteArray("/2"));
        const auto last = bench.pool.take();
        QVERIFY(last == one || last == two);
        Asked third;
        Bench::begin(*last, third);
        QTRY_VERIFY(third.end == End::Whole);
        QVERIFY(bench.pool.take() == last);
        last->abandon();
    }

    void idle_forLong_isClosed()
    {
        Bench bench;
        bench.ask();
        bench.clock.advance(Reactor::idleTime - 1ms);
        QTest::qWait(1'500); // a tick and more
        QCOMPARE(bench.upstream.open(), 1);
        bench.clock.advance(1ms);
        QTRY_COMPARE(bench.upstream.open(), 0);
        QVERIFY(!bench.ask());
    }

    void idle_closedByTheServer_isNotTaken()
    {
        Bench bench;
        bench.ask();
        bench.upstream.closeConnections();
        QVERIFY(!bench.ask()); // the event loop may not even have seen it
        QCOMPARE(bench.upstream.connections(), 2);
    }

    void surplus_any_isNobodysAndCostsTrust_data()
    {
        QTest::addColumn<QByteArray>("surplus");
        QTest::addColumn<bool>("trusted");
        QTest::newRow("an answer") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << false;
        QTest::newRow("a byte") << QByteArray("\n") << false;
        QTest::newRow("a farewell") << QByteArray("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n")
                                    << true;
    }

    void surplus_any_isNobodysAndCostsTrust()
    {
        QFETCH(QByteArray, surplus);
        QFETCH(bool, trusted);
        Bench bench;
        bench.ask();
        if (!trusted)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("nobody had asked for")));
        bench.upstream.push(surplus);
        QTRY_COMPARE(bench.upstream.open(), 0);
        QCOMPARE(bench.pool.mayReuse(), trusted);
        QVERIFY(!bench.ask());
        QCOMPARE(bench.ask(), trusted);
        bench.clock.advance(Connections::distrustTime);
        QVERIFY(bench.pool.mayReuse());
        bench.ask();
        QVERIFY(bench.ask());
    }

    void surplus_behindAnAnswer_costsTrust()
    {
        Bench bench([](const SeenRequest &) {
            return UpstreamScript::answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore");
        });
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("nobody had asked for")));
        bench.ask();
        QVERIFY(!bench.pool.mayReuse());
        QTRY_COMPARE(bench.upstream.open(), 0);
    }

    void farewell_beforeABodyBegins_costsNoTrust()
    {
        Bench bench;
        Asked slow;
        const auto connection = bench.pool.take();
        connection->begin(slow, "PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\n", {.hasBody = true});
        QTRY_COMPARE(bench.upstream.open(), 1);
        bench.upstream.push("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        QTRY_VERIFY(slow.end == End::Unsent);
        QVERIFY(bench.pool.mayReuse());
    }

    /// It is here before the event loop has been told, when the body begins at last.
    void surplus_beforeABodyBegins_isNobodys()
    {
        Bench bench;
        bench.ask();
        Asked put;
        const auto connection = bench.pool.take();
        QVERIFY(connection->reused());
        connection->begin(put, "PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\n", {.hasBody = true});
        bench.upstream.push("HTTP/1.1 299 OK\r\nContent-Length: 0\r\n\r\n");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("nobody had asked for")));
        put.piece = "abc";
        connection->sendMore();
        QTRY_VERIFY(put.end != End::None);
        QVERIFY(put.end == End::Unsent);
        QCOMPARE(put.status, 0);
    }

    void begin_last_isClosedAfterwards()
    {
        Bench bench;
        Asked asked;
        const auto connection = bench.pool.open();
        connection->begin(asked, "GET / HTTP/1.1\r\n\r\n", {.closeAfter = true});
        QTRY_VERIFY(asked.end == End::Whole);
        QTRY_COMPARE(bench.upstream.open(), 0);
    }

    void pool_destroyed_closesWhatIdles()
    {
        FakeUpstream upstream;
        const support::FakeClock clock;
        Reactor reactor(clock, {});
        auto pool =
            std::make_unique<Connections>(reactor, Destination{QStringLiteral("127.0.0.1"), upstream.port()});
        Asked asked;
        auto connection = pool->take();
        Bench::begin(*connection, asked);
        QTRY_VERIFY(asked.end == End::Whole);
        connection.reset();
        QCOMPARE(upstream.open(), 1);
        pool.reset();
        QTRY_COMPARE(upstream.open(), 0);
    }
};

QTEST_GUILESS_MAIN(TestConnections)
#include "tst_connections.moc"
