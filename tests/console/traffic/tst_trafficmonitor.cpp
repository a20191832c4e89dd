// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/trafficmonitor.h"
#include "console/traffic/trafficrig.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeAnswer;
using support::makeBackend;
using support::TrafficRig;
using Phase = TrafficMonitor::Phase;

class TestTrafficMonitor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void poller_slowAnswer_isNotFollowedByABurst();
    void poller_eachSecond_asksAgain();
    void poller_silence_isGivenUpAndAskedAgain();
    void poller_stopped_letsGoOfItsCall();
    void phase_beforeLogIn_isLoggedOut();
    void phase_answers_followThem();
    void pause_answers_areCollectedButNotShown();
    void stale_failure_greysUntilTheNextAnswer();
    void stale_noAnswerForAWhile_greys();
    void session_expired_stopsPollingAndKeepsValues();
    void session_loggedOut_forgetsEverything();
    void totals_backends_areSummed();

private:
    /// Polls, and waits for what comes of it.
    void poll(std::chrono::milliseconds after = 1s);
    BackendsModel &model() { return m_monitor->backends(); }
    QString requests(int row) { return model().index(row, BackendsModel::Requests).data().toString(); }

    std::unique_ptr<TrafficRig> m_rig;
    std::unique_ptr<TrafficMonitor> m_monitor;
};

void TestTrafficMonitor::init()
{
    m_rig = std::make_unique<TrafficRig>();
    m_rig->backends = {makeBackend(QStringLiteral("a"), 10), makeBackend(QStringLiteral("b"), 20)};
    m_monitor =
        std::make_unique<TrafficMonitor>(*m_rig->balancer, *m_rig->connectivity, m_rig->clock, m_rig->random);
    model().setLocale(QLocale::c());
}

void TestTrafficMonitor::cleanup()
{
    m_monitor.reset();
    m_rig.reset();
}

void TestTrafficMonitor::poll(std::chrono::milliseconds after)
{
    m_rig->clock.advance(after);
    QSignalSpy aged(m_monitor.get(), &TrafficMonitor::aged);
    const int before = m_rig->polls();
    m_monitor->pollNow();
    QTRY_COMPARE(m_rig->polls(), before + 1);
    QTRY_VERIFY(!aged.isEmpty());
}

void TestTrafficMonitor::poller_slowAnswer_isNotFollowedByABurst()
{
    m_monitor.reset(); // it would ask too
    m_rig->logIn();
    BackendPoller poller(*m_rig->balancer, m_rig->clock);
    QSignalSpy polled(&poller, &BackendPoller::polled);
    m_rig->instead = FakeAnswer::json(support::backendsJson(m_rig->backends));
    m_rig->instead->delay = 50ms;
    poller.start();
    for (int i = 0; i < 5; ++i)
        poller.pollNow(); // while one is under way
    m_rig->clock.advance(4s);
    QTRY_COMPARE(polled.size(), 1);
    QCOMPARE(m_rig->polls(), 1);
    QTRY_COMPARE(polled.size(), 2); // four seconds late, but one at a time
    QCOMPARE(m_rig->polls(), 2);
}

void TestTrafficMonitor::poller_eachSecond_asksAgain()
{
    m_rig->logIn();
    BackendPoller poller(*m_rig->balancer, m_rig->clock);
    QSignalSpy polled(&poller, &BackendPoller::polled);
    poller.start();
    QTRY_COMPARE_WITH_TIMEOUT(polled.size(), 2, 5000);
    QVERIFY(!poller.error());
    QCOMPARE(poller.lastAnswer().value(), m_rig->clock.now());
}

void TestTrafficMonitor::poller_silence_isGivenUpAndAskedAgain()
{
    m_rig->logIn();
    m_rig->instead = FakeAnswer::silence();
    BackendPoller poller(*m_rig->balancer, m_rig->clock);
    QSignalSpy failed(&poller, &BackendPoller::failed);
    poller.start();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 10'000);
    QCOMPARE(poller.error()->kind, ApiError::Kind::Interrupted);
    m_rig->instead.reset();
    QSignalSpy polled(&poller, &BackendPoller::polled);
    poller.pollNow();
    QTRY_COMPARE(polled.size(), 1);
    QVERIFY(!poller.error());
}

void TestTrafficMonitor::poller_stopped_letsGoOfItsCall()
{
    m_rig->logIn();
    m_rig->instead = FakeAnswer::silence();
    BackendPoller poller(*m_rig->balancer, m_rig->clock);
    poller.start();
    QTRY_VERIFY(!m_rig->manager->replies.empty());
    const QPointer<support::FakeReply> reply = m_rig->manager->replies.back();
    poller.stop();
    QTRY_VERIFY(!reply || reply->aborted);
}

void TestTrafficMonitor::phase_beforeLogIn_isLoggedOut()
{
    QCOMPARE(m_monitor->phase(), Phase::LoggedOut);
    m_monitor->pollNow();
    QCOMPARE(m_rig->polls(), 0);
    m_rig->logIn();
    QCOMPARE(m_monitor->phase(), Phase::Waiting);
}

