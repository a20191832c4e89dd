// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/audit/refusalcounter.h"
#include "support/fakeclock.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::gateway;
using namespace std::chrono_literals;

class TestRefusalCounter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void take_first_isTheRecordAndFurtherOnesAreCounted();
    void take_afterTheMinute_beginsAnew();
    void take_otherKinds_haveRecordsOfTheirOwn();
    void take_manyAddressesOfOneNetwork_isOneKind();
    void take_nothingFurther_leavesNothingToTell();
    void takeDue_keepsWhatAllHaveInCommonOnly();
    void take_moreAddressesThanItKnows_countsThemTogether();
    void takeAll_tellsWhatWasCountedSoFar();
};

namespace {

AuditRecord refusal(const QByteArray &address, const QByteArray &who = {},
                    const QByteArray &reason = "token_ausente")
{
    AuditRecord record;
    record.address = address;
    record.who = who;
    record.action = audited::refusal;
    record.reason = reason;
    record.target = "/itens";
    record.request = "id";
    return record;
}

} // namespace

void TestRefusalCounter::take_first_isTheRecordAndFurtherOnesAreCounted()
{
    support::FakeClock clock;
    RefusalCounter counter(clock);
    const auto first = counter.take(refusal("10.0.0.1"));
    QVERIFY(first);
    QCOMPARE(first->times, 1);
    QCOMPARE(first->request, QByteArray("id"));
    for (int i = 0; i < 9'999; ++i)
        QVERIFY(!counter.take(refusal("10.0.0.1")));
    clock.advance(59s);
    QVERIFY(counter.takeDue().empty());
    clock.advance(1s);
    const std::vector<AuditRecord> counted = counter.takeDue();
    QCOMPARE(counted.size(), std::size_t(1));
    QCOMPARE(counted[0].times, 9'999);
    QCOMPARE(counted[0].address, QByteArray("10.0.0.1"));
    QCOMPARE(counted[0].reason, QByteArray("token_ausente"));
    QVERIFY(counted[0].when == storeTime(clock));
    QVERIFY(counted[0].request.isEmpty());
    QVERIFY(counter.isEmpty());
}

void TestRefusalCounter::take_afterTheMinute_beginsAnew()
{
    support::FakeClock clock;
    RefusalCounter counter(clock);
    QVERIFY(counter.take(refusal("10.0.0.1")));
    clock.advance(60s);
    QVERIFY(counter.takeDue().empty());
    QVERIFY(counter.take(refusal("10.0.0.1")));
}

void TestRefusalCounter::take_otherKinds_haveRecordsOfTheirOwn()
{
    support::FakeClock clock;
    RefusalCounter counter(clock);
    QVERIFY(counter.take(refusal("10.0.0.1")));
    QVERIFY(counter.take(refusal("10.0.0.2")));
    QVERIFY(counter.take(refusal("10.0.0.1", {}, "token_expirado")));
    AuditRecord login = refusal("10.0.0.1");
    login.action = audited::login;
    QVERIFY(counter.take(login));
    QVERIFY(!counter.take(login));
}

void TestRefusalCounter::take_manyAddressesOfOneNetwork_isOneKind()
{
    support::FakeClock clock;
    RefusalCounter counter(clock);
    const auto first = counter.take(refusal("2001:db8:0:1::1"));
    QVERIFY(first);
    QCOMPARE(first->address, QByteArray("2001:db8:0:1::1"));
    for (int i = 2; i < 5'000; ++i)
        QVERIFY(!counter.take(refusal("2001:db8:0:1::" + QByteArray::number(i, 16))));
    QVERIFY(counter.take(refusal("2001:db8:0:2::1")));
    const std::vector<AuditRecord> counted = counter.takeAll();
    QCOMPARE(counted.size(), std::size_t(1));
    QCOMPARE(counted[0].address, QByteArray("2001:db8:0:1::"));
    QCOMPARE(counted[0].times, 4'998);
}

void TestRefusalCounter::take_nothingFurther_leavesNothingToTell()
{
    support::FakeClock clock;
    RefusalCounter counter(clock);
    QVERIFY(counter.take(refusal("10.0.0.1")));
    QVERIFY(!counter.isEmpty());
    QVERIFY(counter.takeAll().empty());
    QVERIFY(counter.isEmpty());
}

void TestRefusalCounter::takeDue_keepsWhatAllHaveInCommonOnly()
{
    support::FakeClock clock;
    RefusalCounter counter(clock);
    counter.take(refusal("10.0.0.1", "ana"));
    counter.take(refusal("10.0.0.1", "ana"));
    counter.take(refusal("10.0.0.2", "ana"));
    counter.take(refusal("10.0.0.2", "ana"));
    counter.take(refusal("10.0.0.2", "rui"));
    counter.take(refusal("10.0.0.2", "ana"));
    clock.advance(60s);
    const std::vector<AuditRecord> counted = counter.takeDue();
    QCOMPARE(counted.size(), std::size_t(2));
    QCOMPARE(counted[0].who, QByteArray("ana"));
    QCOMPARE(counted[0].times, 1);
    QCOMPARE(counted[1].who, QByteArray());
    QCOMPARE(counted[1].target, QByteArray("/itens"));
    QCOMPARE(counted[1].times, 3);
}

void TestRefusalCounter::take_moreAddressesThanItKnows_countsThemTogether()
{
    support::FakeClock clock;
    RefusalCounter counter(clock, 2);
    QVERIFY(counter.take(refusal("10.0.0.1")));
    QVERIFY(counter.take(refusal("10.0.0.2")));
    const auto overflow = counter.take(refusal("10.0.0.3"));
    QVERIFY(overflow && overflow->address.isEmpty());
    for (int i = 0; i < 1'000; ++i)
        QVERIFY(!counter.take(refusal("10.1." + QByteArray::number(i))));
    QVERIFY(!counter.take(refusal("10.0.0.1"))); // is known still
    const std::vector<AuditRecord> counted = counter.takeAll();
    QCOMPARE(counted.size(), std::size_t(2));
    QCOMPARE(counted[0].address, QByteArray("10.0.0.1"));
    QCOMPARE(counted[1].address, QByteArray());
    QCOMPARE(counted[1].times, 1'000);
}

void TestRefusalCounter::takeAll_tellsWhatWasCountedSoFar()
{
    support::FakeClock clock;
    RefusalCounter counter(clock);
    counter.take(refusal("10.0.0.1"));
    counter.take(refusal("10.0.0.1"));
    const std::vector<AuditRecord> counted = counter.takeAll();
    QCOMPARE(counted.size(), std::size_t(1));
    QCOMPARE(counted[0].times, 1);
}

QTEST_GUILESS_MAIN(TestRefusalCounter)
#include "tst_refusalcounter.moc"
