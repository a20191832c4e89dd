// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/tracestate.h"

#include <QtTest/QTest>

using namespace guarita::trace;

class TestTraceState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void list_good_isPassedOn_data();
    void list_good_isPassedOn();
    void list_malformed_isDropped_data();
    void list_malformed_isDropped();
    void members_above32_dropAll();
    void bytes_above512_dropLongMembersThenTheLast();
};

namespace {

QByteArray members(int count, const QByteArray &value)
{
    QByteArrayList list;
    for (int i = 0; i < count; ++i)
        list.append('k' + QByteArray::number(i) + '=' + value);
    return list.join(',');
}

} // namespace

void TestTraceState::list_good_isPassedOn_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<QByteArray>("state");
    const auto row = [](const QByteArray &list, const QByteArray &state) {
        QTest::newRow(list.left(40).constData()) << list << state;
    };
    row("rojo=00f067aa0ba902b7", "rojo=00f067aa0ba902b7");
    row("rojo=1,congo=t61rcWkgMzE", "rojo=1,congo=t61rcWkgMzE");
    row("rojo=1 \t,\t congo=2", "rojo=1,congo=2");
    row("rojo=1,,congo=2,", "rojo=1,congo=2");
    row("a_-*/9=x", "a_-*/9=x");
    row("9tenant@system=x", "9tenant@system=x");
    row("a= b !~", "a= b !~");
    row("", "");
    row(" , ,", "");
    row('k' + QByteArray(255, 'a') + "=1", 'k' + QByteArray(255, 'a') + "=1");
    row("k=" + QByteArray(256, 'v'), "k=" + QByteArray(256, 'v'));
}

void TestTraceState::list_good_isPassedOn()
{
    QFETCH(QByteArray, list);
    QFETCH(QByteArray, state);
    QCOMPARE(boundedState(list), state);
}

void TestTraceState::list_malformed_isDropped_data()
{
    QTest::addColumn<QByteArray>("list");
    const auto row = [](const char *name, const QByteArray &list) { QTest::newRow(name) << list; };
    row("no value", "rojo=1,congo");
    row("empty value", "rojo=");
    row("empty key", "=1");
    row("capitals in a key", "Rojo=1");
    row("a digit in front", "1rojo=1");
    row("a blank in a key", "ro jo=1");
    row("two of a key", "rojo=1,congo=2,rojo=3");
    row("an equals sign in a value", "rojo=a=b");
    row("a tab in a value", "rojo=a\tb");
    row("8 bits in a value", "rojo=caf\xe9");
    row("a key that is too long", 'k' + QByteArray(256, 'a') + "=1");
    row("a value that is too long", "k=" + QByteArray(257, 'v'));
    row("no tenant", "@system=1");
    row("no system", "tenant@=1");
    row("two at signs", "a@b@c=1");
    row("a system that is too long", "t@a23456789012345=1");
    row("a tenant that is too long", QByteArray(242, 't') + "@s=1");
    row("hopelessly long", "k=" + QByteArray(100'000, ','));
}

void TestTraceState::list_malformed_isDropped()
{
    QFETCH(QByteArray, list);
    QCOMPARE(boundedState(list), QByteArray());
}

void TestTraceState::members_above32_dropAll()
{
    QCOMPARE(boundedState(members(32, "1")), members(32, "1"));
    QCOMPARE(boundedState(members(33, "1")), QByteArray());
}

void TestTraceState::bytes_above512_dropLongMembersThenTheLast()
{
    const QByteArray longOne = "long=" + QByteArray(200, 'x');
    const QByteArray five = members(5, QByteArray(97, 'v')); // 5 × 100 bytes and 4 commas
    QCOMPARE(five.size(), 504);
    QCOMPARE(boundedState(five + ",z=1234"), five + ",z=1234");
    QCOMPARE(boundedState(five + ",z=12345"), five + ",z=12345");
    QCOMPARE(boundedState(five + ",z=123456"), five);
    QCOMPARE(boundedState(longOne + ',' + five), five);
    QCOMPARE(boundedState(longOne + ",z=1"), longOne + ",z=1");
    QVERIFY(boundedState(members(32, QByteArray(120, 'v'))).size() <= mostStateBytes);
}

QTEST_GUILESS_MAIN(TestTraceState)
#include "tst_tracestate.moc"
