// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/eventscontroller.h"

#include "http/router.h"
#include "support/fakeowner.h"
#include "unit/balancer/clustersbench.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using http::Method;

namespace {

constexpr std::size_t mostListeners = 3;

ClusterEvent stateEvent(const QByteArray &to)
{
    return {.kind = ClusterEvent::Kind::State,
            .cluster = "padrao",
            .backend = "localhost:8002",
            .from = "up",
            .to = to,
            .reason = "upstream_connect"};
}

struct EventsBench : test::ClustersBench
{
    EventsBench()
        : ClustersBench({test::clusterSettings("padrao", {}, {8002, 8003})})
    {
    }

    /// The place of its exchange.
    std::size_t listen(const QByteArray &lastId = {}, const QByteArray &query = {},
                       Method method = Method::Get)
    {
        http::Request request;
        request.method = method;
        request.path = "/admin/eventos";
        request.query = query;
        request.headers.append("Accept-Language", "en");
        if (!lastId.isNull())
            request.headers.append("Last-Event-ID", lastId);
        router.match(method, request.path).route->handler(std::move(request), owner.handle());
        return owner.exchanges.size() - 1;
    }
    /// All that was written to it since the last call.
    QByteArray read(std::size_t listener)
    {
        return std::exchange(owner.exchanges[listener]->stream->head.body, {});
    }
    QByteArrayList names(std::size_t listener)
    {
        QByteArrayList names;
        for (const QByteArray &line : read(listener).split('\n')) {
            if (line.startsWith("event: "))
                names += line.mid(7);
        }
        return names;
    }
    void takeAll(std::size_t listener)
    {
        owner.room = true;
        const auto onRoom = owner.exchanges[listener]->stream->onRoom;
        onRoom();
    }
    void happen(int times)
    {
        for (int i = 0; i < times; ++i)
            controller.heard(stateEvent(i % 2 == 0 ? "down" : "ejected"));
    }

    support::FakeOwner owner; // outlives the streams
    EventsController controller{[this] { return clusters.status(); }, mostListeners, clock};
    http::Router router{controller.routes()};
    const qint64 first = 1'000'000'000'000'000; // microseconds: FakeClock's start
};

QJsonObject dataOf(const QByteArray &text, const QByteArray &event)
{
    const qsizetype at = text.indexOf("event: " + event + "\ndata: ");
    const QByteArray line = text.mid(at).split('\n').value(1).mid(6);
    return QJsonDocument::fromJson(line).object();
}

} // namespace

class TestEventsController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listen_newListener_getsASampleAtOnce();
    void sample_everySecond_isWhatTheBackendsAre();
    void heard_state_isToldWithItsNumber();
    void heard_changes_data();
    void heard_changes();
    void listen_lastEventId_getsWhatCameAfterItFirst();
    void listen_lastEventIdOfAllThatCame_missesNothing();
    void listen_lastEventIdTooOld_isToldWhatIsLost_data();
    void listen_lastEventIdTooOld_isToldWhatIsLost();
    void sample_listenerWithoutRoom_isPassedOver();
    void heard_listenerWithoutRoom_getsItWhenThereIsRoom();
    void heard_moreThanAreKept_tellsTheSlowOneWhatItLost();
    void listen_tooMany_is503AndAPlaceComesFreeAgain();
    void listen_query_is400();
    void end_streamsFinishAndNobodyListensAnyMore();
};

void TestEventsController::listen_newListener_getsASampleAtOnce()
{
    EventsBench bench;
    bench.happen(2); // not told: it did not ask
    const QByteArray text = bench.read(bench.listen());

    QVERIFY(text.startsWith("retry: 2000\n\nevent: amostra\ndata: {\"em\":\"2001-09-09T01:46:40.000Z\","));
    QVERIFY(text.endsWith("}\n\n"));
    const QJsonObject sample = dataOf(text, "amostra");
    QCOMPARE(sample[QStringLiteral("clusters")].toArray().size(), 1);
    QCOMPARE(sample[QStringLiteral("backends")].toArray().size(), 2);
}

void TestEventsController::sample_everySecond_isWhatTheBackendsAre()
{
    EventsBench bench;
    const std::size_t one = bench.listen();
    const std::size_t two = bench.listen();
    bench.read(one);
    bench.read(two);

    bench.clusters.find("localhost:8003").endpoint->administer(Administration::Drain, 7);
    bench.controller.sample();

    const QByteArray text = bench.read(one);
    QCOMPARE(text, bench.read(two));
    const QJsonObject backend = dataOf(text, "amostra")[QStringLiteral("backends")].toArray()[1].toObject();
    QCOMPARE(backend[QStringLiteral("state")].toString(), QStringLiteral("drain"));
    QCOMPARE(backend[QStringLiteral("weight")].toInt(), 7);
}

