// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/base64url.h"
#include "gateway/keys/pemkey.h"
#include "testkeys.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita;
using gateway::keyFromPem;
using gateway::TokenKeyPtr;
using test::PemPair;

class TestPublicKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sign_text_isVerifiedByThePublicHalf_data();
    void sign_text_isVerifiedByThePublicHalf();
    void verifies_otherSignature_isRefused_data();
    void verifies_otherSignature_isRefused();
    void publicJwk_key_hasNothingPrivate_data();
    void publicJwk_key_hasNothingPrivate();
    void keyFromPem_unusable_isRefused_data();
    void keyFromPem_unusable_isRefused();

private:
    void kinds();
    PemPair m_rsa;
    PemPair m_ec;
    PemPair m_ed25519;
};

void TestPublicKey::initTestCase()
{
    m_rsa = test::newRsaKey();
    m_ec = test::newEcKey();
    m_ed25519 = test::newEd25519Key();
}

void TestPublicKey::kinds()
{
    QTest::addColumn<PemPair>("pem");
    QTest::addColumn<QByteArray>("algorithm");
    QTest::addColumn<qsizetype>("signatureSize");
    QTest::newRow("RSA") << m_rsa << QByteArray("RS256") << qsizetype(256);
    QTest::newRow("P-256") << m_ec << QByteArray("ES256") << qsizetype(64);
    QTest::newRow("Ed25519") << m_ed25519 << QByteArray("EdDSA") << qsizetype(64);
}

void TestPublicKey::sign_text_isVerifiedByThePublicHalf_data()
{
    kinds();
}

void TestPublicKey::sign_text_isVerifiedByThePublicHalf()
{
    QFETCH(PemPair, pem);
    const TokenKeyPtr signing = keyFromPem(pem.privateKey).value();
    const TokenKeyPtr verifying = keyFromPem(pem.publicKey).value();
    QVERIFY(signing->canSign() && !verifying->canSign());
    QTEST(nameOf(signing->algorithm()).toByteArray(), "algorithm");
    QCOMPARE(verifying->id(), signing->id());
    // An ECDSA signature's numbers are shorter once in a while.
    for (int i = 0; i < 300; ++i) {
        const QByteArray text = "text " + QByteArray::number(i);
        const QByteArray signature = signing->sign(text);
        QTEST(signature.size(), "signatureSize");
        QVERIFY(verifying->verifies(text, signature));
    }
    QVERIFY(verifying->sign("text").isEmpty());
}

void TestPublicKey::verifies_otherSignature_isRefused_data()
{
    kinds();
}

void TestPublicKey::verifies_otherSignature_isRefused()
{
    QFETCH(PemPair, pem);
    const TokenKeyPtr key = keyFromPem(pem.privateKey).value();
    const QByteArray good = key->sign("text");
    QVERIFY(key->verifies("text", good));
    QVERIFY(!key->verifies("texT", good));
    QVERIFY(!key->verifies("text", ""));
    QVERIFY(!key->verifies("text", good.chopped(1)));
    QVERIFY(!key->verifies("text", good + '\0'));
    QVERIFY(!key->verifies("text", QByteArray(good.size(), '\0')));
    QVERIFY(!key->verifies("text", QByteArray(good.size(), '\xff')));
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray changed = good;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        QVERIFY(!key->verifies("text", changed));
    }
}

void TestPublicKey::publicJwk_key_hasNothingPrivate_data()
{
    kinds();
}

void TestPublicKey::publicJwk_key_hasNothingPrivate()
{
    QFETCH(PemPair, pem);
    const TokenKeyPtr key = keyFromPem(pem.privateKey).value();
    QCOMPARE(key->publicJwk(), keyFromPem(pem.publicKey).value()->publicJwk());
    QJsonObject jwk = QJsonDocument::fromJson(key->publicJwk()).object();
    QCOMPARE(jwk.take(QStringLiteral("alg")).toString().toLatin1(), nameOf(key->algorithm()));
    QCOMPARE(jwk.take(QStringLiteral("use")).toString(), QStringLiteral("sig"));
    QCOMPARE(jwk.take(QStringLiteral("kid")).toString().toLatin1(), key->id());
    const QStringList left = jwk.keys();
    const bool rsa = jwk.value(QStringLiteral("kty")).toString() == QStringLiteral("RSA");
    const bool ec = jwk.value(QStringLiteral("kty")).toString() == QStringLiteral("EC");
    QCOMPARE(left.join(QLatin1Char(' ')), rsa  ? QStringLiteral("e kty n")
                                          : ec ? QStringLiteral("crv kty x y")
                                               : QStringLiteral("crv kty x"));
    // RFC 7638, 3: what is left, sorted and without blanks, is what the thumbprint is of.
    const QByteArray canonical = QJsonDocument(jwk).toJson(QJsonDocument::Compact);
    QCOMPARE(key->id(),
             gateway::toBase64Url(QCryptographicHash::hash(canonical, QCryptographicHash::Sha256)));
}

void TestPublicKey::keyFromPem_unusable_isRefused_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no PEM") << QByteArray("d67e93a2c32c14e6b9a5ad4d2e1f70b8");
    QTest::newRow("cut") << m_ec.privateKey.chopped(60);
    QTest::newRow("small RSA") << test::newRsaKey(1024).privateKey;
    QTest::newRow("odd RSA") << test::newRsaKey(2040).privateKey;
    QTest::newRow("another curve") << test::newEcKey("P-384").privateKey;
    QTest::newRow("X25519") << test::pemPairOf(EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519")).privateKey;
    BIO *memory = BIO_new(BIO_s_mem());
    EVP_PKEY *key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    unsigned char password[] = "pw";
    PEM_write_bio_PrivateKey(memory, key, EVP_aes_128_cbc(), password, 2, nullptr, nullptr);
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(memory, &bytes);
    QTest::newRow("with a password") << QByteArray(bytes, size);
    BIO_free(memory);
    EVP_PKEY_free(key);
}

void TestPublicKey::keyFromPem_unusable_isRefused()
{
    QFETCH(QByteArray, pem);
    const auto key = keyFromPem(pem);
    QVERIFY(!key.ok());
    QCOMPARE(key.error().code, QByteArray("chave_recusada"));
}

QTEST_GUILESS_MAIN(TestPublicKey)
#include "tst_publickey.moc"
