// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/backendsmodel.h"
#include "console/traffic/trafficrig.h"

#include <QtCore/QTimeZone>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::makeBackend;

class TestBackendsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_model.reset(); }
    void apply_counts_areShownExactly();
    void apply_sameIds_updatesInPlace();
    void apply_sameAnswer_changesNothing();
    void apply_comeAndGone_keepsTheOthers();
    void apply_twins_areOneRow();
    void apply_shares_sumToAHundred();
    void apply_history_givesRateAndTrend();
    void data_downBackend_saysWhy();
    void data_hostileTexts_areEscaped();
    void data_standing_isUnderTheState_data();
    void data_standing_isUnderTheState();
    void data_weightAndLimit_haveTheirSecondLine();
    void updateAges_ejected_countsDown();
    void updateAges_timePasses_changesOnlyThatColumn();
    void setStale_everyCell_saysSo();
    void copied_rows_areTabSeparated();
    void locale_numbers_followIt();

private:
    void apply(const std::vector<Backend> &backends)
    {
        m_clock.advance(1s);
        m_history.add(backends, m_clock.now());
        m_model->apply(backends, m_history, m_clock.now());
    }
    QString text(int row, int column) const { return m_model->index(row, column).data().toString(); }
    QVariant value(int row, int column, int role) const { return m_model->index(row, column).data(role); }

    support::FakeClock m_clock;
    TrafficHistory m_history;
    std::unique_ptr<BackendsModel> m_model;
};

