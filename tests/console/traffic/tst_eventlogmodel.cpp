// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/eventlogmodel.h"
#include "console/traffic/trafficrig.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::makeBackend;
using Kind = TrafficEvent::Kind;

class TestEventLogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_model.reset(); }
    void observe_first_saysThatItWatches();
    void observe_downAtFirst_isTold();
    void observe_downAndUp_recovers();
    void observe_uncheckedBackend_isNoEventUntilItIsUp();
    void observe_restart_isTold();
    void observe_drainAndMaintenance_areChanges();
    void observe_comeAndGone_isTold();
    void silent_once_untilHeard();
    void frozen_events_areShownLaterWithTheirTime();
    void observe_many_keepsTheNewest();
    void note_state_isToldOnce();
    void note_betweenTwoReports_isTold();
    void note_later_whatWasFoundIsNotToldAgain();
    void note_later_standsWhereItHappened();
    void note_changes_haveWords();
    void note_addedAndRemoved_areToldOnce();
    void note_beforeTheFirstReport_isNothing();

private:
    void push(const std::vector<Backend> &backends)
    {
        m_clock.advance(1s);
        m_model->observe(backends, false, true);
    }
    BalancerEvent state(const char *to, const char *reason = "") const
    {
        return {.kind = BalancerEvent::Kind::State,
                .at = QDateTime::fromSecsSinceEpoch(std::chrono::system_clock::to_time_t(m_clock.wallNow())),
                .backend = QStringLiteral("a"),
                .to = QString::fromLatin1(to),
                .reason = QString::fromLatin1(reason)};
    }
    void observe(const std::vector<Backend> &backends, bool restarted = false)
    {
        m_clock.advance(1s);
        m_model->observe(backends, restarted);
    }
    static std::vector<Backend> one(BackendState state, const QString &reason = {})
    {
        Backend backend = makeBackend(QStringLiteral("a"), 0, state);
        if (!reason.isEmpty())
            backend.reason = reason;
        return {backend};
    }
    QList<int> kinds() const // the newest first
    {
        QList<int> kinds;
        for (int row = 0; row < m_model->rowCount(); ++row)
            kinds << m_model->index(row).data(EventLogModel::KindRole).toInt();
        return kinds;
    }
    QString text(int row) const { return m_model->index(row).data().toString(); }

    support::FakeClock m_clock;
    std::unique_ptr<EventLogModel> m_model;
};

void TestEventLogModel::init()
{
    m_model = std::make_unique<EventLogModel>(m_clock);
    new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                 m_model.get());
}

void TestEventLogModel::observe_first_saysThatItWatches()
{
    observe(one(BackendState::Up));
    observe(one(BackendState::Up));
    QCOMPARE(kinds(), QList<int>{int(Kind::Watching)});
}

void TestEventLogModel::observe_downAtFirst_isTold()
{
    observe(one(BackendState::Down));
    QCOMPARE(kinds(), (QList<int>{int(Kind::Down), int(Kind::Watching)}));
    QCOMPARE(text(0), QStringLiteral("a is down: No connection"));
}

void TestEventLogModel::observe_downAndUp_recovers()
{
    observe(one(BackendState::Up));
    observe(one(BackendState::Down));
    observe(one(BackendState::Down, QStringLiteral("upstream_timeout"))); // no event of its own
    m_clock.advance(10s);
    observe(one(BackendState::Up));
    QCOMPARE(kinds(), (QList<int>{int(Kind::Recovered), int(Kind::Down), int(Kind::Watching)}));
    QCOMPARE(text(0), QStringLiteral("a recovered after 12 s"));
    const QDateTime at =
        QDateTime::fromSecsSinceEpoch(std::chrono::system_clock::to_time_t(m_clock.wallNow()));
    QCOMPARE(m_model->index(0).data(EventLogModel::TimeRole).toString(),
             at.toLocalTime().toString(QStringLiteral("HH:mm:ss")));
}

