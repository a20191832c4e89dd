// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/outlierrules.h"

#include "support/fakeclock.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestOutlierRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failedBy_everyOutcome_isAsTheTableSays_data();
    void failedBy_everyOutcome_isAsTheTableSays();
    void brokenRule_window_isAsTheTableSays_data();
    void brokenRule_window_isAsTheTableSays();
    void doesBetter_other_isAsTheTableSays_data();
    void doesBetter_other_isAsTheTableSays();
    void mostEjected_shares_roundDownButOneOfTwo();
    void ejectionTime_growsWithTimesUpToTheMost();
    void timesThatCount_fallWithGoodTime();
};

namespace {

/// f: failed, .: not; one after the other at the same time.
OutcomeWindow windowOf(const QByteArray &outcomes)
{
    OutcomeWindow window;
    for (const char outcome : outcomes)
        window.record(outcome == 'f', 10s, {});
    return window;
}

} // namespace

void TestOutlierRules::failedBy_everyOutcome_isAsTheTableSays_data()
{
    QTest::addColumn<AttemptOutcome>("outcome");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("verdict"); // 1 failed, 0 did not, -1 says nothing
    for (const int status : {502, 503, 504})
        QTest::addRow("%d", status) << AttemptOutcome::Answered << status << 1;
    for (const int status : {200, 304, 404, 429, 500, 501, 505})
        QTest::addRow("%d", status) << AttemptOutcome::Answered << status << 0;
    for (const auto outcome : {AttemptOutcome::Connect, AttemptOutcome::NoResponse, AttemptOutcome::Truncated,
                               AttemptOutcome::TooLarge, AttemptOutcome::Timeout})
        QTest::newRow(attemptOutcomeName(outcome)) << outcome << 0 << 1;
    for (const auto outcome : {AttemptOutcome::Saturated, AttemptOutcome::Cancelled})
        QTest::newRow(attemptOutcomeName(outcome)) << outcome << 0 << -1;
}

void TestOutlierRules::failedBy_everyOutcome_isAsTheTableSays()
{
    QFETCH(AttemptOutcome, outcome);
    QFETCH(int, status);
    QFETCH(int, verdict);
    const std::optional<bool> failed = failedBy(outcome, status);
    QCOMPARE(failed ? int(*failed) : -1, verdict);
}

void TestOutlierRules::brokenRule_window_isAsTheTableSays_data()
{
    QTest::addColumn<int>("consecutive");
    QTest::addColumn<int>("share");
    QTest::addColumn<QByteArray>("outcomes");
    QTest::addColumn<QByteArray>("rule");
    const auto row = [](const char *name, int consecutive, int share, const QByteArray &outcomes,
                        const char *rule) {
        QTest::newRow(name) << consecutive << share << outcomes << QByteArray(rule);
    };
    const QByteArray half = QByteArray("f.").repeated(10);
    row("nothing", 5, 50, "", "");
    row("four in a row", 5, 50, "ffff", "");
    row("five in a row", 5, 50, "fffff", "falhas_seguidas");
    row("five, not in a row", 5, 50, "ff.fff", "");
    row("five in a row, the rule off", 0, 50, "fffff", "");
    row("half of twenty", 5, 50, half, "falhas_demais");
    row("half of nineteen", 5, 50, half.mid(1), "");
    row("less than half", 5, 50, half + '.', "");
    row("half, the rule off", 5, 0, half, "");
    row("all, one rule off", 0, 50, QByteArray(20, 'f'), "falhas_demais");
    row("all, both off", 0, 0, QByteArray(100, 'f'), "");
}

void TestOutlierRules::brokenRule_window_isAsTheTableSays()
{
    QFETCH(int, consecutive);
    QFETCH(int, share);
    QFETCH(QByteArray, outcomes);
    QFETCH(QByteArray, rule);
    EjectionSettings settings;
    settings.consecutive = consecutive;
    settings.sharePercent = share;
    const std::optional<OutlierRule> broken = brokenRule(windowOf(outcomes), settings, {});
    QCOMPARE(broken ? QByteArray(outlierReason(*broken)) : QByteArray(), rule);
}

void TestOutlierRules::doesBetter_other_isAsTheTableSays_data()
{
    QTest::addColumn<OutlierRule>("rule");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("better");
    QTest::newRow("answered last") << OutlierRule::Consecutive << QByteArray("ffff.") << true;
    QTest::newRow("failed last") << OutlierRule::Consecutive << QByteArray("....f") << false;
    QTest::newRow("nothing yet") << OutlierRule::Consecutive << QByteArray() << true;
    QTest::newRow("half as bad") << OutlierRule::Share << QByteArray("f...") << true;
    QTest::newRow("nearly as bad") << OutlierRule::Share << QByteArray("f..") << false;
    QTest::newRow("failed last, though good") << OutlierRule::Share << QByteArray(".......f") << false;
}

void TestOutlierRules::doesBetter_other_isAsTheTableSays()
{
    QFETCH(OutlierRule, rule);
    QFETCH(QByteArray, other);
    QFETCH(bool, better);
    QCOMPARE(doesBetter(windowOf(other), windowOf(".f.f"), rule, {}, {}), better);
}

void TestOutlierRules::mostEjected_shares_roundDownButOneOfTwo()
{
    const auto most = [](std::size_t endpoints, int percent) {
        EjectionSettings settings;
        settings.mostPercent = percent;
        return int(mostEjected(endpoints, settings));
    };
    QCOMPARE(most(1, 50), 0);
    QCOMPARE(most(2, 50), 1);
    QCOMPARE(most(3, 50), 1);
    QCOMPARE(most(4, 50), 2);
    QCOMPARE(most(5, 10), 1);
    QCOMPARE(most(10'000, 10), 1'000);
    QCOMPARE(most(10'000, 0), 0);
    QCOMPARE(most(1, 100), 1);
}

void TestOutlierRules::ejectionTime_growsWithTimesUpToTheMost()
{
    const EjectionSettings settings;
    QCOMPARE(ejectionTime(1, settings), std::chrono::milliseconds(30s));
    QCOMPARE(ejectionTime(2, settings), std::chrono::milliseconds(60s));
    QCOMPARE(ejectionTime(10, settings), std::chrono::milliseconds(300s));
    QCOMPARE(ejectionTime(11, settings), std::chrono::milliseconds(300s));
    QCOMPARE(ejectionTime(1'000'000'000, settings), std::chrono::milliseconds(300s));
}

void TestOutlierRules::timesThatCount_fallWithGoodTime()
{
    const EjectionSettings settings;
    QCOMPARE(timesThatCount(3, 0s, settings), 3);
    QCOMPARE(timesThatCount(3, 29s, settings), 3);
    QCOMPARE(timesThatCount(3, 30s, settings), 2);
    QCOMPARE(timesThatCount(3, 24h, settings), 0);
    QCOMPARE(timesThatCount(0, 24h, settings), 0);
    QCOMPARE(timesThatCount(3, -30s, settings), 3);
}

QTEST_GUILESS_MAIN(TestOutlierRules)
#include "tst_outlierrules.moc"
