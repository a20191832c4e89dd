// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/latencywindow.h"

#include "support/fakeclock.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using guarita::balancer::LatencyWindow;
using guarita::support::FakeClock;
using namespace std::chrono_literals;

class TestLatencyWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quantiles_nothingRecorded_isEmpty();
    void quantiles_manyValues_areWithinFivePercent_data();
    void quantiles_manyValues_areWithinFivePercent();
    void quantiles_everySingleValue_isWithinFivePercent();
    void quantiles_outOfRange_areBounded();
    void quantiles_olderHalf_stillCounts();
    void quantiles_pastTheWindow_areForgotten();
    void record_afterALongPause_dropsBothHalves();
};

void TestLatencyWindow::quantiles_nothingRecorded_isEmpty()
{
    QVERIFY(!LatencyWindow().quantiles(FakeClock().now()));
}

void TestLatencyWindow::quantiles_manyValues_areWithinFivePercent_data()
{
    QTest::addColumn<double>("median");
    QTest::addColumn<double>("spread");
    QTest::addColumn<int>("count");
    QTest::newRow("fast and narrow") << 0.2 << 0.1 << 10'000;
    QTest::newRow("fast and wide") << 0.3 << 1.5 << 10'000;
    QTest::newRow("slow") << 250.0 << 0.7 << 10'000;
    QTest::newRow("few values") << 12.0 << 1.0 << 7;
    QTest::newRow("one value") << 12.0 << 1.0 << 1;
}

void TestLatencyWindow::quantiles_manyValues_areWithinFivePercent()
{
    QFETCH(double, median);
    QFETCH(double, spread);
    QFETCH(int, count);

    std::mt19937 generator(7); // the same values on every run
    std::lognormal_distribution<double> latencies(std::log(median), spread);
    const FakeClock clock;
    LatencyWindow window;
    std::vector<double> exact;
    for (int i = 0; i < count; ++i) {
        exact.push_back(latencies(generator));
        window.record(std::chrono::nanoseconds(std::llround(exact.back() * 1e6)), clock.now());
    }
    std::sort(exact.begin(), exact.end());

    const auto seen = window.quantiles(clock.now());
    QVERIFY(seen);
    const auto check = [&](double q, double value) {
        const double wanted = exact[std::size_t(std::ceil(q * count)) - 1];
        return std::abs(value - wanted) <= 0.05 * wanted;
    };
    QVERIFY(check(0.50, seen->p50));
    QVERIFY(check(0.90, seen->p90));
    QVERIFY(check(0.95, seen->p95));
    QVERIFY(check(0.99, seen->p99));
}

void TestLatencyWindow::quantiles_everySingleValue_isWithinFivePercent()
{
    const FakeClock clock;
    for (qint64 microseconds = 1; microseconds < 130'000'000; microseconds += 1 + microseconds / 50) {
        LatencyWindow window;
        window.record(std::chrono::microseconds(microseconds), clock.now());
        const double wanted = double(microseconds) / 1000;
        const double seen = window.quantiles(clock.now())->p99;
        QVERIFY2(std::abs(seen - wanted) <= 0.05 * wanted, QByteArray::number(microseconds));
    }
}

void TestLatencyWindow::quantiles_outOfRange_areBounded()
{
    const FakeClock clock;
    LatencyWindow window;
    window.record(-5s, clock.now());
    QCOMPARE(window.quantiles(clock.now())->p50, 0.0);
    window.record(24h, clock.now());
    const double longest = window.quantiles(clock.now())->p99;
    QVERIFY(longest > 120'000 && longest < 140'000);
}

void TestLatencyWindow::quantiles_olderHalf_stillCounts()
{
    FakeClock clock;
    LatencyWindow window;
    window.record(10ms, clock.now());
    clock.advance(31s);
    window.record(100ms, clock.now());
    const auto both = window.quantiles(clock.now());
    QVERIFY(both->p50 < 11);
    QVERIFY(both->p99 > 95);
}

void TestLatencyWindow::quantiles_pastTheWindow_areForgotten()
{
    FakeClock clock;
    LatencyWindow window;
    window.record(10ms, clock.now());
    clock.advance(31s);
    window.record(100ms, clock.now());
    clock.advance(31s); // the first value is 62 s old, the second 31 s
    QVERIFY(window.quantiles(clock.now())->p50 > 95);
    clock.advance(30s);
    QVERIFY(!window.quantiles(clock.now()));
}

void TestLatencyWindow::record_afterALongPause_dropsBothHalves()
{
    FakeClock clock;
    LatencyWindow window;
    window.record(10ms, clock.now());
    clock.advance(31s);
    window.record(10ms, clock.now());
    clock.advance(10min);
    window.record(100ms, clock.now());
    QVERIFY(window.quantiles(clock.now())->p50 > 95);
}

QTEST_GUILESS_MAIN(TestLatencyWindow)
#include "tst_latencywindow.moc"
