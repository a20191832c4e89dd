// SPDX-License-Identifier: GPL-3.0-or-later
#include "conformance/policy/policycases.h"

#include "balancer/policy/chooser.h"

#include <QtTest/QTest>

#include <map>
#include <set>

using namespace guarita;
using namespace guarita::test;

/// What every balancing policy must hold to, whatever it is.
class TestPolicies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void name_ofEach_isItsEntrysAndUnique();
    void pick_noList_isNothing_data() { eachPolicy(); }
    void pick_noList_isNothing();
    void pick_anyList_staysWithin_data() { eachPolicy(); }
    void pick_anyList_staysWithin();
    void pick_oneEndpoint_isPicked_data() { eachPolicy(); }
    void pick_oneEndpoint_isPicked();
    void pick_oneAtATime_sharesAreByWeight_data();
    void pick_oneAtATime_sharesAreByWeight();
    void pick_manyAtOnce_sharesAreByWeight_data() { eachPolicy(); }
    void pick_manyAtOnce_sharesAreByWeight();
    void pick_weightsChange_sharesFollow_data() { eachPolicy(); }
    void pick_weightsChange_sharesFollow();
    void pick_endpointGoneAndBack_sharesAreFairAgain_data() { eachPolicy(); }
    void pick_endpointGoneAndBack_sharesAreFairAgain();
    void pick_tried_isNotPicked_data() { eachPolicy(); }
    void pick_tried_isNotPicked();
    void pick_full_isNotPicked_data() { eachPolicy(); }
    void pick_full_isNotPicked();
    void pick_onTrial_getsOneAtATime_data() { eachPolicy(); }
    void pick_onTrial_getsOneAtATime();
    void pick_nearlyAllFullOfMany_findsTheLast_data() { eachPolicy(); }
    void pick_nearlyAllFullOfMany_findsTheLast();
    void choose_clusterChanges_onlyAvailableOnes_data() { eachPolicy(); }
    void choose_clusterChanges_onlyAvailableOnes();
    void pick_twoPolicies_doNotShareState_data() { eachPolicy(); }
    void pick_twoPolicies_doNotShareState();

private:
    static void eachPolicy();
    std::unique_ptr<Policy> make();

    support::SeededRandom m_random;
};

void TestPolicies::eachPolicy()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const PolicyEntry &entry : allPolicies())
        QTest::newRow(entry.name) << index++;
}

std::unique_ptr<Policy> TestPolicies::make()
{
    const int index = *static_cast<int *>(QTest::qData("index", qMetaTypeId<int>()));
    return allPolicies()[std::size_t(index)].make({}, m_random);
}

void TestPolicies::name_ofEach_isItsEntrysAndUnique()
{
    QVERIFY(!allPolicies().empty());
    std::set<std::string_view> names;
    for (const PolicyEntry &entry : allPolicies()) {
        QVERIFY(entry.make({}, m_random)->name() == entry.name);
        QCOMPARE(policyNamed(entry.name), &entry);
        names.insert(entry.name);
    }
    QCOMPARE(names.size(), allPolicies().size());
    QVERIFY(!policyNamed("") && !policyNamed("ROUND_ROBIN"));
}

void TestPolicies::pick_noList_isNothing()
{
    const auto policy = make();
    QVERIFY(!policy->pick({}));
    QVERIFY(!policy->pick({.key = 7}));
    sharesOf(*policy, support::makeEndpoints(3), 10);
    policy->assign({});
    QVERIFY(!policy->pick({}));
    QVERIFY(!policy->pick({.key = 7}));
}

void TestPolicies::pick_anyList_staysWithin()
{
    const auto policy = make();
    const CandidateList all = support::candidatesOf(support::makeEndpoints(7));
    for (int i = 0; i < 100; ++i) {
        const std::size_t size = 1 + std::size_t(i * 5 % 7);
        const std::size_t from = std::size_t(i) % (8 - size);
        policy->assign(std::span(all).subspan(from, size));
        for (int pick = 0; pick < 10; ++pick)
            QVERIFY(policy->pick({}).value() < size);
    }
}

