// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/random.h"

#include "support/fakerandom.h"

#include <QtCore/QSet>
#include <QtTest/QTest>

#include <algorithm>
#include <array>

using namespace guarita;

class TestRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hex_ofKnownBytes_isLowerCase();
    void system_manyIds_areDistinct();
    void system_moreThanThePool_isFilled();
};

void TestRandom::hex_ofKnownBytes_isLowerCase()
{
    support::FakeRandom random(0xFE);
    QCOMPARE(random.hex(4), QByteArray("feff0001"));
    QCOMPARE(random.hex(0), QByteArray());
}

void TestRandom::system_manyIds_areDistinct()
{
    core::SystemRandom random;
    QSet<QByteArray> seen;
    for (int i = 0; i < 2000; ++i) { // passes the pool's end several times
        const QByteArray id = random.hex(16);
        QCOMPARE(id.size(), 32);
        seen.insert(id);
    }
    QCOMPARE(seen.size(), 2000);
}

void TestRandom::system_moreThanThePool_isFilled()
{
    core::SystemRandom random;
    std::array<std::byte, 10'000> bytes{};
    random.fill(bytes);
    const auto zeros = std::count(bytes.begin(), bytes.end(), std::byte{0});
    QVERIFY2(zeros < 200, "about 39 are expected"); // 200 would be 25 standard deviations away
}

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
