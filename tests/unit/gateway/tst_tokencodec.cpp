// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/random.h"
#include "gateway/auth/tokencodec.h"
#include "gateway/keys/pemkey.h"
#include "handmadetoken.h"
#include "testkeys.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita;
using gateway::Claims;
using gateway::keyFromPem;
using gateway::KeyRing;
using gateway::TokenCodec;
using gateway::TokenKeyPtr;

class TestTokenCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void open_signedToken_givesTheClaimsBack_data() { signers(); }
    void open_signedToken_givesTheClaimsBack();
    void open_handMadeToken_isAccepted();
    void open_tokenOfAnyKeyOfTheRing_isAccepted();
    void open_badToken_isRefused_data();
    void open_badToken_isRefused();
    void open_mutation_isRefused_data() { signers(); }
    void open_mutation_isRefused();
    void open_badClaims_areRefused_data();
    void open_badClaims_areRefused();
    void sign_header_isPinned_data() { signers(); }
    void sign_header_isPinned();
    void publicKeys_ofTheRing_areShown();

private:
    void signers();
    core::Result<Claims> open(QByteArrayView token) const { return TokenCodec(m_ring).open(token); }

    KeyRing m_ring = test::ringOf(test::key);
    TokenKeyPtr m_rsa;
    TokenKeyPtr m_ec;
    TokenKeyPtr m_ed25519;
    QByteArray m_rsaPublicPem;
};

void TestTokenCodec::initTestCase()
{
    const test::PemPair rsa = test::newRsaKey();
    m_rsaPublicPem = rsa.publicKey;
    m_rsa = keyFromPem(rsa.privateKey).value();
    m_ec = keyFromPem(test::newEcKey().privateKey).value();
    m_ed25519 = keyFromPem(test::newEd25519Key().privateKey).value();
    m_ring = KeyRing({std::make_shared<gateway::SecretKey>(test::key), m_rsa, m_ec, m_ed25519});
}

void TestTokenCodec::signers()
{
    QTest::addColumn<TokenKeyPtr>("key");
    QTest::newRow("HS256") << m_ring.signing().key;
    QTest::newRow("RS256") << m_rsa;
    QTest::newRow("ES256") << m_ec;
    QTest::newRow("EdDSA") << m_ed25519;
}