void TestPolicies::pick_oneEndpoint_isPicked()
{
    const auto policy = make();
    const CandidateList one = support::candidatesOf(support::makeEndpoints(1));
    policy->assign(one);
    for (std::uint64_t i = 0; i < 10; ++i) {
        QCOMPARE(policy->pick({}), std::optional<std::size_t>(0));
        QCOMPARE(policy->pick({.key = i}), std::optional<std::size_t>(0));
        one[0].endpoint->attemptStarted(PickReason::Policy);
    }
}

void TestPolicies::pick_oneAtATime_sharesAreByWeight_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<QList<double>>("weights");
    QList<double> many;
    for (int i = 0; i < 1000; ++i)
        many << 1 + i % 10;
    const std::map<const char *, QList<double>> cases{
        {"two", {1, 1}},
        {"eight", {1, 1, 1, 1, 1, 1, 1, 1}},
        {"3:1", {3, 1}},
        {"1:3", {1, 3}},
        {"1:2:7", {1, 2, 7}},
        {"least and most", {1, 256}},
        {"starting slowly", {1, 0.1, 1}},
        {"fifty", many.first(50)},
        {"200", many.first(200)},
        {"1000", many},
        {"1000 of one weight", QList<double>(1000, 1)},
    };
    for (int index = 0; index < int(allPolicies().size()); ++index) {
        for (const auto &[name, weights] : cases)
            QTest::addRow("%s, %s", allPolicies()[std::size_t(index)].name, name) << index << weights;
    }
}

