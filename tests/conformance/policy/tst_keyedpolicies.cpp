// SPDX-License-Identifier: GPL-3.0-or-later
#include "conformance/policy/policycases.h"

#include "balancer/policy/stablehash.h"

#include <QtTest/QTest>

#include <set>

using namespace guarita;
using namespace guarita::test;

/// What every policy must hold to that sends requests of one key to one endpoint.
class TestKeyedPolicies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachPolicy_thatIsKeyed_isTested();
    void pick_oneKey_isOneEndpoint_data() { eachKeyed(); }
    void pick_oneKey_isOneEndpoint();
    void pick_anotherOrder_isTheSameEndpoint_data() { eachKeyed(); }
    void pick_anotherOrder_isTheSameEndpoint();
    void pick_manyKeys_sharesAreByWeight_data() { eachKeyed(); }
    void pick_manyKeys_sharesAreByWeight();
    void pick_oneRemoved_itsKeysMoveAndFewOthers_data() { eachKeyed(); }
    void pick_oneRemoved_itsKeysMoveAndFewOthers();
    void pick_oneWeightChanges_fewKeysMove_data() { eachKeyed(); }
    void pick_oneWeightChanges_fewKeysMove();
    void pick_oneTried_othersKeepTheirKeys_data() { eachKeyed(); }
    void pick_oneTried_othersKeepTheirKeys();
    void pick_oneHotKey_boundHolds_data();
    void pick_oneHotKey_boundHolds();
    void pick_hotKeyCools_goesHome_data() { eachKeyed(); }
    void pick_hotKeyCools_goesHome();

private:
    static void eachKeyed();
    std::unique_ptr<Policy> make(const PolicyOptions &options = {});

    support::SeededRandom m_random;
};

namespace {

constexpr std::uint64_t keyCount = 20'000;

/// Where each key goes while nothing is in flight.
std::vector<EndpointPtr> homes(Policy &policy, const EndpointList &endpoints, const EndpointList &tried = {})
{
    const CandidateList candidates = support::candidatesOf(endpoints);
    policy.assign(candidates);
    std::vector<EndpointPtr> homes;
    for (std::uint64_t key = 0; key < keyCount; ++key)
        homes.push_back(endpoints[policy.pick({.tried = tried, .key = mixedBits(key)}).value()]);
    return homes;
}

double movedShare(const std::vector<EndpointPtr> &before, const std::vector<EndpointPtr> &after)
{
    std::size_t moved = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
        moved += before[i] != after[i];
    return double(moved) / double(before.size());
}

} // namespace

void TestKeyedPolicies::eachKeyed()
{
    QTest::addColumn<QByteArray>("name");
    for (const PolicyEntry &entry : allPolicies()) {
        if (entry.keyed)
            QTest::newRow(entry.name) << QByteArray(entry.name);
    }
}

std::unique_ptr<Policy> TestKeyedPolicies::make(const PolicyOptions &options)
{
    const auto &name = *static_cast<QByteArray *>(QTest::qData("name", qMetaTypeId<QByteArray>()));
    return policyNamed(name.toStdString())->make(options, m_random);
}

void TestKeyedPolicies::eachPolicy_thatIsKeyed_isTested()
{
    for (const PolicyEntry &entry : allPolicies()) {
        const EndpointList endpoints = support::makeEndpoints(10);
        const auto policy = entry.make({}, m_random);
        const CandidateList candidates = support::candidatesOf(endpoints);
        policy->assign(candidates);
        std::set<std::size_t> picked;
        for (int i = 0; i < 100; ++i)
            picked.insert(policy->pick({.key = 5}).value());
        QCOMPARE(picked.size() == 1, entry.keyed);
    }
}

void TestKeyedPolicies::pick_oneKey_isOneEndpoint()
{
    const EndpointList endpoints = support::makeEndpoints(10);
    const auto one = make();
    QCOMPARE(homes(*one, endpoints), homes(*one, endpoints));
    QCOMPARE(homes(*make(), endpoints), homes(*one, endpoints)); // of another balancer
}

void TestKeyedPolicies::pick_anotherOrder_isTheSameEndpoint()
{
    const EndpointList endpoints = endpointsOfWeights({1, 1, 1, 5, 5, 2, 1});
    const EndpointList reversed(endpoints.rbegin(), endpoints.rend());
    QCOMPARE(homes(*make(), reversed), homes(*make(), endpoints));
}

