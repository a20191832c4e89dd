// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/takeovermessage.h"

#include <QtTest/QTest>

using namespace guarita::runtime;

class TestTakeoverMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offer_readBack_isTheSame();
    void offer_wire_isStable();
    void offer_notForUs_saysWhy_data();
    void offer_notForUs_saysWhy();
};

void TestTakeoverMessage::offer_readBack_isTheSame()
{
    const QByteArrayList names{"public", "admin", "redirect", "metrics"};
    const auto offer = decodeOffer(encodeOffer({"gateway", names}), "gateway", 4);
    QVERIFY(offer);
    QCOMPARE(offer.value().role, QByteArray("gateway"));
    QCOMPARE(offer.value().names, names);
    QVERIFY(decodeOffer(encodeOffer({"server", {}}), "server", 0));
}

/// Two versions of the program speak to each other.
void TestTakeoverMessage::offer_wire_isStable()
{
    QCOMPARE(encodeOffer({"balancer", {"public", "metrics"}}),
             QByteArray(R"({"guarita_takeover":1,"role":"balancer","sockets":["public","metrics"]})"));
    QVERIFY(decodeOffer(R"({"guarita_takeover":1,"role":"server","sockets":["public"],"later":true})",
                        "server", 1));
}

void TestTakeoverMessage::offer_notForUs_saysWhy_data()
{
    QTest::addColumn<QByteArray>("packet");
    QTest::addColumn<QByteArray>("part");
    const QByteArray way = "in a way that this version does not know";
    QTest::newRow("busy") << QByteArray("busy") << QByteArray("is taking over already");
    QTest::newRow("empty") << QByteArray() << way;
    QTest::newRow("no JSON") << QByteArray("\x01\x02{") << way;
    QTest::newRow("no object") << QByteArray("[1]") << way;
    QTest::newRow("another version") << QByteArray(
                                            R"({"guarita_takeover":2,"role":"server","sockets":["public"]})")
                                     << way;
    QTest::newRow("another role") << encodeOffer({"gateway", {"public"}})
                                  << QByteArray("is a gateway, not a server");
    QTest::newRow("fewer sockets") << encodeOffer({"server", {"public", "metrics"}})
                                   << QByteArray("2 sockets were announced and 1 came");
    QTest::newRow("more sockets") << encodeOffer({"server", {}})
                                  << QByteArray("0 sockets were announced and 1 came");
}

void TestTakeoverMessage::offer_notForUs_saysWhy()
{
    QFETCH(QByteArray, packet);
    QFETCH(QByteArray, part);
    const auto offer = decodeOffer(packet, "server", 1);
    QVERIFY(!offer);
    QCOMPARE(offer.error().code, QByteArray("takeover_failed"));
    QVERIFY2(offer.error().message.contains(QString::fromLatin1(part)), qPrintable(offer.error().message));
}

QTEST_GUILESS_MAIN(TestTakeoverMessage)
#include "tst_takeovermessage.moc"
