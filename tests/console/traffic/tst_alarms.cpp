// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/alarms.h"
#include "console/traffic/trafficrig.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::makeBackend;

class TestAlarms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_alarms.reset(); }
    void down_isTold();
    void ejected_isTold();
    void drained_isNot();
    void flapping_isToldOnceInAWhile();
    void others_haveTheirOwnLimit();
    void panic_isTold();
    void paused_isToldAtOnce();
    void later_isNotTold();
    void recovered_isSettled();

private:
    void push(BackendState state, std::chrono::milliseconds after = 1s)
    {
        m_clock.advance(after);
        m_backends[0].state = state;
        m_events->observe(m_backends, false, true);
    }
    int told() const { return int(m_raised->size()); }

    support::FakeClock m_clock;
    std::vector<Backend> m_backends;
    std::unique_ptr<EventLogModel> m_events;
    std::unique_ptr<Alarms> m_alarms;
    std::unique_ptr<QSignalSpy> m_raised;
};

void TestAlarms::init()
{
    m_backends = {makeBackend(QStringLiteral("a")), makeBackend(QStringLiteral("b"))};
    m_events = std::make_unique<EventLogModel>(m_clock);
    m_alarms = std::make_unique<Alarms>(*m_events, m_clock);
    m_raised = std::make_unique<QSignalSpy>(m_alarms.get(), &Alarms::raised);
    push(BackendState::Up);
}

void TestAlarms::down_isTold()
{
    m_backends[0].reason = QStringLiteral("upstream_connect");
    push(BackendState::Down);
    QCOMPARE(told(), 1);
    QCOMPARE(m_raised->at(0).at(0).toString(), QStringLiteral("a is down: No connection"));
}

void TestAlarms::ejected_isTold()
{
    push(BackendState::Ejected);
    QCOMPARE(told(), 1);
}

void TestAlarms::drained_isNot()
{
    push(BackendState::Drain);
    push(BackendState::Maint);
    push(BackendState::Up);
    QCOMPARE(told(), 0);
}

void TestAlarms::flapping_isToldOnceInAWhile()
{
    for (int i = 0; i < 14; ++i) { // 28 s
        push(BackendState::Down);
        push(BackendState::Up);
    }
    QCOMPARE(told(), 1);
    push(BackendState::Down, 3s);
    QCOMPARE(told(), 2);
}

void TestAlarms::others_haveTheirOwnLimit()
{
    m_backends[1].state = BackendState::Down;
    push(BackendState::Down);
    QCOMPARE(told(), 2);
}

void TestAlarms::panic_isTold()
{
    BalancerEvent panic;
    panic.kind = BalancerEvent::Kind::Panic;
    panic.cluster = QStringLiteral("a"); // a backend has the same name
    panic.to = QStringLiteral("true");
    push(BackendState::Down);
    m_events->note(panic, false);
    m_events->note(panic, false);
    QCOMPARE(told(), 2);
    panic.to = QStringLiteral("false");
    m_clock.advance(31s);
    m_events->note(panic, false);
    QCOMPARE(told(), 2);
}

void TestAlarms::paused_isToldAtOnce()
{
    m_events->setFrozen(true);
    push(BackendState::Down);
    QCOMPARE(told(), 1);
    m_events->setFrozen(false);
    QCOMPARE(told(), 1);
}

void TestAlarms::later_isNotTold()
{
    BalancerEvent down;
    down.kind = BalancerEvent::Kind::State;
    down.backend = QStringLiteral("a");
    down.to = QStringLiteral("down");
    m_events->note(down, true);
    QCOMPARE(m_events->rowCount(), 2);
    QCOMPARE(told(), 0);
}

void TestAlarms::recovered_isSettled()
{
    QSignalSpy settled(m_alarms.get(), &Alarms::settled);
    push(BackendState::Down);
    m_backends[1].state = BackendState::Drain;
    push(BackendState::Down);
    m_backends[1].state = BackendState::Up;
    push(BackendState::Down);
    QCOMPARE(settled.size(), 0); // another one's
    push(BackendState::Up);
    QCOMPARE(settled.size(), 1);
    push(BackendState::Drain);
    push(BackendState::Up);
    QCOMPARE(settled.size(), 1);
}

QTEST_GUILESS_MAIN(TestAlarms)
#include "tst_alarms.moc"
