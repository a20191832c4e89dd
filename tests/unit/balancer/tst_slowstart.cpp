// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/slowstart.h"

#include "support/fakeclock.h"
#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestSlowStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rampAt_age_growsFromATenthToOne();
    void up_byItsFirstCheck_hasItsWholeWeight();
    void up_afterAFailure_rampsAndCandidatesFollow();
    void up_afterAnEjection_ramps();
    void up_afterADrain_hasItsWholeWeight();
    void down_whileRamping_startsAnew();
    void removed_whileRamping_isForgotten();
    void window_zero_isOff();
    void timer_whileRamping_steps();
};

namespace {

struct Bench
{
    explicit Bench(std::chrono::milliseconds window = 10s)
        : endpoints(support::makeEndpoints(2))
        , cluster("padrao", endpoints, PanicMode::Off,
                  [this](const ClusterEvent &event) { slowStart.heard(event); })
        , slowStart(cluster, window, clock)
    {
        set(0, true);
        set(1, true);
    }
    void set(std::size_t index, bool up)
    {
        EndpointHealth health = endpoints[index]->health();
        health.up = up;
        health.cold = health.cold || (health.lastCheck && !up);
        health.lastCheck = clock.wallNow();
        endpoints[index]->setHealth(std::move(health));
        cluster.refresh();
    }
    /// Its weight among the candidates; 0 if it is none.
    double weight(std::size_t index) const
    {
        for (const Candidate &candidate : cluster.current()->candidates) {
            if (candidate.endpoint == endpoints[index])
                return candidate.weight;
        }
        return 0;
    }
    void pass(std::chrono::nanoseconds time)
    {
        clock.advance(time);
        slowStart.step();
    }

    support::FakeClock clock;
    EndpointList endpoints;
    Cluster cluster;
    SlowStart slowStart;
};

} // namespace

void TestSlowStart::rampAt_age_growsFromATenthToOne()
{
    QCOMPARE(rampAt(0s, 10s), 0.1);
    QCOMPARE(rampAt(5s, 10s), 0.55);
    QCOMPARE(rampAt(10s, 10s), 1.0);
    QCOMPARE(rampAt(1h, 10s), 1.0);
    QCOMPARE(rampAt(0s, 0s), 1.0);
}

void TestSlowStart::up_byItsFirstCheck_hasItsWholeWeight()
{
    const Bench bench;
    QCOMPARE(bench.weight(0), 1.0);
    QCOMPARE(bench.weight(1), 1.0);
}

void TestSlowStart::up_afterAFailure_rampsAndCandidatesFollow()
{
    Bench bench;
    bench.endpoints[1]->administer(Administration::Ready, 4);
    bench.set(1, false);
    bench.set(1, true);
    QCOMPARE(bench.weight(1), 0.4);
    bench.pass(5s);
    QCOMPARE(bench.weight(1), 2.2);
    QCOMPARE(bench.weight(0), 1.0);
    bench.pass(5s);
    QCOMPARE(bench.weight(1), 4.0);
    bench.pass(1s);
    QCOMPARE(bench.weight(1), 4.0);
}

void TestSlowStart::up_afterAnEjection_ramps()
{
    Bench bench;
    Ejection ejection;
    ejection.ejected = true;
    bench.endpoints[1]->setEjection(ejection);
    bench.cluster.refresh();
    bench.endpoints[1]->setEjection({});
    bench.cluster.refresh();
    QCOMPARE(bench.weight(1), 0.1);
}

void TestSlowStart::up_afterADrain_hasItsWholeWeight()
{
    Bench bench;
    bench.endpoints[1]->administer(Administration::Drain, 1);
    bench.cluster.refresh();
    bench.endpoints[1]->administer(Administration::Ready, 1);
    bench.cluster.refresh();
    QCOMPARE(bench.weight(1), 1.0);
}

void TestSlowStart::down_whileRamping_startsAnew()
{
    Bench bench;
    bench.set(1, false);
    bench.set(1, true);
    bench.pass(5s);
    bench.set(1, false);
    QCOMPARE(bench.endpoints[1]->ramp(), 1.0);
    bench.set(1, true);
    bench.pass(1s);
    QCOMPARE(bench.weight(1), 0.19);
}

void TestSlowStart::removed_whileRamping_isForgotten()
{
    Bench bench;
    bench.set(1, false);
    bench.set(1, true);
    bench.cluster.replace({bench.endpoints[0]});
    bench.pass(5s);
    QCOMPARE(bench.weight(0), 1.0);
}

void TestSlowStart::window_zero_isOff()
{
    Bench bench(0s);
    bench.set(1, false);
    bench.set(1, true);
    QCOMPARE(bench.weight(1), 1.0);
}

void TestSlowStart::timer_whileRamping_steps()
{
    Bench bench;
    bench.set(1, false);
    bench.set(1, true);
    bench.clock.advance(10s);
    QTRY_COMPARE(bench.weight(1), 1.0);
}

QTEST_GUILESS_MAIN(TestSlowStart)
#include "tst_slowstart.moc"