void TestTokenCodec::open_signedToken_givesTheClaimsBack()
{
    QFETCH(TokenKeyPtr, key);
    const KeyRing ring({key});
    const TokenCodec codec(ring);
    const Claims claims{"usuário \"x\"", "guarita",     "guarita-api", "0a0b",
                        "0c0d",          1'000'000'000, 1'000'000'001, 1'000'003'600};
    const auto token = codec.sign(claims);
    QVERIFY(token.ok());
    const auto opened = codec.open(token.value());
    QVERIFY(opened.ok());
    QVERIFY(opened.value() == claims);
}

void TestTokenCodec::open_handMadeToken_isAccepted()
{
    const auto opened = open(test::token(test::ourHeader, test::goodClaims));
    QVERIFY(opened.ok());
    QCOMPARE(opened.value().subject, QByteArray("usuario"));
    QCOMPARE(opened.value().expiresAt, std::int64_t(1'000'003'600));
}

void TestTokenCodec::open_tokenOfAnyKeyOfTheRing_isAccepted()
{
    for (const TokenKeyPtr &key : {m_rsa, m_ec, m_ed25519}) {
        const KeyRing other({key});
        const QByteArray token = TokenCodec(other).sign({"u", "i", "a", "j", "s", 1, 1, 2}).value();
        QVERIFY(open(token).ok());
        const KeyRing without = test::ringOf(test::key);
        QCOMPARE(TokenCodec(without).open(token).error().code, QByteArray("token_chave"));
    }
}

void TestTokenCodec::open_badToken_isRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &token, const char *code) {
        QTest::newRow(name) << token << QByteArray(code);
    };
    // Rightly signed with the secret, whatever the header says.
    const auto headed = [&](const char *name, const QByteArray &header, const char *code = "token_chave") {
        row(name, test::token(header, test::goodClaims), code);
    };
    const QByteArray id = test::idOf(test::key);
    const QByteArray good = test::token(test::ourHeader, test::goodClaims);
    const QByteArray signedPart = good.first(good.lastIndexOf('.'));
    const QByteArray signature = good.sliced(signedPart.size());

    row("empty", "", "token_malformado");
    row("dots only", "..", "token_malformado");
    row("no dot", "abc", "token_malformado");
    row("two parts", signedPart, "token_malformado");
    row("four parts", good + ".e30", "token_malformado");
    row("five parts, as of JWE", "e30.e30.e30.e30.e30", "token_malformado");
    row("empty signature", signedPart + '.', "token_malformado");
    row("empty header", '.' + test::base64Url(test::goodClaims) + signature, "token_malformado");
    row("empty claims", test::base64Url(test::ourHeader) + '.' + signature, "token_malformado");
    row("padded signature", good + '=', "token_malformado");
    row("blank at the end", good + ' ', "token_malformado");
    row("base64 of the other alphabet", signedPart + ".++++", "token_malformado");
    row("huge", good + QByteArray(8192, 'A'), "token_malformado");
    row("alg none, no signature",
        test::base64Url(R"({"alg":"none"})") + '.' + test::base64Url(test::goodClaims) + '.',
        "token_malformado");

    headed("no JSON", "alg");
    headed("an array", "[]");
    headed("as before keys had names", R"({"alg":"HS256","typ":"JWT"})");
    for (const char *algorithm : {"none", "NONE", "hs256", "HS512", "RS256", "ES256", "EdDSA", ""})
        headed(("alg " + QByteArray(algorithm)).constData(), test::header(algorithm, id));
    headed("alg twice", R"({"alg":"none","alg":"HS256","kid":")" + id + R"(","typ":"JWT"})");
    headed("kid twice", R"({"alg":"HS256","kid":"x","kid":")" + id + R"(","typ":"JWT"})");
    headed("no typ", R"({"alg":"HS256","kid":")" + id + R"("})");
    headed("another typ", R"({"alg":"HS256","kid":")" + id + R"(","typ":"at+jwt"})");
    headed("blanks", R"({"alg":"HS256", "kid":")" + id + R"(","typ":"JWT"})");
    headed("another order", R"({"kid":")" + id + R"(","alg":"HS256","typ":"JWT"})");
    headed("escaped", R"({"\u0061lg":"HS256","kid":")" + id + R"(","typ":"JWT"})");
    headed("with a byte order mark", "\xef\xbb\xbf" + test::ourHeader);
    for (const char *member :
         {R"("b64":false)", R"("crit":["exp"])", R"("crit":["b64"],"b64":false)", R"("jwk":{})",
          R"("jku":"http://127.0.0.1:1/")", R"("x5u":"file:///etc/passwd")", R"("x5c":["AA=="])",
          R"("cty":"JWT")", R"("zip":"DEF")", R"("enc":"A128GCM")"})
        headed(member, test::ourHeader.chopped(1) + ',' + member + '}');
    for (const char *kid : {"", "x", "../../dev/null", "/etc/passwd", "' OR 1=1 --", "x' UNION SELECT 'k",
                            "\xc3\xa9", "\\u0000", "*", "http://127.0.0.1:1/keys"})
        headed(("kid " + QByteArray(kid)).constData(), test::header("HS256", kid));
    headed("kid is a number", R"({"alg":"HS256","kid":1,"typ":"JWT"})");
    headed("kid in capitals", test::header("HS256", id.toUpper()));

    row("HS256 by the RSA key's public PEM",
        test::token(test::header("HS256", m_rsa->id()), test::goodClaims, QCryptographicHash::Sha256,
                    m_rsaPublicPem),
        "token_chave");
    row("RS256 by the RSA key's public PEM as a secret",
        test::token(test::header("RS256", m_rsa->id()), test::goodClaims, QCryptographicHash::Sha256,
                    m_rsaPublicPem),
        "token_assinatura");
    headed("the secret under the RSA key's name", test::header("RS256", m_rsa->id()), "token_assinatura");
    headed("the secret under the EC key's name", test::header("ES256", m_ec->id()), "token_assinatura");
    headed("RS256 with the EC key's name", test::header("RS256", m_ec->id()));
    row("ES256 of zeros", // CVE-2022-21449
        test::base64Url(test::header("ES256", m_ec->id())) + '.' + test::base64Url(test::goodClaims) + '.' +
            test::base64Url(QByteArray(64, '\0')),
        "token_assinatura");

    row("signature cut", good.chopped(7), "token_assinatura");
    row("another secret",
        test::token(test::ourHeader, test::goodClaims, QCryptographicHash::Sha256, QByteArray(32, 'x')),
        "token_assinatura");
    row("HS512 under HS256", test::token(test::ourHeader, test::goodClaims, QCryptographicHash::Sha512),
        "token_assinatura");
    row("other claims under the signature",
        test::base64Url(test::ourHeader) + '.' + test::base64Url(test::claimsWith("usuario", "root")) +
            signature,
        "token_assinatura");
}

void TestTokenCodec::open_badToken_isRefused()
{
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, code);
    const auto opened = open(token);
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, code);
}

