// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/chartpoints.h"
#include "console/models/traffic/share.h"
#include "console/models/traffic/wording.h"
#include "console/traffic/trafficrig.h"

#include <QtTest/QTest>

#include <cmath>
#include <numeric>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::makeBackend;

class TestTrafficHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void add_firstAnswer_hasNoRate();
    void add_laterAnswers_haveRates();
    void add_restartOfTheBalancer_isNeverNegative();
    void add_restartSeenInOneBackend_countsForAll();
    void add_gap_leavesNoRateButItsRequests();
    void add_tooSoon_leavesNoSample();
    void add_fifteenMinutes_areKept();
    void add_removedBackend_isForgottenInTime();
    void all_severalBackends_isTheirSum();
    void pointsOf_gapOrMissingValue_breaksTheLine();
    void pointsOf_window_beginsOneSampleBefore();
    void permilles_counts_sumToAThousand_data();
    void permilles_counts_sumToAThousand();
    void wording_times_data();
    void wording_times();
    void wording_values_followTheLocale();

private:
    static core::Instant at(std::chrono::milliseconds time) { return core::Instant(1h + time); }
};

void TestTrafficHistory::add_firstAnswer_hasNoRate()
{
    TrafficHistory history;
    history.add({makeBackend(QStringLiteral("a"), 1000)}, at(0s));
    const auto &samples = history.of(QStringLiteral("a"));
    QCOMPARE(samples.size(), 1U);
    QVERIFY(!samples[0].requestsPerSecond);
    QCOMPARE(samples[0].requests, 0);
    QVERIFY(history.of(QStringLiteral("b")).empty());
}

void TestTrafficHistory::add_laterAnswers_haveRates()
{
    TrafficHistory history;
    Backend backend = makeBackend(QStringLiteral("a"), 1000);
    history.add({backend}, at(0s));
    backend.requests = 1100;
    backend.responses[3] = 4;
    backend.failures = 2;
    history.add({backend}, at(2s));
    const TrafficSample &sample = history.of(QStringLiteral("a")).back();
    QCOMPARE(sample.requests, 100);
    QCOMPARE(sample.requestsPerSecond.value(), 50.0);
    QCOMPARE(sample.errorsPerSecond.value(), 3.0);
    QCOMPARE(history.requestsWithin(QStringLiteral("a"), 60s, at(2s)), 100);
    QCOMPARE(history.requestsWithin(QStringLiteral("a"), 60s, at(1s)), 0);
}

void TestTrafficHistory::add_restartOfTheBalancer_isNeverNegative()
{
    TrafficHistory history;
    Backend backend = makeBackend(QStringLiteral("a"), 1000);
    backend.failures = 10;
    QVERIFY(!history.add({backend}, at(0s)));
    backend.requests = 30;
    backend.failures = 1;
    QVERIFY(history.add({backend}, at(1s)));
    QCOMPARE(history.of(QStringLiteral("a")).back().requestsPerSecond.value(), 30.0);
    QCOMPARE(history.of(QStringLiteral("a")).back().errorsPerSecond.value(), 1.0);
    backend.requests = 50;
    QVERIFY(!history.add({backend}, at(2s)));
    QCOMPARE(history.of(QStringLiteral("a")).back().requestsPerSecond.value(), 20.0);
}

void TestTrafficHistory::add_restartSeenInOneBackend_countsForAll()
{
    TrafficHistory history;
    history.add({makeBackend(QStringLiteral("a"), 1000), makeBackend(QStringLiteral("b"), 10)}, at(0s));
    QVERIFY(
        history.add({makeBackend(QStringLiteral("a"), 40), makeBackend(QStringLiteral("b"), 25)}, at(1s)));
    QCOMPARE(history.of(QStringLiteral("b")).back().requests, 25); // not 15
}

void TestTrafficHistory::add_gap_leavesNoRateButItsRequests()
{
    TrafficHistory history;
    history.add({makeBackend(QStringLiteral("a"), 0)}, at(0s));
    history.add({makeBackend(QStringLiteral("a"), 500)}, at(10s));
    const TrafficSample &sample = history.of(QStringLiteral("a")).back();
    QVERIFY(!sample.requestsPerSecond);
    QVERIFY(!history.all().back().requestsPerSecond);
    QCOMPARE(sample.requests, 500);
    QCOMPARE(history.requestsWithin(QStringLiteral("a"), 60s, at(10s)), 500);
}

