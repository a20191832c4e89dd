// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/proxyheader.h"

#include <QtTest/QTest>

using namespace guarita;
using State = net::ProxyHeader::State;

class TestProxyHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void header_good_tellsTheClient_data();
    void header_good_tellsTheClient();
    void header_bad_isInvalid_data();
    void header_bad_isInvalid();
};

namespace {

const QByteArray signature = QByteArray::fromHex("0d0a0d0a000d0a515549540a");
const QByteArray ipv4 = QByteArray::fromHex("c0000201c6336401d43101bb");
const QByteArray ipv6 = QByteArray::fromHex("20010db8000000000000000000000001"
                                            "20010db8000000000000000000000002d43101bb");

QByteArray binary(const char *versionAndFamily, const QByteArray &rest)
{
    const auto length = static_cast<quint16>(rest.size());
    return signature + QByteArray::fromHex(versionAndFamily) + char(length >> 8) + char(length & 0xff) + rest;
}

} // namespace

void TestProxyHeader::header_good_tellsTheClient_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("client");
    const auto row = [](const char *name, const QByteArray &header, const char *client) {
        QTest::newRow(name) << header << QString::fromLatin1(client);
    };
    row("1, IPv4", "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n", "192.0.2.1");
    row("1, IPv6", "PROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n", "2001:db8::1");
    row("1, unknown", "PROXY UNKNOWN\r\n", "");
    row("1, unknown with more", "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n", "");
    row("2, IPv4", binary("2111", ipv4), "192.0.2.1");
    row("2, IPv6", binary("2121", ipv6), "2001:db8::1");
    row("2, with an extension", binary("2111", ipv4 + QByteArray::fromHex("040003616263")), "192.0.2.1");
    row("2, of a local socket", binary("2131", QByteArray(216, '\0')), "");
    row("2, unspecified", binary("2100", {}), "");
    row("2, the proxy's own", binary("2000", {}), "");
    row("2, the proxy's own, with addresses", binary("2011", ipv4), "");
}

/// However it comes, and nothing of what stands behind it is taken.
void TestProxyHeader::header_good_tellsTheClient()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, client);
    const QByteArray behind = "GET / HTTP/1.1\r\n\r\n";
    for (qsizetype step = 1; step <= header.size() + behind.size(); ++step) {
        net::ProxyHeader proxy;
        const QByteArray all = header + behind;
        qsizetype taken = 0;
        for (qsizetype at = step; proxy.state() == State::Incomplete; at += step)
            taken += proxy.take(QByteArrayView(all).first(std::min(at, all.size())).sliced(taken));
        QCOMPARE(proxy.state(), State::Complete);
        QCOMPARE(taken, header.size());
        QCOMPARE(proxy.client().value_or(QHostAddress()), QHostAddress(client));
    }
}

void TestProxyHeader::header_bad_isInvalid_data()
{
    QTest::addColumn<QByteArray>("header");
    const auto row = [](const char *name, const QByteArray &header) { QTest::newRow(name) << header; };
    row("a request", "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    row("a handshake", QByteArray::fromHex("160301010001"));
    row("lower case", "proxy TCP4 192.0.2.1 198.51.100.1 56324 443\r\n");
    row("bare LF", "PROXY UNKNOWN\n");
    row("no family", "PROXY \r\n");
    row("another family", "PROXY UDP4 192.0.2.1 198.51.100.1 56324 443\r\n");
    row("no ports", "PROXY TCP4 192.0.2.1 198.51.100.1\r\n");
    row("two spaces", "PROXY TCP4  192.0.2.1 198.51.100.1 56324 443\r\n");
    row("a port too high", "PROXY TCP4 192.0.2.1 198.51.100.1 65536 443\r\n");
    row("leading zeros", "PROXY TCP4 192.0.2.001 198.51.100.1 56324 443\r\n");
    row("abbreviated", "PROXY TCP4 1.2 198.51.100.1 56324 443\r\n");
    row("IPv6 in TCP4", "PROXY TCP4 2001:db8::1 198.51.100.1 56324 443\r\n");
    row("IPv4 in TCP6", "PROXY TCP6 192.0.2.1 2001:db8::2 56324 443\r\n");
    row("without an end", "PROXY " + QByteArray(200, 'x'));
    row("version 1 in binary", binary("1111", ipv4));
    row("another command", binary("2211", ipv4));
    row("another family in binary", binary("2141", ipv4));
    row("addresses cut off", binary("2111", ipv4.chopped(1)));
    row("too long", binary("2111", QByteArray(2033, 'x')));
}

void TestProxyHeader::header_bad_isInvalid()
{
    QFETCH(QByteArray, header);
    net::ProxyHeader proxy;
    proxy.take(header);
    QCOMPARE(proxy.state(), State::Invalid);
    QVERIFY(!proxy.client());
}

QTEST_GUILESS_MAIN(TestProxyHeader)
#include "tst_proxyheader.moc"