void TestTrafficMonitor::phase_answers_followThem()
{
    m_rig->instead = FakeAnswer::broken(QNetworkReply::ConnectionRefusedError);
    m_rig->logIn();
    QTRY_COMPARE(m_monitor->phase(), Phase::Unreachable);
    m_rig->instead = FakeAnswer::json(support::backendsJson({}));
    poll();
    QTRY_COMPARE(m_monitor->phase(), Phase::Empty);
    m_rig->instead.reset();
    poll();
    QTRY_COMPARE(m_monitor->phase(), Phase::Showing);
    QCOMPARE(requests(1), QStringLiteral("20"));
}

void TestTrafficMonitor::pause_answers_areCollectedButNotShown()
{
    m_rig->logIn();
    QTRY_COMPARE(m_monitor->phase(), Phase::Showing);
    m_monitor->setPaused(true);
    QSignalSpy shown(m_monitor.get(), &TrafficMonitor::shown);
    const core::Instant until = m_monitor->shownUntil();
    m_rig->backends[0].requests = 110;
    poll();
    m_rig->backends[0].requests = 310;
    poll();
    QTRY_COMPARE(m_monitor->history().of(QStringLiteral("a")).size(), 3U);
    QCOMPARE(requests(0), QStringLiteral("10"));
    QVERIFY(shown.isEmpty());
    QCOMPARE(m_monitor->shownUntil(), until);
    QCOMPARE(m_monitor->pausedFor(), 2s);
    m_monitor->setPaused(false);
    QCOMPARE(requests(0), QStringLiteral("310"));
    QCOMPARE(m_monitor->history().of(QStringLiteral("a")).back().requestsPerSecond.value(), 200.0);
    QVERIFY(!shown.isEmpty());
}

void TestTrafficMonitor::stale_failure_greysUntilTheNextAnswer()
{
    m_rig->logIn();
    QTRY_COMPARE(m_monitor->phase(), Phase::Showing);
    m_rig->instead = FakeAnswer::problem(503, "sem_servidor");
    poll();
    QTRY_VERIFY(m_monitor->isStale());
    QCOMPARE(m_monitor->phase(), Phase::Showing); // old values are better than none
    QCOMPARE(m_monitor->age().value(), 1s);
    QCOMPARE(requests(0), QStringLiteral("10"));
    m_rig->instead.reset();
    poll();
    QTRY_VERIFY(!m_monitor->isStale());
    const EventLogModel &events = m_monitor->events();
    QCOMPARE(events.index(0).data(EventLogModel::KindRole).toInt(), int(TrafficEvent::Kind::Heard));
    QCOMPARE(events.index(1).data(EventLogModel::KindRole).toInt(), int(TrafficEvent::Kind::Silent));
}

void TestTrafficMonitor::stale_noAnswerForAWhile_greys()
{
    m_rig->logIn();
    QTRY_COMPARE(m_monitor->phase(), Phase::Showing);
    m_rig->instead = FakeAnswer::silence();
    m_monitor->pollNow();
    m_rig->clock.advance(TrafficMonitor::freshFor + 1ms);
    QTRY_VERIFY(m_monitor->isStale());
}

void TestTrafficMonitor::session_expired_stopsPollingAndKeepsValues()
{
    m_rig->logIn();
    QTRY_COMPARE(m_monitor->phase(), Phase::Showing);
    m_rig->instead = FakeAnswer::problem(401, "token_expirado");
    m_rig->clock.advance(1s);
    m_monitor->pollNow();
    QTRY_COMPARE(m_rig->session->state(), Session::State::Expired);
    QVERIFY(m_monitor->isWaitingForLogIn());
    QCOMPARE(m_monitor->phase(), Phase::Showing);
    QCOMPARE(model().rowCount(), 2);
    m_rig->instead.reset();
    m_rig->backends[0].requests = 11;
    m_rig->logIn();
    QTRY_COMPARE(requests(0), QStringLiteral("11"));
    QVERIFY(!m_monitor->isWaitingForLogIn());
}

void TestTrafficMonitor::session_loggedOut_forgetsEverything()
{
    m_rig->logIn();
    QTRY_COMPARE(m_monitor->phase(), Phase::Showing);
    m_monitor->setPaused(true);
    m_rig->session->logOut();
    QCOMPARE(m_monitor->phase(), Phase::LoggedOut);
    QCOMPARE(model().rowCount(), 0);
    QCOMPARE(m_monitor->events().rowCount(), 0);
    QVERIFY(m_monitor->history().all().empty());
    QVERIFY(!m_monitor->isPaused());
    QVERIFY(!m_monitor->age());
}

void TestTrafficMonitor::totals_backends_areSummed()
{
    m_rig->backends[0].inFlight = 3;
    m_rig->backends[1] = makeBackend(QStringLiteral("b"), 20, BackendState::Down);
    m_rig->backends[1].inFlight = 1;
    m_rig->logIn();
    QTRY_COMPARE(m_monitor->phase(), Phase::Showing);
    m_rig->backends[0].requests += 7;
    m_rig->backends[0].p99 = 12.5;
    poll();
    QTRY_COMPARE(m_monitor->totals().requests, 37);
    const TrafficTotals &totals = m_monitor->totals();
    QCOMPARE(totals.up, 1);
    QCOMPARE(totals.backends, 2);
    QCOMPARE(totals.inFlight, 4);
    QCOMPARE(totals.requestsPerSecond.value(), 7.0);
    QCOMPARE(totals.p99.value(), 12.5);
}

QTEST_GUILESS_MAIN(TestTrafficMonitor)
#include "tst_trafficmonitor.moc"