void TestTrafficHistory::add_tooSoon_leavesNoSample()
{
    TrafficHistory history;
    history.add({makeBackend(QStringLiteral("a"), 0)}, at(0s));
    history.add({makeBackend(QStringLiteral("a"), 5)}, at(1ms));
    QCOMPARE(history.of(QStringLiteral("a")).size(), 1U);
    history.add({makeBackend(QStringLiteral("a"), 100)}, at(1s));
    QCOMPARE(history.of(QStringLiteral("a")).back().requestsPerSecond.value(), 100.0);
}

void TestTrafficHistory::add_fifteenMinutes_areKept()
{
    TrafficHistory history;
    for (int second = 0; second < 1200; ++second)
        history.add({makeBackend(QStringLiteral("a"), second * 10)}, at(std::chrono::seconds(second)));
    QCOMPARE(history.of(QStringLiteral("a")).size(), 901U);
    QCOMPARE(history.all().size(), 901U);
    QCOMPARE(history.requestsWithin(QStringLiteral("a"), 15min, at(1199s)), 9000);
    history.clear();
    QVERIFY(history.all().empty());
    QVERIFY(history.of(QStringLiteral("a")).empty());
}

void TestTrafficHistory::add_removedBackend_isForgottenInTime()
{
    TrafficHistory history;
    history.add({makeBackend(QStringLiteral("a")), makeBackend(QStringLiteral("b"))}, at(0s));
    history.add({makeBackend(QStringLiteral("a"))}, at(60s));
    QCOMPARE(history.of(QStringLiteral("b")).size(), 1U);
    history.add({makeBackend(QStringLiteral("a"))}, at(16min));
    QVERIFY(history.of(QStringLiteral("b")).empty());
}

void TestTrafficHistory::all_severalBackends_isTheirSum()
{
    TrafficHistory history;
    Backend a = makeBackend(QStringLiteral("a"));
    Backend b = makeBackend(QStringLiteral("b"));
    history.add({a, b}, at(0s));
    a.requests = 10;
    a.inFlight = 2;
    a.p99 = 5;
    b.requests = 20;
    b.inFlight = 3;
    b.p99 = 9;
    history.add({a, b}, at(1s));
    const TrafficSample &sum = history.all().back();
    QCOMPARE(sum.requestsPerSecond.value(), 30.0);
    QCOMPARE(sum.inFlight, 5.0);
    QCOMPARE(sum.p99.value(), 9.0);
    QVERIFY(!sum.p50);
}

void TestTrafficHistory::pointsOf_gapOrMissingValue_breaksTheLine()
{
    std::deque<TrafficSample> samples;
    for (const auto second : {0, 1, 2, 10, 11})
        samples.push_back({.at = at(std::chrono::seconds(second)), .p50 = second + 1.0});
    samples[1].p50.reset();
    const std::vector<QPointF> points = pointsOf(samples, Metric::P50, 60s, at(11s));
    QCOMPARE(points.size(), 6U); // five and the gap
    QCOMPARE(points[0], QPointF(-11, 1));
    QVERIFY(std::isnan(points[1].y()));
    QCOMPARE(points[2], QPointF(-9, 3));
    QVERIFY(std::isnan(points[3].y()));
    QCOMPARE(points[4], QPointF(-1, 11));
    QCOMPARE(points[5], QPointF(0, 12));
}

void TestTrafficHistory::pointsOf_window_beginsOneSampleBefore()
{
    std::deque<TrafficSample> samples;
    for (int second = 0; second < 200; ++second)
        samples.push_back({.at = at(std::chrono::seconds(second)), .requestsPerSecond = 1.0});
    const std::vector<QPointF> points = pointsOf(samples, Metric::RequestsPerSecond, 60s, at(150s));
    QCOMPARE(points.front().x(), -61.0);
    QCOMPARE(points.back().x(), 0.0); // later samples are not seen: that is what a pause needs
}

