// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/trustedproxies.h"

#include <QtTest/QTest>

using namespace guarita;

class TestTrustedProxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_bad_isRefused_data();
    void parse_bad_isRefused();
    void contains_address_data();
    void contains_address();
    void clientOf_forwarded_isTheLastUntrusted_data();
    void clientOf_forwarded_isTheLastUntrusted();
    void clientOf_severalFields_areOneList();
};

namespace {

const QString list = QStringLiteral("10.0.0.0/8, 192.0.2.7,2001:db8::/32");

QHostAddress address(const char *text)
{
    return QHostAddress(QString::fromLatin1(text));
}

} // namespace

void TestTrustedProxies::parse_bad_isRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *bad : {"10.0.0.0/33", "10/8", "1.2", "example.org", "10.0.0.1 10.0.0.2", "::/129", "/8"})
        QTest::newRow(bad) << QString::fromLatin1(bad);
}

void TestTrustedProxies::parse_bad_isRefused()
{
    QFETCH(QString, text);
    QVERIFY(!net::TrustedProxies::parse(text));
}

void TestTrustedProxies::contains_address_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<bool>("trusted");
    QTest::newRow("in a network") << QStringLiteral("10.1.2.3") << true;
    QTest::newRow("mapped") << QStringLiteral("::ffff:10.1.2.3") << true;
    QTest::newRow("by itself") << QStringLiteral("192.0.2.7") << true;
    QTest::newRow("its neighbour") << QStringLiteral("192.0.2.8") << false;
    QTest::newRow("IPv6") << QStringLiteral("2001:db8:1::1") << true;
    QTest::newRow("IPv6, other") << QStringLiteral("2001:db9::1") << false;
}

void TestTrustedProxies::contains_address()
{
    QFETCH(QString, asked);
    QFETCH(bool, trusted);
    QCOMPARE(net::TrustedProxies::parse(list)->contains(QHostAddress(asked)), trusted);
    QVERIFY(!net::TrustedProxies().contains(QHostAddress(asked)));
}

void TestTrustedProxies::clientOf_forwarded_isTheLastUntrusted_data()
{
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("client");
    const auto row = [](const char *name, const char *peer, const char *field, const char *client) {
        QTest::newRow(name) << QByteArray(peer) << QByteArray(field) << QByteArray(client);
    };
    row("not trusted", "198.51.100.1", "203.0.113.1", "198.51.100.1");
    row("one", "10.0.0.1", "203.0.113.1", "203.0.113.1");
    row("forged before it", "10.0.0.1", "6.6.6.6, 203.0.113.1", "203.0.113.1");
    row("two proxies", "10.0.0.1", "6.6.6.6, 203.0.113.1, 10.0.0.2", "203.0.113.1");
    row("all are proxies", "10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3");
    row("none", "10.0.0.1", "", "10.0.0.1");
    row("no address", "10.0.0.1", "203.0.113.1, unknown", "10.0.0.1");
    row("no address behind a proxy", "10.0.0.1", "unknown, 10.0.0.2", "10.0.0.2");
    row("with a port", "10.0.0.1", "203.0.113.1:4711", "203.0.113.1");
    row("IPv6", "10.0.0.1", "2001:db9::1", "2001:db9::1");
    row("IPv6 with a port", "10.0.0.1", "[2001:db9::1]:4711", "2001:db9::1");
}

void TestTrustedProxies::clientOf_forwarded_isTheLastUntrusted()
{
    QFETCH(QByteArray, peer);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, client);
    const net::Headers headers{{"x-forwarded-for", field}};
    QCOMPARE(net::TrustedProxies::parse(list)->clientOf(address(peer), headers), address(client));
}

void TestTrustedProxies::clientOf_severalFields_areOneList()
{
    const net::Headers headers{{"x-forwarded-for", "6.6.6.6"}, {"x-forwarded-for", "203.0.113.1, 10.0.0.2"}};
    QCOMPARE(net::TrustedProxies::parse(list)->clientOf(address("10.0.0.1"), headers),
             address("203.0.113.1"));
}

QTEST_GUILESS_MAIN(TestTrustedProxies)
#include "tst_trustedproxies.moc"
