// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/backoff.h"

#include <QtTest/QTest>

#include <algorithm>
#include <set>

using namespace guarita;

namespace {

/// The same byte for ever.
class ConstantRandom final : public core::Random
{
public:
    explicit ConstantRandom(std::uint8_t byte)
        : m_byte(std::byte(byte))
    {
    }
    void fill(std::span<std::byte> out) override { std::fill(out.begin(), out.end(), m_byte); }

private:
    std::byte m_byte;
};

} // namespace

class TestBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void next_lowestDraw_isHalf();
    void next_anyDraw_isBetweenHalfAndWhole();
    void reset_afterFailures_beginsAnew();
    void next_draws_differ();
};

void TestBackoff::next_lowestDraw_isHalf()
{
    ConstantRandom random(0);
    console::Backoff backoff(random);
    for (qint64 half : {500, 1000, 2000, 4000, 8000, 15000, 15000, 15000})
        QCOMPARE(backoff.next().count(), half);
}

void TestBackoff::next_anyDraw_isBetweenHalfAndWhole()
{
    core::SystemRandom random;
    console::Backoff backoff(random);
    for (qint64 whole : {1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
        const qint64 wait = backoff.next().count();
        QVERIFY(wait >= whole / 2);
        QVERIFY(wait <= whole);
    }
    for (int i = 0; i < 1000; ++i)
        QVERIFY(backoff.next().count() <= 30000);
}

void TestBackoff::reset_afterFailures_beginsAnew()
{
    ConstantRandom random(0);
    console::Backoff backoff(random);
    backoff.next();
    backoff.next();
    backoff.reset();
    QCOMPARE(backoff.next().count(), 500);
}

void TestBackoff::next_draws_differ()
{
    core::SystemRandom random;
    std::set<qint64> waits;
    for (int i = 0; i < 50; ++i) {
        console::Backoff backoff(random);
        waits.insert(backoff.next().count());
    }
    QVERIFY(waits.size() > 10);
}

QTEST_APPLESS_MAIN(TestBackoff)
#include "tst_backoff.moc"
