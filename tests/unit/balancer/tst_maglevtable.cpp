// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/inflightsum.h"
#include "balancer/policy/maglevtable.h"

#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;

class TestMaglevTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void assign_equalWeights_placesDifferByOne_data();
    void assign_equalWeights_placesDifferByOne();
    void assign_otherWeights_placesFollow();
    void assign_theSame_isKept();
    void at_knownIds_isTheSameEverywhere();
    void sum_few_isExact();
    void sum_many_isExactAfterARound();
};

namespace {

std::vector<int> placesOf(const EndpointList &endpoints)
{
    MaglevTable table;
    table.assign(support::candidatesOf(endpoints));
    std::vector<int> places(endpoints.size());
    for (std::uint64_t place = 0; place < MaglevTable::size; ++place)
        ++places[table.at(place)];
    return places;
}

} // namespace

void TestMaglevTable::assign_equalWeights_placesDifferByOne_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {1, 2, 3, 100, 10'000})
        QTest::addRow("%d", count) << count;
}

void TestMaglevTable::assign_equalWeights_placesDifferByOne()
{
    QFETCH(int, count);
    const std::vector<int> places = placesOf(support::makeEndpoints(count));
    const int fair = int(MaglevTable::size) / count;
    for (const int each : places)
        QVERIFY(each == fair || each == fair + 1);
}

void TestMaglevTable::assign_otherWeights_placesFollow()
{
    const std::vector<int> weights{1, 2, 256, 7};
    const EndpointList endpoints = support::makeEndpoints(4);
    for (std::size_t i = 0; i < weights.size(); ++i)
        endpoints[i]->administer(Administration::Ready, weights[i]);
    const std::vector<int> places = placesOf(endpoints);
    for (std::size_t i = 0; i < weights.size(); ++i)
        QVERIFY(std::abs(places[i] - MaglevTable::size * weights[i] / 266.0) < 2);
}

/// A refresh of the cluster in which nothing changed for the policy costs next to nothing.
void TestMaglevTable::assign_theSame_isKept()
{
    const CandidateList candidates = support::candidatesOf(support::makeEndpoints(2));
    MaglevTable table;
    table.assign(candidates);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 10'000; ++i) // each anew would take some seconds in all
        table.assign(candidates);
    QVERIFY(timer.elapsed() < 1000);
}

void TestMaglevTable::at_knownIds_isTheSameEverywhere()
{
    MaglevTable table;
    table.assign(support::candidatesOf(support::makeEndpoints(5)));
    QByteArray first;
    for (std::uint64_t place = 0; place < 20; ++place)
        first += char('0' + table.at(place));
    QCOMPARE(first, QByteArray("12001204422120110400"));
    QCOMPARE(table.at(MaglevTable::size + 3), table.at(3));
}

void TestMaglevTable::sum_few_isExact()
{
    const EndpointList endpoints = support::makeEndpoints(16);
    const CandidateList candidates = support::candidatesOf(endpoints);
    endpoints[0]->attemptStarted(PickReason::Policy);
    InFlightSum sum;
    sum.assign(candidates);
    QCOMPARE(sum.update(), 1);
    endpoints[15]->attemptStarted(PickReason::Policy);
    QCOMPARE(sum.update(), 2);
    endpoints[0]->attemptCancelled();
    endpoints[15]->attemptCancelled();
    QCOMPARE(sum.update(), 0);
}

void TestMaglevTable::sum_many_isExactAfterARound()
{
    const EndpointList endpoints = support::makeEndpoints(100);
    const CandidateList candidates = support::candidatesOf(endpoints);
    InFlightSum sum;
    sum.assign(candidates);
    for (const EndpointPtr &endpoint : endpoints)
        endpoint->attemptStarted(PickReason::Policy);
    QCOMPARE(sum.update(), 16);
    for (int i = 0; i < 6; ++i)
        sum.update();
    QCOMPARE(sum.update(), 100);
}

QTEST_GUILESS_MAIN(TestMaglevTable)
#include "tst_maglevtable.moc"
