// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/changeguard.h"
#include "console/traffic/trafficrig.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeAnswer;
using support::makeBackend;
using support::TrafficRig;
using Phase = ChangeGuard::Phase;

class TestChangeGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void watch_calm_passes();
    void watch_errorsRise_revertsByItself();
    void watch_errorsAsBefore_passes();
    void watch_nobodyLeft_reverts();
    void watch_nobodyLeftAsAsked_goesOn();
    void watch_otherClustersErrors_areNotItsAffair();
    void watch_connectionLost_revertsOnceItIsBack();
    void keep_ends();
    void revert_now_takesItBack();
    void revert_weight_takesItBack();
    void revert_outage_isTriedAgain();
    void revert_answerLost_isFoundDone();
    void revert_othersChange_isLeftAlone();
    void revert_refused_fails();
    void offer_endsByItself();
    void logOut_endsIt();

private:
    void poll(qint64 requests, qint64 errors, std::chrono::milliseconds after = 1s);
    void start(bool watched = true, const BackendChange &change = {.state = AdminState::Drain});
    int patches() const
    {
        return int(std::count_if(m_rig->steered.begin(), m_rig->steered.end(),
                                 [](const auto &request) { return request.method == "PATCH"; }));
    }

    std::unique_ptr<TrafficRig> m_rig;
    std::unique_ptr<TrafficMonitor> m_monitor;
    std::unique_ptr<ChangeGuard> m_guard;
};

void TestChangeGuard::init()
{
    m_rig = std::make_unique<TrafficRig>();
    m_rig->backends = {makeBackend(QStringLiteral("a")), makeBackend(QStringLiteral("b"))};
    m_rig->makeSteerable();
    m_monitor =
        std::make_unique<TrafficMonitor>(*m_rig->balancer, *m_rig->connectivity, m_rig->clock, m_rig->random);
    m_guard = std::make_unique<ChangeGuard>(*m_monitor, *m_rig->balancer, m_rig->clock);
    m_rig->logIn();
    QTRY_COMPARE(m_monitor->phase(), TrafficMonitor::Phase::Showing);
}

void TestChangeGuard::cleanup()
{
    m_guard.reset();
    m_monitor.reset();
    m_rig.reset();
}

/// A second later, b has answered so many more, of them so many with 5xx.
void TestChangeGuard::poll(qint64 requests, qint64 errors, std::chrono::milliseconds after)
{
    m_rig->clock.advance(after);
    m_rig->backend(QStringLiteral("b")).requests += requests;
    m_rig->backend(QStringLiteral("b")).responses[3] += errors;
    QSignalSpy aged(m_monitor.get(), &TrafficMonitor::aged);
    const int before = m_rig->polls();
    m_monitor->pollNow();
    QTRY_VERIFY(m_rig->polls() > before);
    QTRY_VERIFY(!aged.isEmpty());
}

/// Does the change at the service, as a dialog would.
void TestChangeGuard::start(bool watched, const BackendChange &change)
{
    DoneChange done{.change = change, .before = m_rig->backends[0]};
    if (change.state)
        TrafficRig::setState(m_rig->backends[0], QStringLiteral("drain"));
    m_rig->backends[0].weight = change.weight.value_or(m_rig->backends[0].weight);
    m_rig->backends[0].version = 2;
    done.after = m_rig->backends[0];
    m_monitor->put(done.after);
    if (watched)
        m_guard->watch(done);
    else
        m_guard->offer(done);
}

void TestChangeGuard::watch_calm_passes()
{
    start();
    QCOMPARE(m_guard->phase(), Phase::Watching);
    for (int i = 0; i < 59; ++i)
        poll(100, 0);
    QCOMPARE(m_guard->phase(), Phase::Watching);
    QCOMPARE(m_guard->left(), 1s);
    QCOMPARE(m_guard->since().requests, 5900);
    poll(100, 0);
    QCOMPARE(m_guard->phase(), Phase::Passed);
    m_rig->clock.advance(ChangeGuard::offered);
    QTRY_COMPARE(m_guard->phase(), Phase::Idle);
    QCOMPARE(patches(), 0);
}

void TestChangeGuard::watch_errorsRise_revertsByItself()
{
    for (int i = 0; i < 10; ++i)
        poll(100, 0);
    start();
    poll(100, 30);
    QTRY_COMPARE(m_guard->phase(), Phase::Reverted);
    QVERIFY(m_guard->byItself());
    QVERIFY(!m_guard->wasBlind());
    QCOMPARE(m_guard->since().errorsPerSecond(), 30.0);
    QCOMPARE(m_guard->before().errorsPerSecond(), 0.0);
    QCOMPARE(patches(), 1);
    QCOMPARE(m_rig->steered.back().request.rawHeader("If-Match"), QByteArray("\"2\""));
    QCOMPARE(m_rig->steered.back().body, QByteArray(R"({"state":"ready"})"));
    QCOMPARE(m_rig->backends[0].state, BackendState::Up);
}

void TestChangeGuard::watch_errorsAsBefore_passes()
{
    for (int i = 0; i < 10; ++i)
        poll(100, 10);
    start();
    for (int i = 0; i < 60; ++i)
        poll(100, 10);
    QCOMPARE(m_guard->phase(), Phase::Passed);
    QCOMPARE(m_guard->before().errorsPerSecond(), 10.0);
}

void TestChangeGuard::watch_nobodyLeft_reverts()
{
    start();
    TrafficRig::setState(m_rig->backends[1], QStringLiteral("down"));
    poll(0, 0);
    QTRY_COMPARE(m_guard->phase(), Phase::Reverted);
    QVERIFY(m_guard->byItself());
}

