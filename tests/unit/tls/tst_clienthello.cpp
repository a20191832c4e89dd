// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls/clienthello.h"

#include <QtTest/QTest>

using namespace guarita;

class TestClientHello : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstBytes_areJudged_data();
    void firstBytes_areJudged();
};

void TestClientHello::firstBytes_areJudged_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<bool>("tooMuch");
    QTest::newRow("usual") << QByteArray("1603010200010001fc") << false;
    QTest::newRow("16 KiB") << QByteArray("160301400001004000") << false;
    QTest::newRow("one more") << QByteArray("160301400001004001") << true;
    QTest::newRow("128 KiB, in pieces") << QByteArray("16030100040101ffb8") << true;
    QTest::newRow("a header over two records") << QByteArray("160301000301000016") << true;
    QTest::newRow("an empty record") << QByteArray("160301000016030100") << true;
    QTest::newRow("HTTP") << QByteArray("474554202f20485454") << false;
    QTest::newRow("an alert") << QByteArray("15030300020228ffff") << false;
    QTest::newRow("too few to tell") << QByteArray("16030100040101ff") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void TestClientHello::firstBytes_areJudged()
{
    QFETCH(QByteArray, hex);
    QTEST(tls::announcesTooMuch(QByteArray::fromHex(hex)), "tooMuch");
}

QTEST_GUILESS_MAIN(TestClientHello)
#include "tst_clienthello.moc"
