// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/leastcost.h"

#include "support/fakeclock.h"
#include "support/seededrandom.h"
#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

#include <cmath>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestLeastCost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ewma_firstValue_isTaken();
    void ewma_largerValue_isTakenAtOnce();
    void ewma_smallerValues_areApproachedWithinTheDecay();
    void ewma_noNews_falls();
    void ewma_moreThanExpectedByNow_isTaken();
    void aliasTable_manyWeights_areItsLikelihoods();
    void leastRequest_someInFlight_picksTheLeastPerWeight();
    void leastRequest_manyEndpoints_avoidsTheBusy();
    void powerOfTwo_twoEndpoints_isTheLessLoaded();
    void powerOfTwo_oneOfThreeLoaded_isNeverComparedWithItself();
    void powerOfTwo_manyEndpoints_staysEven();
    void peakEwma_neverAnswered_isTriedOnce();
    void peakEwma_slowOne_getsLess();
    void peakEwma_nearlyEquallyQuick_shareByWeight();
    void peakEwma_slowOneThatIsQuickAgain_comesBack();
    void peakEwma_oneThatFailsAtOnce_isAvoided();
    void peakEwma_busyOne_isPassedBy();

private:
    support::SeededRandom m_random;
    support::FakeClock m_clock;
};

namespace {

/// What a policy looks at, kept for as long as it does.
struct Field
{
    Field(const LeastCostRules &rules, core::Random &random, int count)
        : endpoints(support::makeEndpoints(count))
        , policy(rules, random)
    {
        weigh(0, 1);
    }
    void weigh(std::size_t index, int weight)
    {
        endpoints[index]->administer(Administration::Ready, weight);
        candidates = support::candidatesOf(endpoints);
        policy.assign(candidates);
    }
    void start(std::size_t index, int count = 1)
    {
        for (int i = 0; i < count; ++i)
            endpoints[index]->attemptStarted(PickReason::Policy);
    }
    std::size_t pick(core::Instant now = {}) { return policy.pick({.now = now}).value(); }
    /// A request that takes so long where it goes.
    std::size_t serve(support::FakeClock &clock, std::span<const std::chrono::nanoseconds> latencies)
    {
        const std::size_t picked = pick(clock.now());
        start(picked);
        clock.advance(latencies[picked]);
        endpoints[picked]->attemptAnswered(200, latencies[picked], clock.now());
        return picked;
    }

    EndpointList endpoints;
    CandidateList candidates;
    LeastCost policy;
};

} // namespace

void TestLeastCost::ewma_firstValue_isTaken()
{
    PeakEwma ewma;
    QCOMPARE(ewma.at(core::Instant(1h)), 0.0);
    ewma.record(5ms, core::Instant(1h));
    QCOMPARE(ewma.at(core::Instant(1h)), 5e6);
}

void TestLeastCost::ewma_largerValue_isTakenAtOnce()
{
    PeakEwma ewma;
    ewma.record(5ms, core::Instant(0s));
    ewma.record(80ms, core::Instant(1s));
    QCOMPARE(ewma.at(core::Instant(1s)), 80e6);
}

void TestLeastCost::ewma_smallerValues_areApproachedWithinTheDecay()
{
    PeakEwma ewma;
    ewma.record(100ms, core::Instant(0s));
    for (auto at = 10ms; at <= 10s; at += 10ms)
        ewma.record(1ms, core::Instant(at));
    const double wanted = 1e6 + 99e6 * std::exp(-1);
    QVERIFY(std::abs(ewma.at(core::Instant(10s)) - wanted) < 0.01 * wanted);
}

void TestLeastCost::ewma_noNews_falls()
{
    PeakEwma ewma;
    ewma.record(100ms, core::Instant(0s));
    QVERIFY(std::abs(ewma.at(core::Instant(10s)) - 100e6 * std::exp(-1)) < 1);
    QVERIFY(ewma.at(core::Instant(60s)) < 1e6);
}

void TestLeastCost::ewma_moreThanExpectedByNow_isTaken()
{
    PeakEwma ewma;
    ewma.record(100ms, core::Instant(0s));
    ewma.record(40ms, core::Instant(10s)); // 36.8 were expected
    QCOMPARE(ewma.at(core::Instant(10s)), 40e6);
}

void TestLeastCost::aliasTable_manyWeights_areItsLikelihoods()
{
    const std::vector<int> weights{1, 256, 3, 3, 40, 1, 7};
    const EndpointList endpoints = support::makeEndpoints(int(weights.size()));
    for (std::size_t i = 0; i < weights.size(); ++i)
        endpoints[i]->administer(Administration::Ready, weights[i]);
    AliasTable table;
    table.assign(support::candidatesOf(endpoints));
    Dice dice(m_random);
    std::vector<int> counts(weights.size());
    constexpr int throws = 311 * 1000;
    for (int i = 0; i < throws; ++i)
        ++counts[table.pick(dice)];
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double deviation = std::sqrt(weights[i] * 1000.0); // a little more than the binomial's
        QVERIFY2(std::abs(counts[i] - weights[i] * 1000) < 5 * deviation, QByteArray::number(counts[i]));
    }
}

void TestLeastCost::leastRequest_someInFlight_picksTheLeastPerWeight()
{
    Field field(leastRequest, m_random, 3);
    field.weigh(2, 4);
    field.start(0, 3);
    field.start(1, 2);
    field.start(2, 7);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(field.pick(), std::size_t(2)); // 3, 2, 7/4
    field.start(2, 2);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(field.pick(), std::size_t(1)); // 3, 2, 9/4
}