void TestEventLogModel::observe_uncheckedBackend_isNoEventUntilItIsUp()
{
    observe(one(BackendState::Down, QStringLiteral("sem_verificacao")));
    QCOMPARE(kinds(), QList<int>{int(Kind::Watching)});
    observe(one(BackendState::Up));
    QCOMPARE(kinds(), (QList<int>{int(Kind::Up), int(Kind::Watching)}));
}

void TestEventLogModel::observe_restart_isTold()
{
    observe(one(BackendState::Up));
    observe(one(BackendState::Down, QStringLiteral("sem_verificacao")), true);
    observe(one(BackendState::Down));
    observe(one(BackendState::Up));
    QCOMPARE(kinds(),
             (QList<int>{int(Kind::Recovered), int(Kind::Down), int(Kind::Started), int(Kind::Watching)}));
}

void TestEventLogModel::observe_drainAndMaintenance_areChanges()
{
    observe(one(BackendState::Up));
    observe(one(BackendState::Drain));
    observe(one(BackendState::Up));
    QCOMPARE(kinds(), (QList<int>{int(Kind::Up), int(Kind::Changed), int(Kind::Watching)}));
    QCOMPARE(text(1), QStringLiteral("a: Draining"));
}

void TestEventLogModel::observe_comeAndGone_isTold()
{
    observe({makeBackend(QStringLiteral("a"))});
    observe({makeBackend(QStringLiteral("b"))});
    QCOMPARE(kinds(), (QList<int>{int(Kind::Added), int(Kind::Removed), int(Kind::Watching)}));
    QCOMPARE(text(0), QStringLiteral("b was added"));
    QCOMPARE(text(1), QStringLiteral("a was removed"));
}

void TestEventLogModel::silent_once_untilHeard()
{
    ApiError error;
    error.kind = ApiError::Kind::Unreachable;
    m_model->silent(error);
    QCOMPARE(m_model->rowCount(), 0); // nothing was watched yet
    observe(one(BackendState::Up));
    m_model->silent(error);
    m_clock.advance(5s);
    m_model->silent(error);
    observe(one(BackendState::Up));
    QCOMPARE(kinds(), (QList<int>{int(Kind::Heard), int(Kind::Silent), int(Kind::Watching)}));
    QVERIFY(text(0).startsWith(QStringLiteral("Answers again after 6 s")));
}

void TestEventLogModel::frozen_events_areShownLaterWithTheirTime()
{
    observe(one(BackendState::Up));
    m_model->setFrozen(true);
    observe(one(BackendState::Down));
    m_clock.advance(30s);
    observe(one(BackendState::Up));
    QCOMPARE(m_model->rowCount(), 1);
    m_model->setFrozen(false);
    QCOMPARE(kinds(), (QList<int>{int(Kind::Recovered), int(Kind::Down), int(Kind::Watching)}));
    QVERIFY(m_model->index(0).data(EventLogModel::TimeRole) !=
            m_model->index(1).data(EventLogModel::TimeRole));
}

void TestEventLogModel::observe_many_keepsTheNewest()
{
    for (int i = 0; i < EventLogModel::most; ++i) {
        observe(one(BackendState::Down));
        observe(one(BackendState::Up));
    }
    QCOMPARE(m_model->rowCount(), EventLogModel::most);
    QCOMPARE(kinds().first(), int(Kind::Recovered));
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
}

void TestEventLogModel::note_state_isToldOnce()
{
    push(one(BackendState::Up));
    m_model->note(state("down", "upstream_timeout"), false);
    push(one(BackendState::Down));
    QCOMPARE(kinds(), (QList<int>{int(Kind::Down), int(Kind::Watching)}));
    QCOMPARE(text(0), QStringLiteral("a is down: No answer in time"));
    push(one(BackendState::Up)); // the report was quicker
    m_model->note(state("up"), false);
    QCOMPARE(kinds(), (QList<int>{int(Kind::Recovered), int(Kind::Down), int(Kind::Watching)}));
}

