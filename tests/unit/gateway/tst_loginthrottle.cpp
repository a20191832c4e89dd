// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/loginthrottle.h"
#include "support/fakeclock.h"

#include <QtTest/QTest>

using guarita::gateway::LoginThrottle;
using guarita::support::FakeClock;
using namespace std::chrono_literals;

namespace {

const QHostAddress ana(QStringLiteral("192.0.2.1"));
const QHostAddress bia(QStringLiteral("192.0.2.2"));

} // namespace

class TestLoginThrottle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusal_underWayAtTheLimit_waitsForOneToEnd();
    void refusal_failuresAtTheLimit_lastsUntilTheirMinuteIsOver();
    void refusal_failuresBelowTheLimit_allowsAndForgets();
    void refusal_blocked_saysHowLongInWholeSeconds();
    void client_addresses_countAsOne_data();
    void client_addresses_countAsOne();
    void failed_tableFull_forgetsTheOldest();
    void apply_otherLimits_judgeWhatWasCounted();
};

void TestLoginThrottle::refusal_underWayAtTheLimit_waitsForOneToEnd()
{
    FakeClock clock;
    LoginThrottle throttle({.underWay = 2, .failures = 10}, clock);
    throttle.began(ana);
    QVERIFY(!throttle.refusal(ana));
    throttle.began(ana);
    QVERIFY(throttle.refusal(ana) == 1s);
    QVERIFY(!throttle.refusal(bia));
    throttle.ended(ana);
    QVERIFY(!throttle.refusal(ana));
    throttle.ended(ana);
    QCOMPARE(throttle.clientsUnderWay(), std::size_t(0));
}

void TestLoginThrottle::refusal_failuresAtTheLimit_lastsUntilTheirMinuteIsOver()
{
    FakeClock clock;
    LoginThrottle throttle({.underWay = 4, .failures = 3}, clock);
    throttle.failed(ana);
    clock.advance(20s);
    throttle.failed(ana);
    QVERIFY(!throttle.refusal(ana));
    throttle.failed(ana);
    QVERIFY(throttle.refusal(ana) == 40s);
    QVERIFY(!throttle.refusal(bia));
    clock.advance(40s - 1ms);
    QVERIFY(throttle.refusal(ana) == 1s);
    clock.advance(1ms);
    QVERIFY(!throttle.refusal(ana));
    QCOMPARE(throttle.remembered(), std::size_t(0));
}

void TestLoginThrottle::refusal_failuresBelowTheLimit_allowsAndForgets()
{
    FakeClock clock;
    LoginThrottle throttle({.underWay = 4, .failures = 2}, clock);
    for (int i = 0; i < 5; ++i) {
        throttle.failed(ana);
        QVERIFY(!throttle.refusal(ana));
        clock.advance(60s);
    }
}

void TestLoginThrottle::refusal_blocked_saysHowLongInWholeSeconds()
{
    FakeClock clock;
    LoginThrottle throttle({.underWay = 4, .failures = 1}, clock);
    throttle.failed(ana);
    QVERIFY(throttle.refusal(ana) == 60s);
    clock.advance(1ms);
    QVERIFY(throttle.refusal(ana) == 60s);
    clock.advance(999ms);
    QVERIFY(throttle.refusal(ana) == 59s);
}

void TestLoginThrottle::client_addresses_countAsOne_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *one, const char *other, bool same) {
        QTest::addRow("%s and %s", one, other)
            << QString::fromLatin1(one) << QString::fromLatin1(other) << same;
    };
    row("192.0.2.1", "::ffff:192.0.2.1", true);
    row("192.0.2.1", "::ffff:192.0.2.2", false);
    row("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true);
    row("2001:db8:0:1::1", "2001:db8:0:2::1", false);
    row("fe80::1%eth0", "fe80::2", true);
}

void TestLoginThrottle::client_addresses_countAsOne()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QFETCH(bool, same);
    FakeClock clock;
    LoginThrottle throttle({.underWay = 1, .failures = 1}, clock);
    throttle.failed(QHostAddress(one));
    QCOMPARE(throttle.refusal(QHostAddress(other)).has_value(), same);
    clock.advance(60s);
    throttle.began(QHostAddress(one));
    QCOMPARE(throttle.refusal(QHostAddress(other)).has_value(), same);
}

void TestLoginThrottle::failed_tableFull_forgetsTheOldest()
{
    FakeClock clock;
    LoginThrottle throttle({.underWay = 4, .failures = 1}, clock, 2);
    const QHostAddress eva(QStringLiteral("192.0.2.3"));
    throttle.failed(ana);
    clock.advance(1s);
    throttle.failed(bia);
    throttle.failed(ana); // no newer for that: its minute began with the first
    throttle.failed(eva);
    QCOMPARE(throttle.remembered(), std::size_t(2));
    QVERIFY(!throttle.refusal(ana));
    QVERIFY(throttle.refusal(bia));
    QVERIFY(throttle.refusal(eva));
}

void TestLoginThrottle::apply_otherLimits_judgeWhatWasCounted()
{
    FakeClock clock;
    LoginThrottle throttle({.underWay = 1, .failures = 3}, clock);
    throttle.failed(ana);
    throttle.failed(ana);
    QVERIFY(!throttle.refusal(ana));
    throttle.apply({.underWay = 1, .failures = 2});
    QVERIFY(throttle.refusal(ana) == 60s);
    throttle.apply({.underWay = 1, .failures = 3});
    throttle.began(ana);
    QVERIFY(throttle.refusal(ana) == 1s);
    throttle.apply({.underWay = 2, .failures = 3});
    QVERIFY(!throttle.refusal(ana));
}

QTEST_APPLESS_MAIN(TestLoginThrottle)
#include "tst_loginthrottle.moc"
