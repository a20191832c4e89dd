// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/retry/retrybudget.h"
#include "support/fakeclock.h"

#include <QtTest/QTest>

using namespace guarita;
using balancer::RetryBudget;
using namespace std::chrono_literals;

class TestRetryBudget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void take_noRequests_theFloorOnly();
    void take_manyRequests_theShareAndTheFloor();
    void take_afterTheWindow_isAsNew();
    void take_secondBySecond_oldOnesComeFree();
    void take_limitsOfNothing_never();
    void take_longIdle_forgetsEverything();
};

namespace {

int takenAt(RetryBudget &budget, core::Instant now)
{
    int taken = 0;
    while (taken < 100'000 && budget.take(now))
        ++taken;
    return taken;
}

} // namespace

void TestRetryBudget::take_noRequests_theFloorOnly()
{
    RetryBudget budget({.percent = 20, .floor = 3});
    QCOMPARE(takenAt(budget, {}), 30); // 3 a second, over 10 s
    QCOMPARE(budget.used({}), 30);
    QCOMPARE(budget.allowed({}), 30);
}

void TestRetryBudget::take_manyRequests_theShareAndTheFloor()
{
    RetryBudget budget({.percent = 20, .floor = 3});
    for (int i = 0; i < 1000; ++i)
        budget.request({});
    QCOMPARE(takenAt(budget, {}), 230);
}

void TestRetryBudget::take_afterTheWindow_isAsNew()
{
    support::FakeClock clock;
    RetryBudget budget({.percent = 20, .floor = 1});
    for (int i = 0; i < 1000; ++i)
        budget.request(clock.now());
    QCOMPARE(takenAt(budget, clock.now()), 210);
    clock.advance(9s);
    QCOMPARE(takenAt(budget, clock.now()), 0);
    clock.advance(1s);
    QCOMPARE(takenAt(budget, clock.now()), 10); // the requests are as old as the retries
}

void TestRetryBudget::take_secondBySecond_oldOnesComeFree()
{
    support::FakeClock clock;
    RetryBudget budget({.percent = 50, .floor = 0});
    int taken = 0;
    for (int second = 0; second < 100; ++second) {
        for (int i = 0; i < 10; ++i) {
            budget.request(clock.now());
            taken += budget.take(clock.now());
        }
        clock.advance(1s);
    }
    QCOMPARE(taken, 500);
}

void TestRetryBudget::take_limitsOfNothing_never()
{
    RetryBudget budget({.percent = 0, .floor = 0});
    for (int i = 0; i < 1000; ++i)
        budget.request({});
    QVERIFY(!budget.take({}));
    budget.setLimits({.percent = 1, .floor = 0});
    QCOMPARE(takenAt(budget, {}), 10);
}

void TestRetryBudget::take_longIdle_forgetsEverything()
{
    support::FakeClock clock;
    RetryBudget budget({.percent = 100, .floor = 0});
    for (int i = 0; i < 50; ++i)
        budget.request(clock.now());
    clock.advance(240h + 500ms); // a multiple of the window: each second has its old place
    QVERIFY(!budget.take(clock.now()));
    budget.request(clock.now());
    QCOMPARE(takenAt(budget, clock.now()), 1);
}

QTEST_GUILESS_MAIN(TestRetryBudget)
#include "tst_retrybudget.moc"
