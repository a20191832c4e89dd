// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "support/certificates.h"
#include "support/tlspair.h"
#include "tls/tlssession.h"

#include <QtTest/QTest>

#include <optional>

using namespace guarita;
using namespace guarita::tls;
using support::Certificates;

/// Whom a client believes, seen from its handshakes with a server of ours.
class TestTlsTrust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void fromFile_bad_saysWhy_data();
    void fromFile_bad_saysWhy();
    void system_withFile_trustsIt();
    void system_withFolder_trustsIt();
    void system_withoutAuthorities_saysSo();
    void server_ofRightName_isBelieved_data();
    void server_ofRightName_isBelieved();
    void server_notToBeBelieved_isRefused_data();
    void server_notToBeBelieved_isRefused();
    void host_unusable_failsAndSendsNothing_data();
    void host_unusable_failsAndSendsNothing();

private:
    support::Handshake handshake(const TlsTrust &trust, const QByteArray &certificate,
                                 const QByteArray &host) const;
    QByteArray file(const QByteArray &name) const { return QFile::encodeName(m_certificates.path(name)); }

    Certificates m_certificates;
    QTemporaryDir m_empty;
};

namespace {

/// A server of ours does not load what is not valid, but has been there when it was.
TlsContext::Pointer loadedAtSomeTime(const TlsFiles &files)
{
    const core::WallTime now = core::SystemClock().wallNow();
    const auto at = [](int year) {
        return core::WallTime(std::chrono::sys_days(std::chrono::year(year) / 6 / 1));
    };
    for (const core::WallTime time : {now, at(2020), at(2098)}) {
        if (const auto context = TlsContext::load(files, time))
            return context.value();
    }
    return nullptr;
}

} // namespace

void TestTlsTrust::initTestCase()
{
    const auto named = [](const char *names) { return Certificates::Wanted{.names = names}; };
    QVERIFY2(m_certificates.make(), m_certificates.error());
    QVERIFY2(m_certificates.issue("localhost", "ca", {}) && m_certificates.issue("others", "other", {}) &&
                 m_certificates.issue("addresses", "ca", named("IP:127.0.0.1,IP:::1")) &&
                 m_certificates.issue("address-as-name", "ca", named("DNS:127.0.0.1")) &&
                 m_certificates.issue("wildcard", "ca", named("DNS:*.example.org")) &&
                 m_certificates.issue("partial", "ca", named("DNS:f*.example.org")) &&
                 m_certificates.issue("old", "ca", {.end = "20210101000000Z"}) &&
                 m_certificates.issue("early", "ca", {.begin = "20980101000000Z"}) &&
                 m_certificates.selfSignedApart("impostor", "Guarita Test CA"),
             m_certificates.error());
    m_certificates.write("garbage.pem", "not a certificate");
}

void TestTlsTrust::cleanup()
{
    qunsetenv("SSL_CERT_FILE");
    qunsetenv("SSL_CERT_DIR");
}

support::Handshake TestTlsTrust::handshake(const TlsTrust &trust, const QByteArray &certificate,
                                           const QByteArray &host) const
{
    const auto context = loadedAtSomeTime({m_certificates.path(certificate), m_certificates.path("key")});
    if (!context)
        return {};
    const support::SocketPair sockets;
    TlsSession client(trust, sockets.client.get(), host);
    TlsSession server(*context, sockets.server.get());
    return support::shakeHands([&] { return client.handshake(); }, [&] { return server.handshake(); });
}

void TestTlsTrust::fromFile_bad_saysWhy_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("absent") << QByteArray("authorities_unreadable");
    QTest::newRow("garbage") << QByteArray("authorities_invalid");
    QTest::newRow("key") << QByteArray("authorities_invalid");
}

void TestTlsTrust::fromFile_bad_saysWhy()
{
    QFETCH(QByteArray, code);
    const auto trust = TlsTrust::fromFile(m_certificates.path(QTest::currentDataTag()));
    QVERIFY(!trust.ok());
    QCOMPARE(trust.error().code, code);
    QVERIFY2(trust.error().message.startsWith(QStringLiteral("must ")), qPrintable(trust.error().message));
}

void TestTlsTrust::system_withFile_trustsIt()
{
    qputenv("SSL_CERT_FILE", file("ca"));
    qputenv("SSL_CERT_DIR", QFile::encodeName(m_empty.path()));
    const auto trust = TlsTrust::system();
    QVERIFY(trust.ok());
    QVERIFY(handshake(*trust.value(), "localhost", "localhost").done());
    QVERIFY(handshake(*trust.value(), "others", "localhost").failed());
}

void TestTlsTrust::system_withFolder_trustsIt()
{
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(m_certificates.path("ca"), folder.filePath(QStringLiteral("ca.pem"))));
    QVERIFY2(m_certificates.run({"rehash", QFile::encodeName(folder.path())}), m_certificates.error());
    qputenv("SSL_CERT_FILE", file("absent"));
    qputenv("SSL_CERT_DIR", QFile::encodeName(m_empty.path() + u':' + folder.path()));
    const auto trust = TlsTrust::system();
    QVERIFY(trust.ok());
    QVERIFY(handshake(*trust.value(), "localhost", "localhost").done());
    QVERIFY(handshake(*trust.value(), "others", "localhost").failed());
}

