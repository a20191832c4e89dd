// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/tokencodec.h"
#include "handmadetoken.h"

#include <QtTest/QTest>

using namespace guarita;
using gateway::Claims;
using gateway::TokenCodec;

class TestTokenCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void open_signedToken_givesTheClaimsBack();
    void open_handMadeToken_isAccepted();
    void open_badToken_isRefused_data();
    void open_badToken_isRefused();
    void open_anyChangedCharacter_isRefused();
    void open_badClaims_areRefused_data();
    void open_badClaims_areRefused();
    void sign_header_isPinned();
};

void TestTokenCodec::open_signedToken_givesTheClaimsBack()
{
    const TokenCodec codec(test::key);
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
    const auto opened = TokenCodec(test::key).open(test::token(test::ourHeader, test::goodClaims));
    QVERIFY(opened.ok());
    QCOMPARE(opened.value().subject, QByteArray("usuario"));
    QCOMPARE(opened.value().expiresAt, std::int64_t(1'000'003'600));
}

void TestTokenCodec::open_badToken_isRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &token, const char *code) {
        QTest::newRow(name) << token << QByteArray(code);
    };
    const auto headed = [](const char *header) { return test::token(header, test::goodClaims); };
    const QByteArray good = headed(test::ourHeader);
    const QByteArray signedPart = good.first(good.lastIndexOf('.'));
    const QByteArray unsignedPart =
        test::base64Url(R"({"alg":"none"})") + '.' + test::base64Url(test::goodClaims);

    row("empty", "", "token_malformado");
    row("no dot", "abc", "token_malformado");
    row("two parts", signedPart, "token_malformado");
    row("four parts", good + ".e30", "token_malformado");
    row("empty signature", signedPart + '.', "token_malformado");
    row("padded signature", good + '=', "token_malformado");
    row("blank at the end", good + ' ', "token_malformado");
    row("base64 of the other alphabet", signedPart + ".++++", "token_malformado");
    row("header is not JSON", headed("alg"), "token_malformado");
    row("header is an array", headed("[]"), "token_malformado");
    row("claims are not JSON", test::token(test::ourHeader, "{"), "token_assinatura");
    row("number out of range",
        test::token(test::ourHeader, test::claimsWith("1000003600", "99999999999999999999")),
        "token_assinatura");
    row("huge", good + QByteArray(4096, 'A'), "token_malformado");
    row("alg none, unsigned", unsignedPart + '.', "token_malformado");
    row("alg none, our signature", headed(R"({"alg":"none","typ":"JWT"})"), "token_algoritmo");
    row("alg NONE", headed(R"({"alg":"NONE","typ":"JWT"})"), "token_algoritmo");
    row("alg hs256", headed(R"({"alg":"hs256","typ":"JWT"})"), "token_algoritmo");
    row("alg HS512, rightly signed",
        test::token(R"({"alg":"HS512","typ":"JWT"})", test::goodClaims, QCryptographicHash::Sha512),
        "token_algoritmo");
    row("alg HS384, rightly signed",
        test::token(R"({"alg":"HS384","typ":"JWT"})", test::goodClaims, QCryptographicHash::Sha384),
        "token_algoritmo");
    row("alg RS256", headed(R"({"alg":"RS256","typ":"JWT"})"), "token_algoritmo");
    row("alg ES256", headed(R"({"alg":"ES256","typ":"JWT"})"), "token_algoritmo");
    row("no typ", headed(R"({"alg":"HS256"})"), "token_algoritmo");
    row("alg twice", headed(R"({"alg":"none","typ":"JWT","alg":"HS384"})"), "token_algoritmo");
    row("kid", headed(R"({"alg":"HS256","typ":"JWT","kid":"../../dev/null"})"), "token_algoritmo");
    row("crit", headed(R"({"alg":"HS256","typ":"JWT","crit":["exp"],"exp":1})"), "token_algoritmo");
    row("jwk", headed(R"({"alg":"HS256","typ":"JWT","jwk":{}})"), "token_algoritmo");
    row("signature cut", good.chopped(7), "token_assinatura");
    row("another key",
        test::token(test::ourHeader, test::goodClaims, QCryptographicHash::Sha256, QByteArray(32, 'x')),
        "token_assinatura");
    row("HS512 signature under HS256",
        test::token(test::ourHeader, test::goodClaims, QCryptographicHash::Sha512), "token_assinatura");
    row("other claims under the signature",
        test::base64Url(test::ourHeader) + '.' + test::base64Url(test::claimsWith("usuario", "root")) +
            good.sliced(good.lastIndexOf('.')),
        "token_assinatura");
}

void TestTokenCodec::open_badToken_isRefused()
{
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, code);
    const auto opened = TokenCodec(test::key).open(token);
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, code);
}

void TestTokenCodec::open_anyChangedCharacter_isRefused()
{
    const TokenCodec codec(test::key);
    const QByteArray good = test::token(test::ourHeader, test::goodClaims);
    for (qsizetype i = 0; i < good.size(); ++i) {
        for (const char other : {'A', 'B', '_', '.'}) {
            QByteArray changed = good;
            changed[i] = other;
            QVERIFY2(changed == good || !codec.open(changed).ok(), changed.constData());
        }
    }
}

void TestTokenCodec::open_badClaims_areRefused_data()
{
    QTest::addColumn<QByteArray>("claims");
    const auto row = [](const char *name, const QByteArray &claims) { QTest::newRow(name) << claims; };
    for (const char *name : {"sub", "iss", "aud", "jti", "iat", "nbf", "exp"}) {
        const QByteArray member = '"' + QByteArray(name) + "\":";
        row(("no " + QByteArray(name)).constData(),
            test::claimsWith(member, "\"other_" + QByteArray(name) + "\":"));
    }
    row("no claims", "{}");
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
    row("exp is negative", test::claimsWith("1000003600", "-1"));
    row("exp after the year 9999", test::claimsWith("1000003600", "253402300800"));
    row("exp is the largest number", test::claimsWith("1000003600", "9223372036854775807"));
    row("exp is true", test::claimsWith("1000003600", "true"));
    row("iat is a text", test::claimsWith(R"("iat":1000000000)", R"("iat":"1000000000")"));
    row("nbf is null", test::claimsWith(R"("nbf":1000000000)", R"("nbf":null)"));
}

void TestTokenCodec::open_badClaims_areRefused()
{
    QFETCH(QByteArray, claims);
    const auto opened = TokenCodec(test::key).open(test::token(test::ourHeader, claims));
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, QByteArray("token_claims"));
}

void TestTokenCodec::sign_header_isPinned()
{
    const auto token = TokenCodec(test::key).sign({"u", "i", "a", "j", "s", 1, 1, 2});
    QVERIFY(token.ok());
    const QByteArray header = QByteArray::fromBase64(token.value().first(token.value().indexOf('.')),
                                                     QByteArray::Base64UrlEncoding);
    QVERIFY2(header.contains(R"("HS256")") && !header.contains("none"), header.constData());
}

QTEST_GUILESS_MAIN(TestTokenCodec)
#include "tst_tokencodec.moc"