void TestPolicies::pick_oneAtATime_sharesAreByWeight()
{
    QFETCH(QList<double>, weights);
    const std::vector<double> wanted(weights.begin(), weights.end());
    QVERIFY(sharedByWeight(sharesOf(*make(), endpointsOfWeights(wanted), 100'000), wanted));
}

/// With so much under way that each has some, requests of one length are shared by weight whether a policy
/// looks at loads or not.
void TestPolicies::pick_manyAtOnce_sharesAreByWeight()
{
    const std::vector<double> weights{1, 2, 7, 2};
    const auto policy = make();
    const Shares shares = sharesOf(*policy, endpointsOfWeights(weights), 100'000, 200);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double wanted = 100'000 * weights[i] / 12;
        QVERIFY2(std::abs(shares[i] - wanted) < 0.05 * wanted, QByteArray::number(shares[i]).constData());
    }
}

void TestPolicies::pick_weightsChange_sharesFollow()
{
    const auto policy = make();
    const EndpointList endpoints = support::makeEndpoints(3);
    for (const std::vector<double> &weights :
         {std::vector<double>{1, 1, 1}, {1, 5, 1}, {200, 5, 100}, {1, 1, 1}}) {
        for (std::size_t i = 0; i < endpoints.size(); ++i)
            endpoints[i]->administer(Administration::Ready, int(weights[i]));
        QVERIFY(sharedByWeight(sharesOf(*policy, endpoints, 20'000), weights));
    }
}

void TestPolicies::pick_endpointGoneAndBack_sharesAreFairAgain()
{
    const auto policy = make();
    const EndpointList all = support::makeEndpoints(3);
    const EndpointList rest{all[0], all[2]};
    QVERIFY(sharedByWeight(sharesOf(*policy, all, 10'001), {1, 1, 1}));
    QVERIFY(sharedByWeight(sharesOf(*policy, rest, 10'001), {1, 1}));
    QVERIFY(sharedByWeight(sharesOf(*policy, all, 10'001), {1, 1, 1}));
    const EndpointList others = support::makeEndpoints(2); // the same ids, made anew
    QVERIFY(sharedByWeight(sharesOf(*policy, others, 10'001), {1, 1}));
}

void TestPolicies::pick_tried_isNotPicked()
{
    const auto policy = make();
    for (const int count : {2, 5, 200}) {
        const EndpointList endpoints = support::makeEndpoints(count);
        const CandidateList candidates = support::candidatesOf(endpoints);
        policy->assign(candidates);
        EndpointList tried;
        for (int i = 0; i < count; ++i) {
            const EndpointPtr &picked = endpoints[policy->pick({.tried = tried}).value()];
            QVERIFY(std::find(tried.begin(), tried.end(), picked) == tried.end());
            tried.push_back(picked);
        }
        QVERIFY(!policy->pick({.tried = tried}));
        QVERIFY(!policy->pick({.tried = tried, .key = 3}));
        QVERIFY(policy->pick({}));
    }
}

void TestPolicies::pick_full_isNotPicked()
{
    const auto policy = make();
    const EndpointList endpoints = support::makeEndpoints(4);
    const CandidateList candidates = support::candidatesOf(endpoints);
    policy->assign(candidates);
    for (const EndpointPtr &endpoint : endpoints)
        endpoint->setInFlightLimit(3);
    for (int i = 0; i < 12; ++i)
        endpoints[policy->pick({}).value()]->attemptStarted(PickReason::Policy);
    for (const EndpointPtr &endpoint : endpoints)
        QCOMPARE(endpoint->inFlight(), 3);
    QVERIFY(!policy->pick({}));
    QVERIFY(!policy->pick({.key = 1}));
    endpoints[2]->attemptCancelled();
    for (std::uint64_t key = 0; key < 20; ++key) {
        QCOMPARE(policy->pick({}), std::optional<std::size_t>(2));
        QCOMPARE(policy->pick({.key = key}), std::optional<std::size_t>(2));
    }
}

void TestPolicies::pick_onTrial_getsOneAtATime()
{
    const auto policy = make();
    const EndpointList endpoints = support::makeEndpoints(2);
    const CandidateList candidates = support::candidatesOf(endpoints);
    policy->assign(candidates);
    endpoints[0]->setEjection({.ejected = false, .trial = true, .times = 1, .reason = {}, .until = {}});
    for (int i = 0; i < 50; ++i)
        endpoints[policy->pick({}).value()]->attemptStarted(PickReason::Policy);
    QCOMPARE(endpoints[0]->inFlight(), 1);
    QCOMPARE(endpoints[1]->inFlight(), 49);
}

void TestPolicies::pick_nearlyAllFullOfMany_findsTheLast()
{
    const auto policy = make();
    const EndpointList endpoints = support::makeEndpoints(1000);
    const CandidateList candidates = support::candidatesOf(endpoints);
    policy->assign(candidates);
    for (const EndpointPtr &endpoint : endpoints)
        endpoint->setInFlightLimit(endpoint == endpoints[777] ? 1 : 0);
    for (std::uint64_t key = 0; key < 10; ++key) {
        QCOMPARE(policy->pick({}), std::optional<std::size_t>(777));
        QCOMPARE(policy->pick({.key = key}), std::optional<std::size_t>(777));
    }
}

void TestPolicies::choose_clusterChanges_onlyAvailableOnes()
{
    const EndpointList endpoints = support::makeEndpoints(5);
    Cluster cluster("padrao", endpoints);
    Chooser chooser(cluster, make());
    QVERIFY(!chooser.choose({}));
    std::uint64_t steps = 1;
    for (int round = 0; round < 200; ++round) {
        steps = steps * 6364136223846793005 + 1442695040888963407;
        Endpoint &changed = *endpoints[(steps >> 33) % endpoints.size()];
        support::setUp(changed, !changed.health().up);
        if (round % 7 == 0)
            changed.administer(Administration::Ready, 1 + round % 9);
        cluster.refresh();
        std::set<EndpointPtr> wanted;
        for (const Candidate &candidate : cluster.current()->candidates)
            wanted.insert(candidate.endpoint);
        for (std::uint64_t key = 0; key < 10; ++key) {
            const EndpointPtr chosen = chooser.choose({.key = key});
            QCOMPARE(chosen != nullptr, !wanted.empty());
            QVERIFY(!chosen || wanted.count(chosen) == 1);
        }
    }
}

void TestPolicies::pick_twoPolicies_doNotShareState()
{
    const auto one = make();
    const auto other = make();
    const CandidateList two = support::candidatesOf(support::makeEndpoints(2));
    one->assign(two);
    other->assign(two);
    int picksOfFirst = 0;
    for (int i = 0; i < 1000; ++i) {
        picksOfFirst += one->pick({}) == std::optional<std::size_t>(0);
        other->pick({}); // shared state would make `one` see every second turn only
    }
    QVERIFY(picksOfFirst > 400 && picksOfFirst < 600);
}

QTEST_GUILESS_MAIN(TestPolicies)
#include "tst_policies.moc"