void TestTlsTrust::system_withoutAuthorities_saysSo()
{
    qputenv("SSL_CERT_FILE", file("absent"));
    qputenv("SSL_CERT_DIR", QFile::encodeName(m_empty.path()));
    const auto trust = TlsTrust::system();
    QVERIFY(!trust.ok());
    QCOMPARE(trust.error().code, QByteArray("authorities_missing"));
    QVERIFY2(trust.error().message.startsWith(QStringLiteral("must ")), qPrintable(trust.error().message));
}

void TestTlsTrust::server_ofRightName_isBelieved_data()
{
    QTest::addColumn<QByteArray>("authority");
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("host");
    const auto row = [](const char *name, const char *authority, const char *certificate, const char *host) {
        QTest::newRow(name) << QByteArray(authority) << QByteArray(certificate) << QByteArray(host);
    };
    row("name", "ca", "localhost", "localhost");
    row("name in capitals", "ca", "localhost", "LOCALHOST");
    row("name with a dot at its end", "ca", "localhost", "localhost.");
    row("IPv4", "ca", "addresses", "127.0.0.1");
    row("IPv6", "ca", "addresses", "::1");
    row("IPv6 in full", "ca", "addresses", "0:0:0:0:0:0:0:1");
    row("wildcard", "ca", "wildcard", "foo.example.org");
    row("self-signed and trusted", "self", "self", "localhost");
}

void TestTlsTrust::server_ofRightName_isBelieved()
{
    QFETCH(QByteArray, authority);
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, host);
    const auto trust = TlsTrust::fromFile(m_certificates.path(authority));
    QVERIFY(trust.ok());
    QVERIFY(handshake(*trust.value(), certificate, host).done());
}

void TestTlsTrust::server_notToBeBelieved_isRefused_data()
{
    QTest::addColumn<QByteArray>("authority");
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char *name, const char *authority, const char *certificate, const char *host,
                        const char *why) {
        QTest::newRow(name) << QByteArray(authority) << QByteArray(certificate) << QByteArray(host)
                            << QByteArray(why);
    };
    constexpr char otherName[] = "hostname mismatch";
    constexpr char otherAddress[] = "IP address mismatch";
    constexpr char otherAuthority[] = "unable to get local issuer certificate";
    row("another name", "ca", "localhost", "example.org", otherName);
    row("a name below", "ca", "localhost", "www.localhost", otherName);
    row("only the common name", "ca", "addresses", "localhost", otherName);
    row("another address", "ca", "addresses", "127.0.0.2", otherAddress);
    row("a name for an address", "ca", "localhost", "127.0.0.1", otherAddress);
    row("an address as a name", "ca", "address-as-name", "127.0.0.1", otherAddress);
    row("wildcard for two labels", "ca", "wildcard", "foo.bar.example.org", otherName);
    row("wildcard for none", "ca", "wildcard", "example.org", otherName);
    row("wildcard for a part", "ca", "partial", "foo.example.org", otherName);
    row("another authority", "other", "localhost", "localhost", otherAuthority);
    row("an authority of the same name", "impostor", "localhost", "localhost", otherAuthority);
    row("self-signed", "ca", "self", "localhost", "self-signed certificate");
    row("expired", "ca", "old", "localhost", "certificate has expired");
    row("not yet valid", "ca", "early", "localhost", "certificate is not yet valid");
}

void TestTlsTrust::server_notToBeBelieved_isRefused()
{
    QFETCH(QByteArray, authority);
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, why);
    const auto trust = TlsTrust::fromFile(m_certificates.path(authority));
    QVERIFY(trust.ok());
    QTest::ignoreMessage(QtDebugMsg, "handshake failed: the certificate: " + why);
    QVERIFY(handshake(*trust.value(), certificate, host).failed());
}

void TestTlsTrust::host_unusable_failsAndSendsNothing_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("dot") << QByteArray(".");
    QTest::newRow("all below") << QByteArray(".example.org");
    QTest::newRow("NUL in a name") << QByteArray("localhost\0.example.org", 22);
    QTest::newRow("NUL behind an address") << QByteArray("127.0.0.1\0", 10);
    QTest::newRow("too long") << QByteArray(256, 'a');
}

void TestTlsTrust::host_unusable_failsAndSendsNothing()
{
    QFETCH(QByteArray, host);
    const auto trust = TlsTrust::fromFile(m_certificates.path("ca"));
    QVERIFY(trust.ok());
    const support::SocketPair sockets;
    TlsSession client(*trust.value(), sockets.client.get(), host);
    QVERIFY(client.handshake().state == Transfer::State::Failed);
    char byte = 0;
    QCOMPARE(::recv(sockets.server.get(), &byte, 1, 0), ssize_t(-1));
    QCOMPARE(errno, EAGAIN);
}

QTEST_GUILESS_MAIN(TestTlsTrust)
#include "tst_tlstrust.moc"