void TestEventLogModel::note_betweenTwoReports_isTold()
{
    push(one(BackendState::Up));
    m_model->note(state("ejected", "upstream_connect"), false);
    m_model->note(state("up"), false);
    push(one(BackendState::Up));
    QCOMPARE(kinds(), (QList<int>{int(Kind::Up), int(Kind::Changed), int(Kind::Watching)}));
    QCOMPARE(text(1), QStringLiteral("a: Ejected (No connection)"));
}

void TestEventLogModel::note_later_whatWasFoundIsNotToldAgain()
{
    push(one(BackendState::Up));
    observe(one(BackendState::Down));
    observe(one(BackendState::Up));
    for (const char *to : {"down", "up", "ejected"}) // the last one came and went unseen
        m_model->note(state(to), true);
    push(one(BackendState::Ejected));
    QCOMPARE(kinds(),
             (QList<int>{int(Kind::Changed), int(Kind::Recovered), int(Kind::Down), int(Kind::Watching)}));
    m_model->note(state("down"), true); // nothing was found since
    QCOMPARE(kinds().size(), 5);
}

void TestEventLogModel::note_later_standsWhereItHappened()
{
    push(one(BackendState::Up));
    m_clock.advance(10s);
    const BalancerEvent down = state("down");
    m_clock.advance(5s);
    const BalancerEvent up = state("up");
    m_clock.advance(30s);
    m_model->silent({});
    m_model->note(down, true);
    m_model->note(up, true);
    QCOMPARE(kinds(),
             (QList<int>{int(Kind::Silent), int(Kind::Recovered), int(Kind::Down), int(Kind::Watching)}));
    QCOMPARE(text(1), QStringLiteral("a recovered after 5 s"));
}

void TestEventLogModel::note_changes_haveWords()
{
    push(one(BackendState::Up));
    BalancerEvent event;
    event.kind = BalancerEvent::Kind::Weight;
    event.backend = QStringLiteral("a");
    event.cluster = QStringLiteral("padrao");
    event.from = QStringLiteral("1");
    event.to = QStringLiteral("8");
    m_model->note(event, false);
    QCOMPARE(text(0), QStringLiteral("a: weight 1 → 8"));
    event.kind = BalancerEvent::Kind::Panic;
    event.to = QStringLiteral("true");
    m_model->note(event, false);
    QCOMPARE(kinds().first(), int(Kind::Panic));
    QVERIFY(text(0).startsWith(QStringLiteral("Panic in padrao")));
    event.to = QStringLiteral("false");
    m_model->note(event, false);
    QCOMPARE(kinds().first(), int(Kind::Calm));
    event.kind = BalancerEvent::Kind::Missed;
    event.from = QStringLiteral("4");
    event.to = QStringLiteral("9");
    m_model->note(event, false);
    QVERIFY(text(0).contains(QStringLiteral("4 to 9")));
}

void TestEventLogModel::note_addedAndRemoved_areToldOnce()
{
    push(one(BackendState::Up));
    BalancerEvent event;
    event.kind = BalancerEvent::Kind::Added;
    event.backend = QStringLiteral("b");
    m_model->note(event, false);
    push({makeBackend(QStringLiteral("a")), makeBackend(QStringLiteral("b"))});
    event.kind = BalancerEvent::Kind::Removed;
    m_model->note(event, false);
    push(one(BackendState::Up));
    m_model->note(event, true);
    QCOMPARE(kinds(), (QList<int>{int(Kind::Removed), int(Kind::Up), int(Kind::Added), int(Kind::Watching)}));
}

void TestEventLogModel::note_beforeTheFirstReport_isNothing()
{
    m_model->note(state("down"), false);
    QCOMPARE(m_model->rowCount(), 0);
}

QTEST_GUILESS_MAIN(TestEventLogModel)
#include "tst_eventlogmodel.moc"
