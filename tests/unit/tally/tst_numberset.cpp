// SPDX-License-Identifier: GPL-3.0-or-later
#include "tally/numberset.h"

#include <QtTest/QTest>

#include <algorithm>
#include <random>
#include <set>

using guarita::tally::NumberSet;
using Range = NumberSet::Range;

namespace {

std::set<quint64> numbersOf(const NumberSet &set)
{
    std::set<quint64> numbers;
    for (const Range &range : set.ranges()) {
        for (quint64 number = range.first; number <= range.last; ++number)
            numbers.insert(number);
    }
    return numbers;
}

NumberSet setOf(std::initializer_list<quint64> numbers)
{
    NumberSet set;
    for (const quint64 number : numbers)
        set.add(number);
    return set;
}

} // namespace

class TestNumberSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void add_inAnyOrder_makesRangesThatDoNotTouch_data();
    void add_inAnyOrder_makesRangesThatDoNotTouch();
    void add_twice_countsOnce();
    void withinAndWithout_randomSets_areThoseOfAnyOtherSet();
    void forgetUpTo_amidARange_keepsTheRest();
    void add_tooManyRanges_forgetsTheLowest();
    void add_whatIsForgotten_isCountedOnly();
};

void TestNumberSet::add_inAnyOrder_makesRangesThatDoNotTouch_data()
{
    QTest::addColumn<QList<int>>("order");
    QTest::newRow("upwards") << QList<int>{1, 2, 3, 5, 6};
    QTest::newRow("downwards") << QList<int>{6, 5, 3, 2, 1};
    QTest::newRow("between") << QList<int>{1, 3, 5, 2, 6};
    QTest::newRow("mixed") << QList<int>{5, 1, 6, 3, 2};
}

void TestNumberSet::add_inAnyOrder_makesRangesThatDoNotTouch()
{
    QFETCH(const QList<int>, order);
    NumberSet set;
    for (const int number : order)
        set.add(static_cast<quint64>(number));
    QVERIFY(set.ranges() == (std::vector<Range>{{1, 3}, {5, 6}}));
    QCOMPARE(set.count(), quint64(5));
    QCOMPARE(set.added(), quint64(5));
    QVERIFY(set.contains(6) && set.contains(1) && !set.contains(4) && !set.contains(7));
}

void TestNumberSet::add_twice_countsOnce()
{
    const NumberSet set = setOf({1, 2, 2, 1, 4, 4});
    QCOMPARE(set.count(), quint64(3));
    QCOMPARE(set.added(), quint64(3));
}

void TestNumberSet::withinAndWithout_randomSets_areThoseOfAnyOtherSet()
{
    std::mt19937 random(1);
    for (int round = 0; round < 300; ++round) {
        const quint64 most = 5 + random() % 60;
        NumberSet left;
        NumberSet right;
        for (quint64 i = 0; i < most; ++i) {
            left.add(1 + random() % most);
            right.add(1 + random() % most);
        }
        const std::set<quint64> ours = numbersOf(left);
        const std::set<quint64> theirs = numbersOf(right);
        std::set<quint64> both;
        std::set<quint64> alone;
        std::set_intersection(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                              std::inserter(both, both.end()));
        std::set_difference(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                            std::inserter(alone, alone.end()));
        QVERIFY(numbersOf(left.within(right)) == both);
        QVERIFY(numbersOf(left.without(right)) == alone);
        QCOMPARE(left.count(), quint64(ours.size()));
    }
}

void TestNumberSet::forgetUpTo_amidARange_keepsTheRest()
{
    NumberSet set = setOf({1, 2, 3, 4, 7});
    set.forgetUpTo(3);
    QVERIFY(set.ranges() == (std::vector<Range>{{4, 4}, {7, 7}}));
    QCOMPARE(set.forgotten(), quint64(3));
    QCOMPARE(set.added(), quint64(5));
}

void TestNumberSet::add_tooManyRanges_forgetsTheLowest()
{
    NumberSet set;
    for (quint64 i = 0; i <= NumberSet::mostRanges; ++i)
        set.add(10 + 2 * i);
    QCOMPARE(set.ranges().size(), NumberSet::mostRanges);
    QCOMPARE(set.forgotten(), quint64(10));
    QCOMPARE(set.ranges().front().first, quint64(12));
}

void TestNumberSet::add_whatIsForgotten_isCountedOnly()
{
    NumberSet set = setOf({5});
    set.forgetUpTo(5);
    set.add(3);
    QVERIFY(set.empty());
    QCOMPARE(set.added(), quint64(2));
}

QTEST_APPLESS_MAIN(TestNumberSet)
#include "tst_numberset.moc"
