// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/roundrobin.h"

#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

using namespace guarita;
using balancer::RoundRobin;

class TestRoundRobin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pick_steadyList_eachInTurn();
    void pick_oneLeaves_theOthersTakeTurns();
    void pick_oneComesBack_takesItsShareAgain();
    void pick_manyRounds_sharesAreEqual();
};

namespace {

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

void TestRoundRobin::pick_steadyList_eachInTurn()
{
    RoundRobin policy;
    QCOMPARE(picks(policy, support::makeEndpoints(3), 7), QByteArray("2342342"));
}

void TestRoundRobin::pick_oneLeaves_theOthersTakeTurns()
{
    RoundRobin policy;
    auto endpoints = support::makeEndpoints(3);
    QCOMPARE(picks(policy, endpoints, 2), QByteArray("23"));
    endpoints.erase(endpoints.begin());
    QCOMPARE(picks(policy, endpoints, 5), QByteArray("34343"));
}

void TestRoundRobin::pick_oneComesBack_takesItsShareAgain()
{
    RoundRobin policy;
    const auto all = support::makeEndpoints(2);
    const balancer::EndpointList rest{all[1]};
    QCOMPARE(picks(policy, rest, 3), QByteArray("333"));
    QCOMPARE(picks(policy, all, 4), QByteArray("3232"));
}

void TestRoundRobin::pick_manyRounds_sharesAreEqual()
{
    RoundRobin policy;
    const auto endpoints = support::makeEndpoints(5);
    const QByteArray ports = picks(policy, endpoints, 1000);
    for (const char port : {'2', '3', '4', '5', '6'})
        QCOMPARE(ports.count(port), 200);
}

QTEST_GUILESS_MAIN(TestRoundRobin)
#include "tst_roundrobin.moc"