void TestEventsController::heard_state_isToldWithItsNumber()
{
    EventsBench bench;
    const std::size_t listener = bench.listen();
    bench.read(listener);

    bench.controller.heard(stateEvent("down"));

    QCOMPARE(bench.read(listener),
             QByteArray("id: 1000000000000000\nevent: estado\ndata: {\"seq\":1000000000000000,"
                        "\"em\":\"2001-09-09T01:46:40.000Z\",\"backend\":\"localhost:8002\","
                        "\"cluster\":\"padrao\",\"de\":\"up\",\"para\":\"down\","
                        "\"razao\":\"upstream_connect\"}\n\n"));
}

void TestEventsController::heard_changes_data()
{
    using Kind = ClusterEvent::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QByteArray>("backend");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("told");
    const QByteArray none;
    QTest::newRow("weight") << Kind::Weight << QByteArray("a:1") << QByteArray("1") << QByteArray("3")
                            << QByteArray(R"("backend":"a:1","cluster":"c","tipo":"peso","de":1,"para":3})");
    QTest::newRow("added")
        << Kind::Added << QByteArray("a:1") << none << none
        << QByteArray(R"("backend":"a:1","cluster":"c","tipo":"adicionado","de":null,"para":null})");
    QTest::newRow("removed")
        << Kind::Removed << QByteArray("a:1") << none << none
        << QByteArray(R"("backend":"a:1","cluster":"c","tipo":"removido","de":null,"para":null})");
    QTest::newRow("panic")
        << Kind::Panic << none << QByteArray("false") << QByteArray("true")
        << QByteArray(R"("backend":null,"cluster":"c","tipo":"panico","de":"false","para":"true"})");
    QTest::newRow("reload") << Kind::Reload << none << none << none
                            << QByteArray(
                                   R"("backend":null,"cluster":"c","tipo":"recarga","de":null,"para":null})");
}

void TestEventsController::heard_changes()
{
    QFETCH(const ClusterEvent::Kind, kind);
    QFETCH(const QByteArray, backend);
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const QByteArray, told);
    EventsBench bench;
    const std::size_t listener = bench.listen();
    bench.read(listener);

    bench.controller.heard(
        {.kind = kind, .cluster = "c", .backend = backend, .from = from, .to = to, .reason = {}});

    const QByteArray text = bench.read(listener);
    QVERIFY2(text.contains("event: mudanca\n"), text.constData());
    QVERIFY2(text.endsWith(told + "\n\n"), text.constData());
}

void TestEventsController::listen_lastEventId_getsWhatCameAfterItFirst()
{
    EventsBench bench;
    bench.happen(3);
    const QByteArray text = bench.read(bench.listen(QByteArray::number(bench.first)));

    QVERIFY(!text.contains("id: " + QByteArray::number(bench.first) + "\n"));
    const qsizetype second = text.indexOf("id: " + QByteArray::number(bench.first + 1) + "\n");
    const qsizetype third = text.indexOf("id: " + QByteArray::number(bench.first + 2) + "\n");
    QCOMPARE(second, 0);
    QVERIFY(third > second);
    QVERIFY(text.indexOf("event: amostra") > third);
}

void TestEventsController::listen_lastEventIdOfAllThatCame_missesNothing()
{
    EventsBench bench;
    bench.happen(1);
    const std::size_t listener = bench.listen(QByteArray::number(bench.first));
    QCOMPARE(bench.names(listener), QByteArrayList{"amostra"});
    bench.happen(1);
    QCOMPARE(bench.names(listener), QByteArrayList{"estado"});
}

void TestEventsController::listen_lastEventIdTooOld_isToldWhatIsLost_data()
{
    QTest::addColumn<QByteArray>("lastId");
    QTest::addColumn<qint64>("from");
    const qint64 first = EventsBench().first;
    QTest::newRow("fell out") << QByteArray::number(first + 1) << first + 2;
    QTest::newRow("of the process before") << QByteArray::number(first - 70) << first - 69;
    QTest::newRow("of a clock ahead") << QByteArray::number(first * 2) << qint64(1);
    QTest::newRow("no number") << QByteArray("x") << qint64(1);
    QTest::newRow("empty") << QByteArray("") << qint64(1);
}