void TestBackendsModel::init()
{
    m_history.clear();
    m_model = std::make_unique<BackendsModel>(m_clock);
    new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                 m_model.get());
    m_model->setLocale(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestBackendsModel::apply_counts_areShownExactly()
{
    Backend backend = makeBackend(QStringLiteral("localhost:8002"), 9'007'199'254'740'991);
    backend.inFlight = 1234;
    backend.failures = 7;
    backend.responses = {1, 2, 3, 5};
    backend.retries = 42;
    backend.p50 = 0.5035;
    backend.p95 = 12.34;
    apply({backend});
    QCOMPARE(text(0, BackendsModel::State), QStringLiteral("Up"));
    QCOMPARE(text(0, BackendsModel::Name), QStringLiteral("localhost:8002"));
    QCOMPARE(value(0, BackendsModel::Name, BackendsModel::DetailRole).toString(),
             QStringLiteral("http://localhost:8002"));
    QCOMPARE(text(0, BackendsModel::Requests), QStringLiteral("9,007,199,254,740,991"));
    QCOMPARE(value(0, BackendsModel::Requests, BackendsModel::SortRole).toLongLong(), 9'007'199'254'740'991);
    QCOMPARE(text(0, BackendsModel::InFlight), QStringLiteral("1,234"));
    QCOMPARE(text(0, BackendsModel::Errors), QStringLiteral("12")); // 5xx and failures
    QCOMPARE(text(0, BackendsModel::Retries), QStringLiteral("42"));
    QCOMPARE(text(0, BackendsModel::P50), QStringLiteral("0.50"));
    QCOMPARE(text(0, BackendsModel::P95), QStringLiteral("12.3"));
    QCOMPARE(text(0, BackendsModel::P99), QStringLiteral("–"));
    QCOMPARE(text(0, BackendsModel::LastCheck), QStringLiteral("never"));
}

void TestBackendsModel::apply_sameIds_updatesInPlace()
{
    apply({makeBackend(QStringLiteral("a"), 1), makeBackend(QStringLiteral("b"), 2)});
    const QPersistentModelIndex second = m_model->index(1, BackendsModel::Requests);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    // The other way around on the wire: rows stay where they are.
    apply({makeBackend(QStringLiteral("b"), 20), makeBackend(QStringLiteral("a"), 10)});
    QVERIFY(changed.size() >= 1);
    QVERIFY(reset.isEmpty());
    QVERIFY(inserted.isEmpty());
    QVERIFY(removed.isEmpty());
    QVERIFY(second.isValid());
    QCOMPARE(second.row(), 1);
    QCOMPARE(second.data().toString(), QStringLiteral("20"));
}

void TestBackendsModel::apply_sameAnswer_changesNothing()
{
    const std::vector<Backend> backends{makeBackend(QStringLiteral("a"), 1)};
    m_model->apply(backends, m_history, m_clock.now());
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->apply(backends, m_history, m_clock.now());
    QVERIFY(changed.isEmpty());
}

void TestBackendsModel::apply_comeAndGone_keepsTheOthers()
{
    apply({makeBackend(QStringLiteral("a")), makeBackend(QStringLiteral("b")),
           makeBackend(QStringLiteral("c"))});
    const QPersistentModelIndex kept = m_model->index(2, 0);
    const int colour = m_model->series(2);
    QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
    apply({makeBackend(QStringLiteral("d")), makeBackend(QStringLiteral("c"))});
    QVERIFY(reset.isEmpty());
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(kept.row(), 0);
    QCOMPARE(kept.data(BackendsModel::IdRole).toString(), QStringLiteral("c"));
    QCOMPARE(m_model->series(0), colour);
    QVERIFY(m_model->series(1) > colour); // a colour of its own
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(reset.isEmpty());
}

void TestBackendsModel::apply_twins_areOneRow()
{
    apply({makeBackend(QStringLiteral("a"), 1), makeBackend(QStringLiteral("a"), 2)});
    QCOMPARE(m_model->rowCount(), 1);
}

void TestBackendsModel::apply_shares_sumToAHundred()
{
    apply({makeBackend(QStringLiteral("a"), 1), makeBackend(QStringLiteral("b"), 1),
           makeBackend(QStringLiteral("c"), 1)});
    QStringList shares;
    for (int row = 0; row < 3; ++row)
        shares << value(row, BackendsModel::Requests, BackendsModel::DetailRole).toString();
    QCOMPARE(shares,
             QStringList({QStringLiteral("33.4%"), QStringLiteral("33.3%"), QStringLiteral("33.3%")}));
}

void TestBackendsModel::apply_history_givesRateAndTrend()
{
    for (int second = 0; second < 100; ++second)
        apply({makeBackend(QStringLiteral("a"), second * 5), makeBackend(QStringLiteral("b"), second * 20)});
    QCOMPARE(text(0, BackendsModel::Rate), QStringLiteral("5.0"));
    QCOMPARE(text(1, BackendsModel::Rate), QStringLiteral("20"));
    const auto trend = value(0, BackendsModel::Rate, BackendsModel::TrendRole).value<QList<float>>();
    QCOMPARE(trend.last(), 5.0F);
    QVERIFY(trend.size() >= 60 && trend.size() <= 63);
    QCOMPARE(value(0, BackendsModel::Rate, BackendsModel::TrendTopRole).toDouble(), 20.0);
}

void TestBackendsModel::data_downBackend_saysWhy()
{
    apply({makeBackend(QStringLiteral("a"), 1, BackendState::Down)});
    QCOMPARE(text(0, BackendsModel::State), QStringLiteral("Down"));
    QCOMPARE(value(0, BackendsModel::Name, BackendsModel::DetailRole).toString(),
             QStringLiteral("No connection"));
    QVERIFY(value(0, BackendsModel::Name, BackendsModel::TroubleRole).toBool());
    QVERIFY(value(0, BackendsModel::State, Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("upstream_connect")));
    QCOMPARE(value(0, BackendsModel::State, Qt::AccessibleTextRole).toString(),
             QStringLiteral("State: Down"));
}

void TestBackendsModel::data_hostileTexts_areEscaped()
{
    Backend backend = makeBackend(QStringLiteral("<img src='x'>"));
    backend.reason = QStringLiteral("<b>boo</b>");
    apply({backend});
    const QString tip = value(0, BackendsModel::Name, Qt::ToolTipRole).toString();
    QVERIFY(!tip.contains(QStringLiteral("<img")));
    QVERIFY(!tip.contains(QStringLiteral("<b>")));
    QVERIFY(tip.contains(QStringLiteral("&lt;b&gt;")));
}

void TestBackendsModel::data_standing_isUnderTheState_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<qint64>("inFlight");
    QTest::addColumn<bool>("trial");
    QTest::addColumn<double>("slowStart");
    QTest::addColumn<QString>("standing");
    const auto row = [](const char *name, BackendState state, qint64 inFlight, bool trial, double slowStart,
                        const char *standing) {
        QTest::newRow(name) << int(state) << inFlight << trial << slowStart << QString::fromUtf8(standing);
    };
    row("up", BackendState::Up, 3, false, 1, "");
    row("slow start", BackendState::Up, 3, false, 0.5, "slow start, 50.0%");
    row("draining", BackendState::Drain, 3, false, 1, "3 in flight");
    row("drained", BackendState::Drain, 0, false, 1, "nothing in flight");
    row("maintenance", BackendState::Maint, 1, false, 1, "1 in flight");
    row("maintenance, nothing left", BackendState::Maint, 0, false, 1, "");
    row("on trial", BackendState::Ejected, 1, true, 1, "on trial");
    row("down", BackendState::Down, 1, false, 1, "");
}

void TestBackendsModel::data_standing_isUnderTheState()
{
    QFETCH(int, state);
    QFETCH(qint64, inFlight);
    QFETCH(bool, trial);
    QFETCH(double, slowStart);
    Backend backend = makeBackend(QStringLiteral("a"), 1, BackendState(state));
    backend.inFlight = inFlight;
    backend.trial = trial;
    backend.slowStart = slowStart;
    apply({backend});
    QTEST(value(0, BackendsModel::State, BackendsModel::DetailRole).toString(), "standing");
}

void TestBackendsModel::data_weightAndLimit_haveTheirSecondLine()
{
    Backend backend = makeBackend(QStringLiteral("a"));
    backend.weight = 4;
    apply({backend});
    QCOMPARE(text(0, BackendsModel::Weight), QStringLiteral("4"));
    QVERIFY(value(0, BackendsModel::Weight, BackendsModel::DetailRole).toString().isEmpty());
    QVERIFY(value(0, BackendsModel::InFlight, BackendsModel::DetailRole).toString().isEmpty());
    backend.effectiveWeight = 2.5;
    backend.inFlightLimit = 1024;
    apply({backend});
    QCOMPARE(value(0, BackendsModel::Weight, BackendsModel::DetailRole).toString(),
             QStringLiteral("now 2.5"));
    QCOMPARE(value(0, BackendsModel::InFlight, BackendsModel::DetailRole).toString(),
             QStringLiteral("of 1,024"));
}

void TestBackendsModel::updateAges_ejected_countsDown()
{
    Backend backend = makeBackend(QStringLiteral("a"), 1, BackendState::Ejected);
    const auto now = std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow().time_since_epoch());
    backend.ejectedUntil = QDateTime::fromMSecsSinceEpoch(now.count() + 24'000, QTimeZone::utc());
    m_model->apply({backend}, m_history, m_clock.now());
    QCOMPARE(value(0, BackendsModel::State, BackendsModel::DetailRole).toString(),
             QStringLiteral("24 s left"));
    m_clock.advance(2s);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->updateAges();
    QCOMPARE(value(0, BackendsModel::State, BackendsModel::DetailRole).toString(),
             QStringLiteral("22 s left"));
    QCOMPARE(changed[0][0].toModelIndex().column(), int(BackendsModel::State));
}

void TestBackendsModel::updateAges_timePasses_changesOnlyThatColumn()
{
    Backend backend = makeBackend(QStringLiteral("a"));
    m_clock.advance(1s);
    const auto now = std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow().time_since_epoch());
    backend.lastCheck = QDateTime::fromMSecsSinceEpoch(now.count(), QTimeZone::utc());
    m_model->apply({backend}, m_history, m_clock.now());
    QCOMPARE(text(0, BackendsModel::LastCheck), QStringLiteral("now"));
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_clock.advance(2s);
    m_model->updateAges();
    QCOMPARE(text(0, BackendsModel::LastCheck), QStringLiteral("2 s ago"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex().column(), int(BackendsModel::LastCheck));
    m_model->updateAges();
    QCOMPARE(changed.size(), 1);
}

void TestBackendsModel::setStale_everyCell_saysSo()
{
    apply({makeBackend(QStringLiteral("a"))});
    QVERIFY(!value(0, BackendsModel::P50, BackendsModel::StaleRole).toBool());
    m_model->setStale(true);
    for (int column = 0; column < m_model->columnCount(); ++column)
        QVERIFY(value(0, column, BackendsModel::StaleRole).toBool());
}

void TestBackendsModel::copied_rows_areTabSeparated()
{
    Backend odd = makeBackend(QStringLiteral("b\tc"), 12345);
    odd.p50 = 1.5;
    apply({makeBackend(QStringLiteral("a"), 1), odd});
    const QStringList lines = m_model->copied({1}).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[0].count(u'\t'), lines[1].count(u'\t'));
    const QStringList fields = lines[1].split(u'\t');
    QCOMPARE(fields[1], QStringLiteral("b c"));
    QCOMPARE(fields[4], QStringLiteral("12345"));
    QCOMPARE(fields[8], QStringLiteral("1.500"));
}

void TestBackendsModel::locale_numbers_followIt()
{
    apply({makeBackend(QStringLiteral("a"), 1'234'567)});
    m_model->setLocale(QLocale(QLocale::Portuguese, QLocale::Brazil));
    QCOMPARE(text(0, BackendsModel::Requests), QStringLiteral("1.234.567"));
    QCOMPARE(value(0, BackendsModel::Requests, BackendsModel::DetailRole).toString(),
             QStringLiteral("100,0%"));
}

QTEST_GUILESS_MAIN(TestBackendsModel)
#include "tst_backendsmodel.moc"
