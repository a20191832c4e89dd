// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/portholder.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

using namespace guarita::runtime;

class TestPortHolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listener_ofOurs_isNamed_data();
    void listener_ofOurs_isNamed();
    void port_free_isEmpty();
};

void TestPortHolder::listener_ofOurs_isNamed_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("any") << QHostAddress(QHostAddress::Any);
}

void TestPortHolder::listener_ofOurs_isNamed()
{
    QFETCH(QHostAddress, address);
    QTcpServer server;
    QVERIFY(server.listen(address));
    QCOMPARE(holderOfPort(server.serverPort()),
             QStringLiteral("tst_portholder (process %1)").arg(QCoreApplication::applicationPid()));
}

void TestPortHolder::port_free_isEmpty()
{
    quint16 port = 0;
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
        port = server.serverPort();
    }
    QCOMPARE(holderOfPort(port), QString());
}

QTEST_GUILESS_MAIN(TestPortHolder)
#include "tst_portholder.moc"
