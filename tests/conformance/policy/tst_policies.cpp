// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/policies.h"

#include "support/fakerandom.h"
#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

#include <algorithm>
#include <map>

using namespace guarita;
using namespace guarita::balancer;

/// What every balancing policy must hold to, whatever it is.
class TestPolicies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void name_ofEach_isItsEntrysAndUnique();
    void pick_anyList_staysWithin_data() { eachPolicy(); }
    void pick_anyList_staysWithin();
    void pick_oneEndpoint_isPicked_data() { eachPolicy(); }
    void pick_oneEndpoint_isPicked();
    void pick_equalEndpoints_sharesAreFair_data() { eachPolicy(); }
    void pick_equalEndpoints_sharesAreFair();
    void pick_endpointGoneAndBack_sharesAreFairAgain_data() { eachPolicy(); }
    void pick_endpointGoneAndBack_sharesAreFairAgain();
    void pick_twoPolicies_doNotShareState_data() { eachPolicy(); }
    void pick_twoPolicies_doNotShareState();

private:
    static void eachPolicy();
    static std::unique_ptr<Policy> make();
};

namespace {

/// Requests that take no time: each is over before the next comes.
std::map<QByteArray, int> shares(Policy &policy, const EndpointList &endpoints, int count)
{
    const CandidateList candidates = support::candidatesOf(endpoints);
    policy.assign(candidates);
    std::map<QByteArray, int> shares;
    for (int i = 0; i < count; ++i) {
        Endpoint &endpoint = *endpoints.at(policy.pick({}).value());
        endpoint.attemptStarted(PickReason::Policy);
        endpoint.attemptAnswered(200, std::chrono::milliseconds(1), {});
        ++shares[endpoint.config().id];
    }
    return shares;
}

/// Loose enough for a policy that throws dice.
bool fair(const std::map<QByteArray, int> &shares, std::size_t endpoints, int count)
{
    const double wanted = double(count) / double(endpoints);
    return shares.size() == endpoints && std::all_of(shares.begin(), shares.end(), [&](const auto &share) {
               return share.second > 0.8 * wanted && share.second < 1.2 * wanted;
           });
}

} // namespace

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
    static support::FakeRandom random;
    return allPolicies()[std::size_t(index)].make({}, random);
}

void TestPolicies::name_ofEach_isItsEntrysAndUnique()
{
    QVERIFY(!allPolicies().empty());
    support::FakeRandom random;
    std::map<std::string_view, int> names;
    for (const PolicyEntry &entry : allPolicies()) {
        QCOMPARE(QByteArray(entry.make({}, random)->name().data()), QByteArray(entry.name));
        ++names[entry.name];
    }
    QCOMPARE(names.size(), allPolicies().size());
}

void TestPolicies::pick_anyList_staysWithin()
{
    const auto policy = make();
    const CandidateList all = support::candidatesOf(support::makeEndpoints(7));
    for (int i = 0; i < 500; ++i) {
        const std::size_t size = 1 + std::size_t(i * 5 % 7);
        const std::size_t from = std::size_t(i) % (8 - size);
        policy->assign(std::span(all).subspan(from, size));
        QVERIFY(policy->pick({}).value() < size);
    }
}

void TestPolicies::pick_oneEndpoint_isPicked()
{
    const auto policy = make();
    const CandidateList one = support::candidatesOf(support::makeEndpoints(1));
    policy->assign(one);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(policy->pick({}), std::optional<std::size_t>(0));
}

void TestPolicies::pick_equalEndpoints_sharesAreFair()
{
    const auto policy = make();
    for (const int count : {2, 3, 8})
        QVERIFY(fair(shares(*policy, support::makeEndpoints(count), 6000), std::size_t(count), 6000));
}

void TestPolicies::pick_endpointGoneAndBack_sharesAreFairAgain()
{
    const auto policy = make();
    const EndpointList all = support::makeEndpoints(3);
    const EndpointList rest{all[0], all[2]};
    QVERIFY(fair(shares(*policy, all, 3001), 3, 3001));
    QVERIFY(fair(shares(*policy, rest, 3001), 2, 3001));
    QVERIFY(fair(shares(*policy, all, 3001), 3, 3001));
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
