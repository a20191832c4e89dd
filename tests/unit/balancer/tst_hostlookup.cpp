// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/hostlookup.h"

#include <QtTest/QTest>

using namespace guarita::balancer;

class TestHostLookup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lookUp_localhost_isALoopbackAddress();
    void lookUp_noName_isNoAddress();
    void lookUp_moreThanGoAtOnce_areAllAnswered();
    void destroyed_lookupUnderWay_callsNobody();
};

void TestHostLookup::lookUp_localhost_isALoopbackAddress()
{
    HostLookup lookup;
    std::optional<QStringList> found;
    lookup.lookUp(QStringLiteral("localhost"), [&](const QStringList &addresses) { found = addresses; });
    QVERIFY2(!found, "not from within the call");
    QTRY_VERIFY(found.has_value());
    QVERIFY(found->contains(QStringLiteral("127.0.0.1")) || found->contains(QStringLiteral("::1")));
    QCOMPARE(found->removeDuplicates(), 0);
}

void TestHostLookup::lookUp_noName_isNoAddress()
{
    HostLookup lookup;
    std::optional<QStringList> found;
    const QString label(64, QLatin1Char('a')); // one more than DNS allows (RFC 1035, 2.3.4)
    lookup.lookUp(label, [&](const QStringList &addresses) { found = addresses; });
    QTRY_VERIFY(found.has_value());
    QVERIFY(found->isEmpty());
}

void TestHostLookup::lookUp_moreThanGoAtOnce_areAllAnswered()
{
    HostLookup lookup;
    int answered = 0;
    for (int i = 0; i < 40; ++i)
        lookup.lookUp(QStringLiteral("localhost"), [&](const QStringList &) { ++answered; });
    QTRY_COMPARE(answered, 40);
}

void TestHostLookup::destroyed_lookupUnderWay_callsNobody()
{
    bool called = false;
    for (int i = 0; i < 20; ++i) {
        HostLookup lookup;
        lookup.lookUp(QStringLiteral("localhost"), [&](const QStringList &) { called = true; });
    }
    HostLookup lookup;
    bool last = false;
    lookup.lookUp(QStringLiteral("localhost"), [&](const QStringList &) { last = true; });
    QTRY_VERIFY(last);
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(TestHostLookup)
#include "tst_hostlookup.moc"
