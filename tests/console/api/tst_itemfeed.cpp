// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/itemfeed.h"
#include "outcome.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"
#include "support/fakeupstream.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeUpstream;
using support::SeenRequest;
using support::UpstreamScript;

/// Over real connections: a stream that stays open, breaks and comes back.
class TestItemFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stream_bytes_comeAsTheyAre();
    void stream_silence_isInterrupted();
    void stream_cancelled_closesTheConnection();
    void feed_events_areTold();
    void feed_brokenConnection_goesOnWhereItWas();
    void feed_resync_isTold();
    void feed_olderService_isAskedOnce();
    void feed_unauthorized_waitsForTheNextLogIn();
    void feed_logOut_ends();

private:
    static constexpr const char *head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
        "Transfer-Encoding: chunked\r\n\r\n";
    static QByteArray chunk(const QByteArray &bytes)
    {
        return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
    }
    static QByteArray event(const QByteArray &id, qint64 item)
    {
        return chunk(
            "event: item\nid: " + id +
            "\ndata: {\"operacao\":\"atualizado\",\"versao\":2,\"item\":{\"id\":" + QByteArray::number(item) +
            ",\"nome\":\"x\",\"descricao\":null,\"preco\":1.00,\"versao\":2,"
            "\"criado_em\":\"2026-01-02T03:04:05Z\",\"atualizado_em\":\"2026-01-02T03:04:05Z\"}}\n\n");
    }

    /// Logged in over a service that streams.
    struct Rig
    {
        explicit Rig(FakeUpstream &upstream)
            : session(transport, clock, random)
            , connectivity(transport, session, clock, random)
            , api(session)
            , feed(api, connectivity, random)
            , changed(&feed, &ItemFeed::changed)
            , missed(&feed, &ItemFeed::missed)
        {
            Profile profile;
            profile.url = upstream.origin();
            if (!transport.setProfile(profile))
                qFatal("no profile");
            logIn();
        }
        void logIn() { session.resume({"token", clock.wallNow() + 1h, QStringLiteral("usuario")}); }
        std::vector<qint64> ids() const
        {
            std::vector<qint64> ids;
            for (const auto &told : changed) {
                for (const ItemChange &change : told.front().value<std::vector<ItemChange>>())
                    ids.push_back(change.item.id);
            }
            return ids;
        }

        support::FakeClock clock;
        support::FakeRandom random;
        Transport transport;
        Session session;
        Connectivity connectivity;
        Api api;
        ItemFeed feed;
        QSignalSpy changed;
        QSignalSpy missed;
    };
};

void TestItemFeed::stream_bytes_comeAsTheyAre()
{
    FakeUpstream upstream(UpstreamScript::answer(QByteArray(head) + chunk("a")));
    Rig rig(upstream);
    QByteArray got;
    Outcome<core::Done> outcome;
    const Call call = rig.api.listen(
        "5", {[](const QByteArray &) { return true; }, [&got](const QByteArray &bytes) { got += bytes; }},
        outcome);
    QTRY_COMPARE(got, QByteArray("a"));
    QVERIFY(rig.api.keepsKeys());
    const auto asked = std::find_if(upstream.seen().begin(), upstream.seen().end(), [](const auto &request) {
        return request.field("Last-Event-ID") == "5"; // the feed's own has none
    });
    QVERIFY(asked != upstream.seen().end());
    QCOMPARE(asked->field("Accept"), QByteArray("text/event-stream"));
    upstream.push(chunk("b"));
    QTRY_COMPARE(got, QByteArray("ab"));
    QVERIFY(!outcome.ended());
    upstream.push("0\r\n\r\n");
    QTRY_VERIFY(outcome.ok());
}

void TestItemFeed::stream_silence_isInterrupted()
{
    FakeUpstream upstream(UpstreamScript::answer(head));
    Rig rig(upstream);
    ApiRequest request;
    request.path = "/itens/eventos";
    request.silence = 50ms;
    request.sink = std::make_shared<const StreamSink>(
        StreamSink{[](const QByteArray &) { return true; }, [](const QByteArray &) {}});
    Outcome<ApiResponse> outcome;
    const Call call = rig.transport.send(request, outcome);
    QTRY_VERIFY(outcome.failedAs(ApiError::Kind::Interrupted));
}

