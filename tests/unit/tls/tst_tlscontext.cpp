// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/certificates.h"
#include "tls/tlscontext.h"

#include <QtTest/QTest>

using namespace guarita;
using support::Certificates;

class TestTlsContext : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void load_good_saysUntilWhen();
    void load_bad_saysWhy_data();
    void load_bad_saysWhy();

private:
    core::Result<tls::TlsContext::Pointer> load(const QByteArray &certificate, const QByteArray &key)
    {
        return tls::TlsContext::load({m_certificates.path(certificate), m_certificates.path(key)},
                                     core::SystemClock().wallNow());
    }

    Certificates m_certificates;
};

void TestTlsContext::initTestCase()
{
    const auto forTime = [](const char *begin, const char *end) {
        return Certificates::Wanted{.begin = begin, .end = end};
    };
    QVERIFY2(m_certificates.make(), m_certificates.error());
    QVERIFY2(
        m_certificates.issue("good", "ca", forTime("20200101000000Z", "20990101000000Z")) &&
            m_certificates.issue("old", "ca", forTime("20200101000000Z", "20210101000000Z")) &&
            m_certificates.issue("early", "ca", forTime("20980101000000Z", "20990101000000Z")) &&
            m_certificates.selfSignedApart("apart", "localhost") &&
            m_certificates.run({"genrsa", "-out", "exposed.pem", "2048"}) &&
            m_certificates.run({"genrsa", "-aes128", "-passout", "pass:x", "-out", "locked.pem", "2048"}) &&
            m_certificates.run({"ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ec.pem"}),
        m_certificates.error());
    m_certificates.write("garbage.pem", "not a certificate");
    QVERIFY(QFile::setPermissions(m_certificates.path("garbage"), QFile::ReadOwner));
    QVERIFY(QFile::setPermissions(m_certificates.path("exposed"), QFile::ReadOwner | QFile::ReadOther));
}

void TestTlsContext::load_good_saysUntilWhen()
{
    const auto context = load("good", "key");
    QVERIFY2(context.ok(), context.ok() ? "" : qPrintable(context.error().message));
    QCOMPARE(std::chrono::system_clock::to_time_t(context.value()->validUntil()),
             QDateTime(QDate(2099, 1, 1), QTime(0, 0), Qt::UTC).toSecsSinceEpoch());
}

void TestTlsContext::load_bad_saysWhy_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *certificate, const char *key, const char *code) {
        QTest::newRow(code) << QByteArray(certificate) << QByteArray(key) << QByteArray(code);
    };
    row("absent", "key", "certificate_unreadable");
    row("garbage", "key", "certificate_invalid");
    row("old", "key", "certificate_expired");
    row("early", "key", "certificate_not_yet_valid");
    row("good", "absent", "key_unreadable");
    row("good", "exposed", "key_exposed");
    row("good", "apart-key", "key_mismatch");
    row("good", "ec", "key_mismatch"); // of another kind
    row("good", "garbage", "key_invalid");
    row("good", "locked", "key_invalid"); // nor does it ask for the passphrase
}

void TestTlsContext::load_bad_saysWhy()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, code);
    const auto context = load(certificate, key);
    QVERIFY(!context.ok());
    QCOMPARE(context.error().code, code);
    QVERIFY2(context.error().message.startsWith(QStringLiteral("must ")),
             qPrintable(context.error().message));
}

QTEST_GUILESS_MAIN(TestTlsContext)
#include "tst_tlscontext.moc"