void TestKeyedPolicies::pick_manyKeys_sharesAreByWeight()
{
    for (const std::vector<double> &weights : {std::vector<double>{1, 1}, {1, 2, 7}, {1, 256}, {0.5, 1, 1}}) {
        const EndpointList endpoints = endpointsOfWeights(weights);
        Shares shares(endpoints.size());
        for (const EndpointPtr &home : homes(*make(), endpoints))
            ++shares[std::size_t(std::find(endpoints.begin(), endpoints.end(), home) - endpoints.begin())];
        QVERIFY(sharedByWeight(shares, weights));
    }
}

/// All of its own keys, and fewer than one in a hundred of the others'.
void TestKeyedPolicies::pick_oneRemoved_itsKeysMoveAndFewOthers()
{
    for (const int count : {2, 3, 10, 50}) {
        const EndpointList all = support::makeEndpoints(count);
        EndpointList rest = all;
        rest.erase(rest.begin() + count / 2);
        const auto policy = make();
        const auto before = homes(*policy, all);
        const auto after = homes(*policy, rest);
        const double moved = movedShare(before, after);
        const double least =
            double(std::count(before.begin(), before.end(), all[std::size_t(count / 2)])) / double(keyCount);
        QVERIFY2(moved >= least && moved <= least + 0.01, QByteArray::number(moved).constData());
        QCOMPARE(homes(*policy, all), before); // and back
    }
}

void TestKeyedPolicies::pick_oneWeightChanges_fewKeysMove()
{
    const EndpointList endpoints = support::makeEndpoints(10);
    const auto policy = make();
    const auto before = homes(*policy, endpoints);
    endpoints[4]->administer(Administration::Ready, 2); // of 1/10 it has 2/11 then
    const double moved = movedShare(before, homes(*policy, endpoints));
    QVERIFY2(moved > 0.07 && moved < 0.15, QByteArray::number(moved).constData());
}

void TestKeyedPolicies::pick_oneTried_othersKeepTheirKeys()
{
    const EndpointList endpoints = support::makeEndpoints(10);
    const auto policy = make();
    const auto before = homes(*policy, endpoints);
    const auto after = homes(*policy, endpoints, {endpoints[3]});
    std::set<EndpointPtr> heirs;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] == endpoints[3])
            heirs.insert(after[i]);
        else
            QCOMPARE(after[i], before[i]);
    }
    QCOMPARE(heirs.size(), endpoints.size() - 1); // its keys are spread over all the others
}

void TestKeyedPolicies::pick_oneHotKey_boundHolds_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<double>("factor");
    QTest::addColumn<int>("count");
    for (const PolicyEntry &entry : allPolicies()) {
        for (const double factor : {1.01, 1.25, 2.0}) {
            for (const int count : {2, 10, 100})
                if (entry.keyed)
                    QTest::addRow("%s, %g, %d", entry.name, factor, count)
                        << QByteArray(entry.name) << factor << count;
        }
    }
}

void TestKeyedPolicies::pick_oneHotKey_boundHolds()
{
    QFETCH(double, factor);
    QFETCH(int, count);
    const EndpointList endpoints = support::makeEndpoints(count);
    const auto policy = make({.balanceFactor = factor});
    const CandidateList candidates = support::candidatesOf(endpoints);
    policy->assign(candidates);
    for (int inFlight = 1; inFlight <= 1000; ++inFlight) {
        Endpoint &picked = *endpoints[policy->pick({.key = 42}).value()];
        picked.attemptStarted(PickReason::Policy);
        QVERIFY(picked.inFlight() <= std::ceil(factor * inFlight / count));
    }
}

void TestKeyedPolicies::pick_hotKeyCools_goesHome()
{
    const EndpointList endpoints = support::makeEndpoints(3);
    const CandidateList candidates = support::candidatesOf(endpoints);
    const auto policy = make();
    policy->assign(candidates);
    const auto home = policy->pick({.key = 42});
    std::vector<Endpoint *> started;
    for (int i = 0; i < 30; ++i) {
        started.push_back(endpoints[policy->pick({.key = 42}).value()].get());
        started.back()->attemptStarted(PickReason::Policy);
    }
    QVERIFY(std::set<Endpoint *>(started.begin(), started.end()).size() > 1);
    for (Endpoint *endpoint : started)
        endpoint->attemptAnswered(200, std::chrono::milliseconds(1), {});
    QCOMPARE(policy->pick({.key = 42}), home);
}

QTEST_GUILESS_MAIN(TestKeyedPolicies)
#include "tst_keyedpolicies.moc"