void TestItemFeed::stream_cancelled_closesTheConnection()
{
    FakeUpstream upstream(UpstreamScript::answer(QByteArray(head) + chunk("a")));
    Rig rig(upstream);
    QTRY_VERIFY(rig.feed.isLive());
    QCOMPARE(upstream.open(), 1);
    rig.session.logOut();
    QTRY_COMPARE(upstream.open(), 0);
}

void TestItemFeed::feed_events_areTold()
{
    FakeUpstream upstream(
        UpstreamScript::answer(QByteArray(head) + chunk("retry: 2000\nid: 1\n\n") + event("2", 7)));
    Rig rig(upstream);
    QTRY_COMPARE(rig.ids(), (std::vector<qint64>{7}));
    QCOMPARE(rig.missed.size(), 1); // what was read before the first event
    upstream.push(event("3", 8) + event("4", 9));
    QTRY_COMPARE(rig.ids(), (std::vector<qint64>{7, 8, 9}));
    QCOMPARE(rig.changed.size(), 2); // in one go
    QCOMPARE(rig.missed.size(), 1);
}

void TestItemFeed::feed_brokenConnection_goesOnWhereItWas()
{
    FakeUpstream upstream([](const SeenRequest &request) {
        const QByteArray last = request.field("Last-Event-ID");
        return UpstreamScript::answer(QByteArray(head) + chunk("retry: 10\n\n") +
                                      (last.isEmpty() ? event("2", 7) : event("3", 8)));
    });
    Rig rig(upstream);
    QTRY_COMPARE(rig.ids(), (std::vector<qint64>{7}));
    upstream.closeConnections();
    QTRY_VERIFY(!rig.feed.isLive());
    QTRY_COMPARE(rig.ids(), (std::vector<qint64>{7, 8}));
    const auto &seen = upstream.seen();
    const auto last = std::find_if(seen.rbegin(), seen.rend(), [](const SeenRequest &request) {
        return request.target == "/itens/eventos";
    });
    QCOMPARE(last->field("Last-Event-ID"), QByteArray("2"));
    QCOMPARE(rig.missed.size(), 1);
}

void TestItemFeed::feed_resync_isTold()
{
    FakeUpstream upstream(UpstreamScript::answer(QByteArray(head) + chunk("id: 1\n\n")));
    Rig rig(upstream);
    QTRY_COMPARE(rig.missed.size(), 1);
    upstream.push(chunk("event: ressincronizar\nid: 9\ndata: {}\n\n"));
    QTRY_COMPARE(rig.missed.size(), 2);
    upstream.push(chunk("event: item\ndata: {}\n\n")); // nobody can tell of what
    QTRY_COMPARE(rig.missed.size(), 3);
    QCOMPARE(rig.changed.size(), 0);
}

void TestItemFeed::feed_olderService_isAskedOnce()
{
    FakeUpstream upstream(UpstreamScript::answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    Rig rig(upstream);
    QTRY_COMPARE(upstream.requests("GET"), 1);
    QVERIFY(!QTest::qWaitFor([&] { return upstream.requests("GET") > 1 || rig.feed.isLive(); }, 100));
    rig.session.logOut();
    rig.logIn();
    QTRY_COMPARE(upstream.requests("GET"), 2);
}

void TestItemFeed::feed_unauthorized_waitsForTheNextLogIn()
{
    bool refuses = true;
    FakeUpstream upstream([&refuses](const SeenRequest &) {
        return refuses ? UpstreamScript::answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
                       : UpstreamScript::answer(QByteArray(head) + chunk("id: 1\n\n"));
    });
    Rig rig(upstream);
    QTRY_COMPARE(rig.session.state(), Session::State::Expired);
    refuses = false;
    rig.logIn();
    QTRY_VERIFY(rig.feed.isLive());
}

void TestItemFeed::feed_logOut_ends()
{
    FakeUpstream upstream(UpstreamScript::answer(QByteArray(head) + event("2", 7)));
    Rig rig(upstream);
    QTRY_VERIFY(rig.feed.isLive());
    rig.session.logOut();
    QVERIFY(!rig.feed.isLive());
    const auto told = rig.ids().size();
    upstream.push(event("3", 8));
    QVERIFY(!QTest::qWaitFor([&] { return rig.ids().size() > told; }, 150));
}

QTEST_GUILESS_MAIN(TestItemFeed)
#include "tst_itemfeed.moc"
