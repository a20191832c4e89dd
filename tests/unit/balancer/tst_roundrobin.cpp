// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/roundrobin.h"

#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

using namespace guarita;
using balancer::Administration;
using balancer::RoundRobin;

class TestRoundRobin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pick_equalWeights_eachInTurn();
    void pick_otherWeights_isSpreadOverTheRound_data();
    void pick_otherWeights_isSpreadOverTheRound();
    void pick_oneLeaves_theOthersKeepTheirTurns();
    void pick_oneComesBack_takesItsShareAgain();
    void pick_nothingChanges_assigningMovesNoTurn();
    void pick_weightGrows_waitsLess();
    void pick_oneWasFull_doesNotCatchUp();
    void pick_manyHeavyOnesFull_findsTheLightOne();
    void pick_manyRounds_sharesAreExact();
};

namespace {

/// The last digits of the ports.
QByteArray picks(RoundRobin &policy, const balancer::EndpointList &endpoints, int count)
{
    const balancer::CandidateList candidates = support::candidatesOf(endpoints);
    policy.assign(candidates);
    QByteArray ports;
    for (int i = 0; i < count; ++i)
        ports += endpoints[policy.pick({}).value()]->config().id.right(1);
    return ports;
}

} // namespace

void TestRoundRobin::pick_equalWeights_eachInTurn()
{
    RoundRobin policy;
    QCOMPARE(picks(policy, support::makeEndpoints(3), 7), QByteArray("2342342"));
    RoundRobin ofTen;
    const auto endpoints = support::makeEndpoints(3);
    for (const auto &endpoint : endpoints)
        endpoint->administer(Administration::Ready, 10);
    QCOMPARE(picks(ofTen, endpoints, 7), QByteArray("2342342"));
}

void TestRoundRobin::pick_otherWeights_isSpreadOverTheRound_data()
{
    QTest::addColumn<QList<int>>("weights");
    QTest::addColumn<QByteArray>("picks");
    QTest::newRow("4:1") << QList<int>{4, 1} << QByteArray("2232222322");
    QTest::newRow("1:4") << QList<int>{1, 4} << QByteArray("3323333233");
    QTest::newRow("4:1:1") << QList<int>{4, 1, 1} << QByteArray("223422223422");
}

void TestRoundRobin::pick_otherWeights_isSpreadOverTheRound()
{
    QFETCH(QList<int>, weights);
    const auto endpoints = support::makeEndpoints(int(weights.size()));
    for (int i = 0; i < weights.size(); ++i)
        endpoints[std::size_t(i)]->administer(Administration::Ready, weights[i]);
    RoundRobin policy;
    QFETCH(QByteArray, picks);
    QCOMPARE(::picks(policy, endpoints, int(picks.size())), picks);
}

void TestRoundRobin::pick_oneLeaves_theOthersKeepTheirTurns()
{
    RoundRobin policy;
    auto endpoints = support::makeEndpoints(3);
    QCOMPARE(picks(policy, endpoints, 2), QByteArray("23"));
    endpoints.erase(endpoints.begin());
    QCOMPARE(picks(policy, endpoints, 5), QByteArray("43434"));
}

void TestRoundRobin::pick_oneComesBack_takesItsShareAgain()
{
    RoundRobin policy;
    const auto all = support::makeEndpoints(2);
    const balancer::EndpointList rest{all[1]};
    QCOMPARE(picks(policy, rest, 3), QByteArray("333"));
    QCOMPARE(picks(policy, all, 4), QByteArray("3232"));
}

void TestRoundRobin::pick_nothingChanges_assigningMovesNoTurn()
{
    RoundRobin policy;
    const auto endpoints = support::makeEndpoints(3);
    QByteArray ports;
    for (int i = 0; i < 9; ++i)
        ports += picks(policy, endpoints, 1);
    QCOMPARE(ports, QByteArray("234234234"));
}

void TestRoundRobin::pick_weightGrows_waitsLess()
{
    RoundRobin policy;
    const auto endpoints = support::makeEndpoints(2);
    endpoints[0]->administer(Administration::Ready, 100);
    QCOMPARE(picks(policy, endpoints, 60).count('3'), 1); // and the next one would be 100 picks away
    endpoints[1]->administer(Administration::Ready, 100);
    QCOMPARE(picks(policy, endpoints, 4).count('3'), 2);
}

void TestRoundRobin::pick_oneWasFull_doesNotCatchUp()
{
    RoundRobin policy;
    const auto endpoints = support::makeEndpoints(2);
    endpoints[0]->setInFlightLimit(0);
    QCOMPARE(picks(policy, endpoints, 50), QByteArray(50, '3'));
    endpoints[0]->setInFlightLimit(1);
    const QByteArray then = picks(policy, endpoints, 10);
    QVERIFY2(then == "2323232323" || then == "3232323232", then.constData());
}

void TestRoundRobin::pick_manyHeavyOnesFull_findsTheLightOne()
{
    RoundRobin policy;
    const auto endpoints = support::makeEndpoints(5);
    for (int i = 0; i < 4; ++i) {
        endpoints[std::size_t(i)]->administer(Administration::Ready, 256);
        endpoints[std::size_t(i)]->setInFlightLimit(0);
    }
    QCOMPARE(picks(policy, endpoints, 20), QByteArray(20, '6'));
}

void TestRoundRobin::pick_manyRounds_sharesAreExact()
{
    RoundRobin policy;
    const auto endpoints = support::makeEndpoints(5);
    for (int i = 0; i < 5; ++i)
        endpoints[std::size_t(i)]->administer(Administration::Ready, i + 1);
    const QByteArray ports = picks(policy, endpoints, 1500);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(ports.count(char('2' + i)), 100 * (i + 1));
}

QTEST_GUILESS_MAIN(TestRoundRobin)
#include "tst_roundrobin.moc"