void TestEventsController::listen_lastEventIdTooOld_isToldWhatIsLost()
{
    QFETCH(const QByteArray, lastId);
    QFETCH(const qint64, from);
    EventsBench bench;
    bench.happen(static_cast<int>(EventLog::kept) + 3);

    const QByteArray text = bench.read(bench.listen(lastId));

    const QJsonObject lost = dataOf(text, "perdidos");
    QCOMPARE(lost[QStringLiteral("desde")].toInteger(), from);
    QCOMPARE(lost[QStringLiteral("ate")].toInteger(), bench.first + 2);
    QCOMPARE(text.count("event: estado\n"), static_cast<qsizetype>(EventLog::kept));
    QVERIFY(text.startsWith("event: perdidos\n"));
}

void TestEventsController::sample_listenerWithoutRoom_isPassedOver()
{
    EventsBench bench;
    const std::size_t slow = bench.listen();
    bench.owner.room = false;
    bench.controller.sample();
    bench.owner.room = true;
    const std::size_t quick = bench.listen();
    bench.read(slow);
    bench.read(quick);

    for (int i = 0; i < 5; ++i)
        bench.controller.sample();

    QCOMPARE(bench.read(slow), QByteArray());
    QCOMPARE(bench.names(quick).size(), 5);
    bench.takeAll(slow);
    QCOMPARE(bench.read(slow), QByteArray()); // old ones are no use
    bench.controller.sample();
    QCOMPARE(bench.names(slow), QByteArrayList{"amostra"});
}

void TestEventsController::heard_listenerWithoutRoom_getsItWhenThereIsRoom()
{
    EventsBench bench;
    bench.owner.room = false;
    const std::size_t slow = bench.listen();
    bench.read(slow);

    bench.happen(2);
    QCOMPARE(bench.read(slow), QByteArray());
    bench.takeAll(slow);
    QCOMPARE(bench.names(slow), (QByteArrayList{"estado", "estado"}));
}

void TestEventsController::heard_moreThanAreKept_tellsTheSlowOneWhatItLost()
{
    EventsBench bench;
    bench.owner.room = false;
    const std::size_t slow = bench.listen();
    bench.read(slow);
    bench.happen(static_cast<int>(EventLog::kept) + 2);
    bench.takeAll(slow);

    const QByteArray text = bench.read(slow);
    const QJsonObject lost = dataOf(text, "perdidos");
    QCOMPARE(lost[QStringLiteral("desde")].toInteger(), bench.first);
    QCOMPARE(lost[QStringLiteral("ate")].toInteger(), bench.first + 1);
    QCOMPARE(text.count("event: estado\n"), static_cast<qsizetype>(EventLog::kept));
}

void TestEventsController::listen_tooMany_is503AndAPlaceComesFreeAgain()
{
    EventsBench bench;
    for (std::size_t i = 0; i < mostListeners; ++i)
        bench.listen();
    bench.listen();
    QCOMPARE(bench.owner.answers.size(), std::size_t{1});
    QCOMPARE(bench.owner.answers[0].status, 503);
    QCOMPARE(bench.owner.answers[0].reason, QByteArray("ouvintes_demais"));
    QVERIFY(bench.owner.answers[0].headers.contains("retry-after"));

    bench.owner.leave(1);
    bench.owner.answers.clear();
    const std::size_t listener = bench.listen();
    QVERIFY(bench.owner.answers.empty());
    QCOMPARE(bench.names(listener), QByteArrayList{"amostra"});
}

void TestEventsController::listen_query_is400()
{
    EventsBench bench;
    bench.listen({}, "a=b");
    QCOMPARE(bench.owner.answers.at(0).status, 400);
}

void TestEventsController::end_streamsFinishAndNobodyListensAnyMore()
{
    EventsBench bench;
    bench.listen();
    bench.controller.end();
    QCOMPARE(bench.owner.answers.size(), std::size_t{1});
    QCOMPARE(bench.owner.answers[0].status, 200); // whole: it was not broken off
    bench.listen();
    QCOMPARE(bench.owner.answers.at(1).status, 503);
    QCOMPARE(bench.owner.answers.at(1).reason, QByteArray("encerrando"));
    bench.happen(1);
    bench.controller.sample();
}

QTEST_GUILESS_MAIN(TestEventsController)
#include "tst_eventscontroller.moc"