void TestChangeGuard::watch_nobodyLeftAsAsked_goesOn()
{
    TrafficRig::setState(m_rig->backends[1], QStringLiteral("down"));
    poll(0, 0);
    DoneChange done{.change = {.state = AdminState::Drain},
                    .before = m_rig->backends[0],
                    .after = m_rig->backends[0],
                    .leftNobody = true};
    TrafficRig::setState(m_rig->backends[0], QStringLiteral("drain"));
    m_guard->watch(done);
    poll(0, 0);
    QCOMPARE(m_guard->phase(), Phase::Watching);
}

void TestChangeGuard::watch_otherClustersErrors_areNotItsAffair()
{
    m_rig->backends[1].cluster = QStringLiteral("outro");
    m_rig->backends.push_back(makeBackend(QStringLiteral("c")));
    m_rig->backends[2].cluster = QStringLiteral("padrao");
    m_rig->backends[2].version = 1;
    poll(0, 0);
    start();
    poll(100, 100);
    QCOMPARE(m_guard->phase(), Phase::Watching);
}

void TestChangeGuard::watch_connectionLost_revertsOnceItIsBack()
{
    start();
    m_rig->instead = FakeAnswer::broken(QNetworkReply::ConnectionRefusedError);
    poll(0, 0, ChangeGuard::blindAfter);
    QTRY_COMPARE(m_guard->phase(), Phase::Blind);
    poll(0, 0, 120s); // the time that it was to be watched is long over
    QCOMPARE(m_guard->phase(), Phase::Blind);
    QCOMPARE(patches(), 0);
    m_rig->instead.reset();
    poll(0, 0);
    QTRY_COMPARE(m_guard->phase(), Phase::Reverted);
    QVERIFY(m_guard->wasBlind());
    QCOMPARE(m_rig->backends[0].state, BackendState::Up);
}

void TestChangeGuard::keep_ends()
{
    start();
    m_guard->keep();
    QCOMPARE(m_guard->phase(), Phase::Idle);
    poll(100, 100);
    QCOMPARE(patches(), 0);
}

void TestChangeGuard::revert_now_takesItBack()
{
    start();
    m_guard->revert();
    QCOMPARE(m_guard->phase(), Phase::Reverting);
    QTRY_COMPARE(m_guard->phase(), Phase::Reverted);
    QVERIFY(!m_guard->byItself());
    QCOMPARE(m_monitor->find(QStringLiteral("a"))->state, BackendState::Up); // before the next report
}

void TestChangeGuard::revert_weight_takesItBack()
{
    start(true, {.weight = 200});
    m_guard->revert();
    QTRY_COMPARE(m_guard->phase(), Phase::Reverted);
    QCOMPARE(m_rig->steered.back().body, QByteArray(R"({"weight":1})"));
}

void TestChangeGuard::revert_outage_isTriedAgain()
{
    start();
    m_rig->refusal = FakeAnswer::problem(503, "sem_servidor");
    m_guard->revert();
    QTRY_COMPARE(patches(), 1);
    poll(0, 0, ChangeGuard::pause);
    QTRY_COMPARE(patches(), 2);
    QCOMPARE(m_guard->phase(), Phase::Reverting);
    m_rig->refusal.reset();
    poll(0, 0, ChangeGuard::pause);
    QTRY_COMPARE(m_guard->phase(), Phase::Reverted);
}

void TestChangeGuard::revert_answerLost_isFoundDone()
{
    start();
    TrafficRig::setState(m_rig->backends[0], QStringLiteral("ready")); // it was done, and nobody heard
    m_rig->backends[0].version = 3;
    m_guard->revert();
    QTRY_COMPARE(m_guard->phase(), Phase::Reverted);
    QCOMPARE(*m_rig->backends[0].version, 3);
}

void TestChangeGuard::revert_othersChange_isLeftAlone()
{
    start();
    TrafficRig::setState(m_rig->backends[0], QStringLiteral("maint"));
    m_rig->backends[0].version = 3;
    m_guard->revert();
    QTRY_COMPARE(m_guard->phase(), Phase::Failed);
    QVERIFY(m_guard->overtaken());
    QCOMPARE(m_rig->backends[0].state, BackendState::Maint);
    m_guard->keep();
    QCOMPARE(m_guard->phase(), Phase::Idle);
}

void TestChangeGuard::revert_refused_fails()
{
    start();
    m_rig->refusal = FakeAnswer::problem(403, "sem_permissao");
    m_guard->revert();
    QTRY_COMPARE(m_guard->phase(), Phase::Failed);
    QVERIFY(m_guard->error());
    QVERIFY(!m_guard->overtaken());
}

void TestChangeGuard::offer_endsByItself()
{
    start(false);
    QCOMPARE(m_guard->phase(), Phase::Offered);
    QCOMPARE(m_guard->leftShare(), 1.0);
    poll(100, 100, 5s); // nobody watches
    QCOMPARE(m_guard->leftShare(), 0.5);
    poll(0, 0, 5s);
    QTRY_COMPARE(m_guard->phase(), Phase::Idle);
    QCOMPARE(patches(), 0);
}

void TestChangeGuard::logOut_endsIt()
{
    start();
    m_rig->session->logOut();
    QCOMPARE(m_guard->phase(), Phase::Idle);
}

QTEST_GUILESS_MAIN(TestChangeGuard)
#include "tst_changeguard.moc"
