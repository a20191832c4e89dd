// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/trafficmonitor.h"
#include "console/traffic/trafficrig.h"
#include "support/fakeupstream.h"

#include <QtCore/QTimeZone>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeUpstream;
using support::makeBackend;
using support::SeenRequest;
using support::UpstreamScript;

/// Over real connections: a balancer that tells by itself, breaks off and comes back.
class TestPushedTraffic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sample_endsThePolling();
    void sample_paused_isCollected();
    void state_isInTheTimeLine();
    void silence_isFilledByPolling();
    void brokenStream_goesOnWhereItWas();
    void olderBalancer_isPolled();
    void logOut_endsTheStream();

private:
    static QByteArray chunk(const QByteArray &bytes)
    {
        return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
    }
    QByteArray sample() const { return chunk("event: amostra\ndata: " + json() + "\n\n"); }
    QByteArray state(int id, const QByteArray &to) const
    {
        const auto now = std::chrono::system_clock::to_time_t(m_clock.wallNow());
        return chunk("event: estado\nid: " + QByteArray::number(id) +
                     "\ndata: {\"backend\":\"a\",\"para\":\"" + to + "\",\"em\":\"" +
                     QDateTime::fromSecsSinceEpoch(now, QTimeZone::utc()).toString(Qt::ISODate).toLatin1() +
                     "\",\"razao\":\"upstream_connect\"}\n\n");
    }
    QByteArray json() const { return support::backendsJson(m_backends); }
    UpstreamScript answer(const SeenRequest &request);
    void push(const QByteArray &bytes) { m_upstream->push(bytes, "/admin/eventos"); }
    int polls() const
    {
        return int(std::count_if(m_upstream->seen().begin(), m_upstream->seen().end(),
                                 [](const SeenRequest &r) { return r.target == "/admin/backends"; }));
    }
    QString requests() const
    {
        return m_monitor->backends().index(0, BackendsModel::Requests).data().toString();
    }
    QString event(int row) const { return m_monitor->events().index(row).data().toString(); }
    void logIn() { m_session->resume({"token", m_clock.wallNow() + 1h, QStringLiteral("ana")}); }

    std::vector<Backend> m_backends;
    bool m_streams = true;
    QByteArray m_replay;
    support::FakeClock m_clock;
    support::FakeRandom m_random;
    std::unique_ptr<FakeUpstream> m_upstream;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Connectivity> m_connectivity;
    std::unique_ptr<BalancerApi> m_api;
    std::unique_ptr<TrafficMonitor> m_monitor;
};

void TestPushedTraffic::init()
{
    m_backends = {makeBackend(QStringLiteral("a"), 10)};
    m_streams = true;
    m_replay.clear();
    m_upstream = std::make_unique<FakeUpstream>([this](const SeenRequest &r) { return answer(r); });
    m_transport = std::make_unique<Transport>();
    Profile profile;
    profile.url = m_upstream->origin();
    QVERIFY(m_transport->setProfile(profile));
    m_session = std::make_unique<Session>(*m_transport, m_clock, m_random);
    m_connectivity = std::make_unique<Connectivity>(*m_transport, *m_session, m_clock, m_random);
    m_api = std::make_unique<BalancerApi>(*m_session);
    m_monitor = std::make_unique<TrafficMonitor>(*m_api, *m_connectivity, m_clock, m_random);
    m_monitor->backends().setLocale(QLocale::c());
    logIn();
}

void TestPushedTraffic::cleanup()
{
    m_monitor.reset();
    m_api.reset();
    m_connectivity.reset();
    m_session.reset();
    m_transport.reset();
    m_upstream.reset();
}