void TestTrafficHistory::permilles_counts_sumToAThousand_data()
{
    QTest::addColumn<QList<qint64>>("counts");
    QTest::addColumn<QList<int>>("expected");
    QTest::newRow("none") << QList<qint64>{} << QList<int>{};
    QTest::newRow("no requests") << QList<qint64>{0, 0} << QList<int>{0, 0};
    QTest::newRow("halves") << QList<qint64>{7, 7} << QList<int>{500, 500};
    QTest::newRow("thirds") << QList<qint64>{1, 1, 1} << QList<int>{334, 333, 333};
    QTest::newRow("sevenths") << QList<qint64>{1, 2, 4} << QList<int>{143, 286, 571};
    QTest::newRow("idle one") << QList<qint64>{5, 0, 5} << QList<int>{500, 0, 500};
    QTest::newRow("rare one") << QList<qint64>{999'999, 1} << QList<int>{1000, 0};
    QTest::newRow("large") << QList<qint64>{std::numeric_limits<qint64>::max(),
                                            std::numeric_limits<qint64>::max()}
                           << QList<int>{500, 500};
}

void TestTrafficHistory::permilles_counts_sumToAThousand()
{
    QFETCH(QList<qint64>, counts);
    QFETCH(QList<int>, expected);
    const std::vector<int> parts = permilles(counts);
    QCOMPARE(QList<int>(parts.begin(), parts.end()), expected);
    const int sum = std::accumulate(parts.begin(), parts.end(), 0);
    QVERIFY(sum == 1000 ||
            std::all_of(counts.begin(), counts.end(), [](qint64 count) { return count == 0; }));
}

void TestTrafficHistory::wording_times_data()
{
    QTest::addColumn<int>("milliseconds");
    QTest::addColumn<QString>("ago");
    QTest::addColumn<QString>("precise");
    QTest::newRow("future") << -5000 << QStringLiteral("now") << QStringLiteral("0.0 s");
    QTest::newRow("now") << 400 << QStringLiteral("now") << QStringLiteral("0.4 s");
    QTest::newRow("seconds") << 2999 << QStringLiteral("2 s ago") << QStringLiteral("2.9 s");
    QTest::newRow("minutes") << 125'000 << QStringLiteral("2 min ago") << QStringLiteral("2 min");
    QTest::newRow("hours") << 7'300'000 << QStringLiteral("2 h ago") << QStringLiteral("2 h");
    QTest::newRow("days") << 260'000'000 << QStringLiteral("3 d ago") << QStringLiteral("3 d");
}

void TestTrafficHistory::wording_times()
{
    QFETCH(int, milliseconds);
    QFETCH(QString, ago);
    QFETCH(QString, precise);
    const std::chrono::milliseconds time(milliseconds);
    QCOMPARE(Wording::ago(time), ago);
    QCOMPARE(Wording::preciseDuration(time, QLocale::c()), precise);
}

void TestTrafficHistory::wording_values_followTheLocale()
{
    const QLocale brazil(QLocale::Portuguese, QLocale::Brazil);
    QCOMPARE(Wording::milliseconds(0.5035, brazil), QStringLiteral("0,50"));
    QCOMPARE(Wording::milliseconds(12.34, brazil), QStringLiteral("12,3"));
    QCOMPARE(Wording::milliseconds(1234.4, brazil), QStringLiteral("1.234"));
    QCOMPARE(Wording::milliseconds({}, brazil), QStringLiteral("–"));
    QCOMPARE(Wording::rate(0.5, brazil), QStringLiteral("0,5"));
    QCOMPARE(Wording::rate(0.0, brazil), QStringLiteral("0"));
    QCOMPARE(Wording::percent(333, brazil), QStringLiteral("33,3%"));
    QCOMPARE(Wording::reason(QStringLiteral("status_503")), QStringLiteral("Health check answered 503"));
    QCOMPARE(Wording::reason(QStringLiteral("brand_new")), QStringLiteral("brand_new"));
}

QTEST_GUILESS_MAIN(TestTrafficHistory)
#include "tst_traffichistory.moc"
