// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/outcomewindow.h"

#include "support/fakeclock.h"

#include <QtTest/QTest>

#include <deque>
#include <random>

using guarita::balancer::OutcomeWindow;
using guarita::support::FakeClock;
using namespace std::chrono_literals;

class TestOutcomeWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void share_nothingRecorded_isZero();
    void failuresInARow_success_startsAnew();
    void share_withinTheWindow_countsAll();
    void share_pastTheWindow_forgets();
    void share_randomTimes_isThatOfTheWindow();
    void forget_everything_isGone();
};

void TestOutcomeWindow::share_nothingRecorded_isZero()
{
    FakeClock clock;
    clock.advance(100h);
    const OutcomeWindow::Share share = OutcomeWindow().share(10s, clock.now());
    QCOMPARE(share.attempts, 0);
    QCOMPARE(share.percent(), 0.0);
}

void TestOutcomeWindow::failuresInARow_success_startsAnew()
{
    const FakeClock clock;
    OutcomeWindow window;
    for (const bool failed : {true, true, false, true, true, true})
        window.record(failed, 10s, clock.now());
    QCOMPARE(window.failuresInARow(), 3);
    QCOMPARE(window.share(10s, clock.now()).attempts, 6);
    QCOMPARE(window.share(10s, clock.now()).failures, 5);
}

void TestOutcomeWindow::share_withinTheWindow_countsAll()
{
    FakeClock clock;
    clock.advance(100h);
    OutcomeWindow window;
    for (int i = 0; i < 9; ++i) {
        window.record(i % 3 == 0, 10s, clock.now());
        clock.advance(1s);
    }
    QCOMPARE(window.share(10s, clock.now()).attempts, 9);
    QCOMPARE(window.share(10s, clock.now()).failures, 3);
}

void TestOutcomeWindow::share_pastTheWindow_forgets()
{
    FakeClock clock;
    OutcomeWindow window;
    window.record(true, 10s, clock.now());
    clock.advance(9s);
    QCOMPARE(window.share(10s, clock.now()).failures, 1);
    clock.advance(1s);
    QCOMPARE(window.share(10s, clock.now()).failures, 0);
    window.record(false, 10s, clock.now());
    QCOMPARE(window.share(10s, clock.now()).attempts, 1);
    clock.advance(1h);
    QCOMPARE(window.share(10s, clock.now()).attempts, 0);
}

void TestOutcomeWindow::share_randomTimes_isThatOfTheWindow()
{
    std::mt19937 generator(11); // the same on every run
    FakeClock clock;
    OutcomeWindow window;
    std::deque<std::pair<guarita::core::Instant, bool>> all;
    for (int i = 0; i < 20'000; ++i) {
        clock.advance(std::chrono::milliseconds(generator() % (i % 100 == 0 ? 15'000 : 300)));
        const bool failed = generator() % 3 == 0;
        window.record(failed, 10s, clock.now());
        all.emplace_back(clock.now(), failed);
        // Between nine tenths of the window and all of it.
        const auto since = [&](std::chrono::nanoseconds age) {
            int failures = 0;
            for (auto each = all.rbegin(); each != all.rend() && each->first > clock.now() - age; ++each)
                failures += each->second;
            return failures;
        };
        const int seen = window.share(10s, clock.now()).failures;
        QVERIFY(seen >= since(9s) && seen <= since(10s + 1ns));
    }
}

void TestOutcomeWindow::forget_everything_isGone()
{
    const FakeClock clock;
    OutcomeWindow window;
    window.record(true, 10s, clock.now());
    window.forget();
    QCOMPARE(window.failuresInARow(), 0);
    QCOMPARE(window.share(10s, clock.now()).attempts, 0);
}

QTEST_GUILESS_MAIN(TestOutcomeWindow)
#include "tst_outcomewindow.moc"