/// Whatever happens to a token's bytes, what comes out is refused, unless it is the same token.
void TestTokenCodec::open_mutation_isRefused()
{
    QFETCH(TokenKeyPtr, key);
    const KeyRing ring({key});
    const TokenCodec codec(ring);
    const QByteArray good = codec.sign({"usuario", "i", "a", "j", "s", 1, 1, 2}).value();
    static const QByteArray alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
    for (qsizetype i = 0; i < good.size(); ++i) { // each character once
        QByteArray changed = good;
        changed[i] = alphabet[(alphabet.indexOf(good[i]) + 1) % alphabet.size()];
        QVERIFY2(!codec.open(changed).ok(), changed.constData());
        QVERIFY2(!codec.open(good.first(i)).ok(), "cut");
    }
    core::SystemRandom random;
    const auto below = [&](qsizetype bound) {
        quint32 number = 0;
        random.fill(std::as_writable_bytes(std::span(&number, 1)));
        return static_cast<qsizetype>(number % static_cast<quint32>(bound));
    };
    for (int round = 0; round < 500; ++round) {
        QByteArray changed = good;
        for (qsizetype left = 1 + below(3); left > 0; --left) {
            const qsizetype at = below(changed.size());
            const char character = alphabet[below(alphabet.size())];
            switch (below(4)) {
            case 0:
                changed.insert(at, character);
                break;
            case 1:
                changed.remove(at, 1 + below(4));
                break;
            case 2:
                changed[at] = character;
                break;
            default:
                changed.insert(at, changed.mid(below(changed.size()), 4));
            }
        }
        QVERIFY2(changed == good || !codec.open(changed).ok(), changed.constData());
    }
}

void TestTokenCodec::open_badClaims_areRefused_data()
{
    QTest::addColumn<QByteArray>("claims");
    const auto row = [](const char *name, const QByteArray &claims) { QTest::newRow(name) << claims; };
    for (const char *name : {"sub", "iss", "aud", "jti", "sid", "iat", "nbf", "exp"}) {
        const QByteArray member = '"' + QByteArray(name) + "\":";
        row(("no " + QByteArray(name)).constData(),
            test::claimsWith(member, "\"other_" + QByteArray(name) + "\":"));
    }
    row("no claims", "{}");
    row("no JSON", "{");
    row("an array", "[]");
    row("more behind them", test::goodClaims + "{}");
    row("a blank before them", ' ' + test::goodClaims);
    row("not UTF-8", test::claimsWith("usuario", "usu\xe1rio"));
    row("sub twice", test::claimsWith(R"("usuario",)", R"("usuario","sub":"root",)"));
    row("sub twice, once escaped", test::claimsWith(R"("usuario",)", R"("usuario","s\u0075b":"root",)"));
    row("twice further in", test::claimsWith(R"("usuario",)", R"("usuario","x":{"a":1,"a":2},)"));
    row("deep", test::claimsWith(R"("usuario",)",
                                 R"("usuario","x":)" + QByteArray(500, '[') + QByteArray(500, ']') + ','));
    row("sub is a number", test::claimsWith(R"("usuario")", "7"));
    row("sub is empty", test::claimsWith(R"("usuario")", R"("")"));
    row("sub is null", test::claimsWith(R"("usuario")", "null"));
    row("aud is a list", test::claimsWith(R"("guarita-api")", R"(["guarita-api"])"));
    row("iss is an object", test::claimsWith(R"("guarita",)", R"({},)"));
    row("jti is a number", test::claimsWith(R"("01")", "1"));
    row("exp is a text", test::claimsWith("1000003600", R"("1000003600")"));
    row("exp is a fraction", test::claimsWith("1000003600", "1000003600.5"));
    row("exp is a whole fraction", test::claimsWith("1000003600", "1000003600.0"));
    row("exp has an exponent", test::claimsWith("1000003600", "1e10"));
    row("exp is beyond all numbers", test::claimsWith("1000003600", "1e999"));
    row("exp is negative", test::claimsWith("1000003600", "-1"));
    row("exp after the year 9999", test::claimsWith("1000003600", "253402300800"));
    row("exp is the largest number", test::claimsWith("1000003600", "9223372036854775807"));
    row("exp is larger than that", test::claimsWith("1000003600", "9223372036854775808"));
    row("exp has 20 digits", test::claimsWith("1000003600", "99999999999999999999"));
    row("exp is true", test::claimsWith("1000003600", "true"));
    row("iat is a text", test::claimsWith(R"("iat":1000000000)", R"("iat":"1000000000")"));
    row("nbf is null", test::claimsWith(R"("nbf":1000000000)", R"("nbf":null)"));
}

void TestTokenCodec::open_badClaims_areRefused()
{
    QFETCH(QByteArray, claims);
    const auto opened = open(test::token(test::ourHeader, claims));
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, QByteArray("token_claims"));
}

void TestTokenCodec::sign_header_isPinned()
{
    QFETCH(TokenKeyPtr, key);
    const KeyRing ring({key});
    const QByteArray token = TokenCodec(ring).sign({"u", "i", "a", "j", "s", 1, 1, 2}).value();
    QCOMPARE(token.first(token.indexOf('.')),
             test::base64Url(test::header(QTest::currentDataTag(), key->id())));
}

void TestTokenCodec::publicKeys_ofTheRing_areShown()
{
    QCOMPARE(test::ringOf(test::key).publicKeys(), QByteArray(R"({"keys":[]})"));
    QCOMPARE(m_ring.publicKeys(), "{\"keys\":[" + m_rsa->publicJwk() + ',' + m_ec->publicJwk() + ',' +
                                      m_ed25519->publicJwk() + "]}");
    QVERIFY(QJsonDocument::fromJson(m_ring.publicKeys()).isObject());
}

QTEST_GUILESS_MAIN(TestTokenCodec)
#include "tst_tokencodec.moc"