UpstreamScript TestPushedTraffic::answer(const SeenRequest &request)
{
    if (request.target == "/admin/backends")
        return UpstreamScript::answer(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
            QByteArray::number(json().size()) + "\r\n\r\n" + json());
    if (request.target != "/admin/eventos" || !m_streams)
        return UpstreamScript::answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    const QByteArray before = request.field("Last-Event-ID").isEmpty() ? QByteArray() : m_replay;
    return UpstreamScript::answer("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                  "Transfer-Encoding: chunked\r\n\r\n" +
                                  chunk("retry: 1\n\n") + before + sample());
}

void TestPushedTraffic::sample_endsThePolling()
{
    QTRY_VERIFY(m_monitor->isPushed());
    QCOMPARE(requests(), QStringLiteral("10"));
    const int asked = polls();
    m_clock.advance(1s);
    m_backends[0].requests = 60;
    push(sample());
    QTRY_COMPARE(requests(), QStringLiteral("60"));
    QCOMPARE(m_monitor->totals().requestsPerSecond.value_or(0), 50.0);
    QCOMPARE(m_monitor->age().value(), 0ms);
    m_monitor->pollNow();
    QVERIFY(!QTest::qWaitFor([&] { return polls() > asked; }, 50));
    QVERIFY(!m_monitor->isStale());
}

void TestPushedTraffic::sample_paused_isCollected()
{
    QTRY_VERIFY(m_monitor->isPushed());
    m_monitor->setPaused(true);
    m_clock.advance(1s);
    m_backends[0].requests = 60;
    push(sample());
    QTRY_COMPARE(m_monitor->latest().backends.at(0).requests, 60);
    QCOMPARE(requests(), QStringLiteral("10"));
}

void TestPushedTraffic::state_isInTheTimeLine()
{
    QTRY_VERIFY(m_monitor->isPushed());
    push(state(1, "down"));
    QTRY_COMPARE(event(0), QStringLiteral("a is down: No connection"));
}

void TestPushedTraffic::silence_isFilledByPolling()
{
    QTRY_VERIFY(m_monitor->isPushed());
    m_backends[0].requests = 70;
    m_clock.advance(TrafficMonitor::quietFor + 1ms);
    QTRY_COMPARE(requests(), QStringLiteral("70"));
    QVERIFY(!m_monitor->isPushed());
    QVERIFY(!m_monitor->isStale());
    push(sample());
    QTRY_VERIFY(m_monitor->isPushed());
}

void TestPushedTraffic::brokenStream_goesOnWhereItWas()
{
    QTRY_VERIFY(m_monitor->isPushed());
    push(state(7, "down"));
    m_backends[0] = makeBackend(QStringLiteral("a"), 10, BackendState::Down);
    push(sample());
    QTRY_COMPARE(m_monitor->events().rowCount(), 2);
    m_replay = state(8, "up") + state(9, "ejected");
    m_backends[0].state = BackendState::Ejected;
    m_backends[0].stateText = QStringLiteral("ejected");
    m_upstream->closeConnections();
    QTRY_COMPARE(m_monitor->events().rowCount(), 4);
    QCOMPARE(event(0), QStringLiteral("a: Ejected (No connection)"));
    QVERIFY(event(1).startsWith(QStringLiteral("a recovered")));
}

void TestPushedTraffic::olderBalancer_isPolled()
{
    m_session->logOut();
    m_streams = false;
    logIn();
    QTRY_COMPARE(requests(), QStringLiteral("10"));
    m_backends[0].requests = 80;
    QTRY_COMPARE_WITH_TIMEOUT(requests(), QStringLiteral("80"), 5000);
    QVERIFY(!m_monitor->isPushed());
}

void TestPushedTraffic::logOut_endsTheStream()
{
    QTRY_VERIFY(m_monitor->isPushed());
    QTRY_VERIFY(m_upstream->open() > 0);
    m_session->logOut();
    QCOMPARE(m_monitor->phase(), TrafficMonitor::Phase::LoggedOut);
    QTRY_VERIFY(!m_monitor->isPushed());
    QVERIFY(!m_monitor->age());
}

QTEST_GUILESS_MAIN(TestPushedTraffic)
#include "tst_pushedtraffic.moc"
