// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/forward/forwardedfields.h"

#include <QtTest/QTest>

using namespace guarita;

class TestForwardedFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forwardedValue_any_isQuotedWhereNeeded_data();
    void forwardedValue_any_isQuotedWhereNeeded();
    void addressText_any_isPlain_data();
    void addressText_any_isPlain();
    void setForwardedFields_clientCopies_areReplaced();
    void setForwardedFields_secure_saysHttps();
    void setForwardedFields_noSubject_setsNone();
    void withoutLocalhost_origin_data();
    void withoutLocalhost_origin();
};

void TestForwardedFields::forwardedValue_any_isQuotedWhereNeeded_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *address, const char *host, const char *expected) {
        QTest::newRow(expected) << QByteArray(address) << QByteArray(host) << QByteArray(expected);
    };
    row("192.0.2.1", "example.org", "for=192.0.2.1;host=example.org;proto=https");
    row("192.0.2.1", "example.org:8000", R"(for=192.0.2.1;host="example.org:8000";proto=https)");
    row("2001:db8::1", "[2001:db8::2]:8000", R"(for="[2001:db8::1]";host="[2001:db8::2]:8000";proto=https)");
}

void TestForwardedFields::forwardedValue_any_isQuotedWhereNeeded()
{
    QFETCH(QByteArray, address);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, expected);
    QCOMPARE(gateway::forwardedValue(address, host, "https"), expected);
}

void TestForwardedFields::addressText_any_isPlain_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("IPv4") << QStringLiteral("192.0.2.1") << QByteArray("192.0.2.1");
    QTest::newRow("mapped") << QStringLiteral("::ffff:192.0.2.1") << QByteArray("192.0.2.1");
    QTest::newRow("IPv6") << QStringLiteral("2001:DB8:0:0::1") << QByteArray("2001:db8::1");
    QTest::newRow("zone") << QStringLiteral("fe80::1%lo") << QByteArray("fe80::1");
    QTest::newRow("loopback") << QStringLiteral("::1") << QByteArray("::1");
}

void TestForwardedFields::addressText_any_isPlain()
{
    QFETCH(QString, address);
    QFETCH(QByteArray, expected);
    QCOMPARE(gateway::addressText(QHostAddress(address)), expected);
}

void TestForwardedFields::setForwardedFields_clientCopies_areReplaced()
{
    http::Request request;
    request.clientAddress = QHostAddress(QStringLiteral("192.0.2.1"));
    request.host = "example.org";
    request.subject = "usuario";
    http::Headers headers{{"accept", "*/*"},
                          {"x-forwarded-for", "10.0.0.1"},
                          {"forwarded", "for=10.0.0.1"},
                          {"x-forwarded-prefix", "/x"},
                          {"x-forwarded-port", "1"},
                          {"x-real-ip", "10.0.0.1"},
                          {"x-guarita-subject", "root"},
                          {"x-guarita-upstream", "x"},
                          {"x-forwarded", "x"},
                          {"x_forwarded_for", "10.0.0.1"},
                          {"x-guarita.subject", "root"},
                          {"x-original-uri", "/x"},
                          {"remote-user", "root"},
                          {"cf-connecting-ip", "10.0.0.1"},
                          {"x-http-method-override", "DELETE"},
                          {"x-forwarding", "not one of them"}};
    gateway::setForwardedFields(headers, request);
    const http::Headers expected{{"accept", "*/*"},
                                 {"x-forwarding", "not one of them"},
                                 {"x-forwarded-for", "192.0.2.1"},
                                 {"x-forwarded-proto", "http"},
                                 {"x-forwarded-host", "example.org"},
                                 {"forwarded", "for=192.0.2.1;host=example.org;proto=http"},
                                 {"x-guarita-subject", "usuario"}};
    QVERIFY(headers == expected);
}

void TestForwardedFields::setForwardedFields_secure_saysHttps()
{
    http::Request request;
    request.clientAddress = QHostAddress(QStringLiteral("192.0.2.1"));
    request.host = "example.org";
    request.secure = true;
    http::Headers headers;
    gateway::setForwardedFields(headers, request);
    QCOMPARE(*headers.find("x-forwarded-proto"), QByteArray("https"));
    QVERIFY(headers.find("forwarded")->endsWith("proto=https"));
}

void TestForwardedFields::setForwardedFields_noSubject_setsNone()
{
    http::Request request;
    request.host = "example.org";
    http::Headers headers{{"x-guarita-subject", "root"}};
    gateway::setForwardedFields(headers, request);
    QVERIFY(!headers.contains("x-guarita-subject"));
}

void TestForwardedFields::withoutLocalhost_origin_data()
{
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *origin, const char *expected) {
        QTest::newRow(origin) << QString::fromLatin1(origin) << QString::fromLatin1(expected);
    };
    row("http://localhost:8001", "http://127.0.0.1:8001");
    row("https://LOCALHOST", "https://127.0.0.1");
    row("http://localhost.example.org:1", "http://localhost.example.org:1");
    row("http://[::1]:8001", "http://[::1]:8001");
}

void TestForwardedFields::withoutLocalhost_origin()
{
    QFETCH(QString, origin);
    QFETCH(QString, expected);
    QCOMPARE(gateway::withoutLocalhost(QUrl(origin)), QUrl(expected));
}

QTEST_GUILESS_MAIN(TestForwardedFields)
#include "tst_forwardedfields.moc"