void TestLeastCost::leastRequest_manyEndpoints_avoidsTheBusy()
{
    Field field(leastRequest, m_random, 1000);
    for (std::size_t i = 0; i < 500; ++i)
        field.start(i, 5);
    int busy = 0;
    for (int i = 0; i < 1000; ++i)
        busy += field.pick() < 500;
    QVERIFY2(busy < 20, QByteArray::number(busy)); // all eight of a pick are: 1 in 256
}

void TestLeastCost::powerOfTwo_twoEndpoints_isTheLessLoaded()
{
    Field field(powerOfTwo, m_random, 2);
    field.start(0);
    int loaded = 0;
    for (int i = 0; i < 1000; ++i)
        loaded += field.pick() == 0;
    QVERIFY2(loaded < 60, QByteArray::number(loaded)); // six throws of the same: 1 in 32
}

void TestLeastCost::powerOfTwo_oneOfThreeLoaded_isNeverComparedWithItself()
{
    Field field(powerOfTwo, m_random, 3);
    field.start(0);
    int loaded = 0;
    for (int i = 0; i < 1000; ++i)
        loaded += field.pick() == 0;
    QVERIFY2(loaded < 15, QByteArray::number(loaded)); // six throws of the same: 1 in 729
}

/// The paper's result: with one choice the fullest of n has about log n / log log n, with two log log n.
void TestLeastCost::powerOfTwo_manyEndpoints_staysEven()
{
    Field field(powerOfTwo, m_random, 1000);
    int most = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::size_t picked = field.pick();
        field.start(picked);
        most = std::max(most, field.endpoints[picked]->inFlight());
    }
    QVERIFY2(most <= 13, QByteArray::number(most)); // 10 on average; one choice gives more than 20
}

void TestLeastCost::peakEwma_neverAnswered_isTriedOnce()
{
    Field field(peakEwma, m_random, 2);
    field.start(0);
    field.endpoints[0]->attemptAnswered(200, 5ms, m_clock.now());
    for (int i = 0; i < 20; ++i)
        QCOMPARE(field.pick(m_clock.now()), std::size_t(1));
    field.start(1);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(field.pick(m_clock.now()), std::size_t(0));
}

void TestLeastCost::peakEwma_slowOne_getsLess()
{
    for (const int count : {2, 8, 20}) {
        Field field(peakEwma, m_random, count);
        std::vector<std::chrono::nanoseconds> latencies(std::size_t(count), 1ms);
        latencies[0] = 20ms;
        int toSlow = 0;
        for (int i = 0; i < 2000; ++i)
            toSlow += field.serve(m_clock, latencies) == 0;
        QVERIFY2(toSlow <= 2000 / count / 10, QByteArray::number(toSlow));
    }
}

void TestLeastCost::peakEwma_nearlyEquallyQuick_shareByWeight()
{
    for (const int count : {2, 20}) { // all are compared, or two
        Field field(peakEwma, m_random, count);
        std::vector<std::chrono::nanoseconds> latencies;
        for (int i = 0; i < count; ++i)
            latencies.emplace_back(1000us + 10us * (i % 20));
        field.weigh(std::size_t(count - 1), 3); // the slowest, by a hair
        int toHeavy = 0;
        for (int i = 0; i < 10'000; ++i)
            toHeavy += field.serve(m_clock, latencies) == std::size_t(count - 1);
        const double wanted = 30'000.0 / (count + 2);
        QVERIFY2(std::abs(toHeavy - wanted) < 0.2 * wanted, QByteArray::number(toHeavy));
    }
}

void TestLeastCost::peakEwma_slowOneThatIsQuickAgain_comesBack()
{
    Field field(peakEwma, m_random, 2);
    std::vector<std::chrono::nanoseconds> latencies{1ms, 20ms};
    for (int i = 0; i < 1000; ++i)
        field.serve(m_clock, latencies);
    latencies[1] = 1ms;
    for (int i = 0; i < 60'000; ++i) // a minute
        field.serve(m_clock, latencies);
    int toFormer = 0;
    for (int i = 0; i < 1000; ++i)
        toFormer += field.serve(m_clock, latencies) == 1;
    QVERIFY2(toFormer > 300, QByteArray::number(toFormer));
}

void TestLeastCost::peakEwma_oneThatFailsAtOnce_isAvoided()
{
    Field field(peakEwma, m_random, 2);
    int toFailing = 0;
    for (int i = 0; i < 1000; ++i) {
        const std::size_t picked = field.pick(m_clock.now());
        field.start(picked);
        if (picked == 0) {
            field.endpoints[0]->attemptFailed(AttemptOutcome::Connect);
            field.endpoints[0]->expectTrouble(m_clock.now());
            ++toFailing;
        } else {
            m_clock.advance(1ms);
            field.endpoints[1]->attemptAnswered(200, 1ms, m_clock.now());
        }
    }
    QVERIFY2(toFailing <= 2, QByteArray::number(toFailing));
}

void TestLeastCost::peakEwma_busyOne_isPassedBy()
{
    Field field(peakEwma, m_random, 2);
    for (const std::size_t index : {0u, 1u}) {
        field.start(index);
        field.endpoints[index]->attemptAnswered(200, index == 0 ? 1ms : 3ms, m_clock.now());
    }
    QCOMPARE(field.pick(m_clock.now()), std::size_t(0)); // 1 and 3
    field.start(0, 4);
    QCOMPARE(field.pick(m_clock.now()), std::size_t(1)); // 5 and 3
    field.weigh(0, 4);
    QCOMPARE(field.pick(m_clock.now()), std::size_t(0)); // 2 and 3
}

QTEST_GUILESS_MAIN(TestLeastCost)
#include "tst_leastcost.moc"
