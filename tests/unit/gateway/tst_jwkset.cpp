// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/base64url.h"
#include "gateway/keys/compactjws.h"
#include "gateway/keys/jwkset.h"
#include "gateway/keys/pemkey.h"
#include "testkeys.h"

#include <QtTest/QTest>

using namespace guarita;
using gateway::parseJwkSet;

class TestJwkSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_standardsKeys_verifyTheirExamples_data();
    void parse_standardsKeys_verifyTheirExamples();
    void id_standardsKeys_isTheThumbprint();
    void parse_ourOwnKeys_areRead();
    void parse_keyOfNoUse_isPassedOver_data();
    void parse_keyOfNoUse_isPassedOver();
    void parse_badSet_isRefused_data();
    void parse_badSet_isRefused();
};

namespace {

// RFC 7515, A.2 and A.3; RFC 8037, A.2.
const QByteArray rsaMembers =
    R"("kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ")";
const QByteArray ecMembers =
    R"("kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")";
const QByteArray edMembers =
    R"("kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")";

QByteArray setOf(const QByteArrayList &keys)
{
    return "{\"keys\":[" + keys.join(',') + "]}";
}

QByteArray named(const QByteArray &members, const QByteArray &name = "k")
{
    return "{\"kid\":\"" + name + "\"," + members + '}';
}

} // namespace

void TestJwkSet::parse_standardsKeys_verifyTheirExamples_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("token");
    const QByteArray claims =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
    QTest::newRow("RFC 7515, A.2")
        << rsaMembers
        << "eyJhbGciOiJSUzI1NiJ9." + claims +
               "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
               "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSj"
               "tQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6Ie"
               "YI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    QTest::newRow("RFC 7515, A.3")
        << ecMembers
        << "eyJhbGciOiJFUzI1NiJ9." + claims +
               "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    QTest::newRow("RFC 8037, A.4")
        << edMembers
        << QByteArray("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_"
                      "MuM0KAg");
}

void TestJwkSet::parse_standardsKeys_verifyTheirExamples()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, token);
    const auto set = parseJwkSet(setOf({named(members)}));
    QVERIFY(set.ok());
    const gateway::TokenKeyPtr key = set.value().value("k");
    QVERIFY(key && !key->canSign());
    const auto jws = gateway::CompactJws::of(token);
    QVERIFY(jws);
    QVERIFY(key->verifies(jws->signedText, jws->signature));
    QVERIFY(!key->verifies(jws->signedText.chopped(1), jws->signature));
}

void TestJwkSet::id_standardsKeys_isTheThumbprint()
{
    // RFC 8037, A.3, and RFC 7638, 3.1.
    QCOMPARE(parseJwkSet(setOf({named(edMembers)})).value().value("k")->id(),
             QByteArray("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
    const QByteArray rsa =
        R"("kty":"RSA","e":"AQAB","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw")";
    QCOMPARE(parseJwkSet(setOf({named(rsa)})).value().value("k")->id(),
             QByteArray("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
}

void TestJwkSet::parse_ourOwnKeys_areRead()
{
    const gateway::TokenKeyPtr ec = gateway::keyFromPem(test::newEcKey().privateKey).value();
    const gateway::TokenKeyPtr rsa = gateway::keyFromPem(test::newRsaKey().privateKey).value();
    const auto set = parseJwkSet(gateway::KeyRing({ec, rsa}).publicKeys());
    QVERIFY(set.ok());
    QCOMPARE(set.value().size(), 2);
    for (const gateway::TokenKeyPtr &key : {ec, rsa})
        QVERIFY(set.value().value(key->id())->verifies("text", key->sign("text")));
}

void TestJwkSet::parse_keyOfNoUse_isPassedOver_data()
{
    QTest::addColumn<QByteArray>("jwk");
    const auto row = [](const char *name, const QByteArray &jwk) { QTest::newRow(name) << jwk; };
    row("no object", "7");
    row("no name", '{' + edMembers + '}');
    row("empty name", named(edMembers, ""));
    row("name that is a number", "{\"kid\":1," + edMembers + '}');
    row("no kind", named(R"("x":"AA")"));
    row("secret", named(R"("kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")"));
    row("for encryption", named(edMembers + R"(,"use":"enc")"));
    row("for signing only", named(edMembers + R"(,"key_ops":["sign"])"));
    row("operations that are no list", named(edMembers + R"(,"key_ops":"verify")"));
    row("for another algorithm", named(rsaMembers + R"(,"alg":"PS256")"));
    row("for HMAC", named(rsaMembers + R"(,"alg":"HS256")"));
    row("another curve", named(QByteArray(ecMembers).replace("P-256", "P-384")));
    row("point beside the curve", named(QByteArray(ecMembers).replace("f83O", "f83P")));
    row("half a point",
        named(R"("kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")"));
    row("short Ed25519", named(R"("kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg")"));
    row("X25519", named(QByteArray(edMembers).replace("Ed25519", "X25519")));
    row("padded", named(QByteArray(edMembers).replace("HURo", "HURo=")));
    row("small RSA",
        named(R"("kty":"RSA","e":"AQAB","n":")" + gateway::toBase64Url(QByteArray(128, '\xff')) + '"'));
    row("huge RSA",
        named(R"("kty":"RSA","e":"AQAB","n":")" + gateway::toBase64Url(QByteArray(2048, '\xff')) + '"'));
    row("RSA without an exponent", named(QByteArray(rsaMembers).replace(R"("e":"AQAB",)", "")));
    row("RSA that signs nothing", named(QByteArray(rsaMembers).replace("AQAB", "AQ")));
    row("RSA with an even exponent", named(QByteArray(rsaMembers).replace("AQAB", "Ag")));
    row("RSA with a huge exponent",
        named(QByteArray(rsaMembers).replace("AQAB", gateway::toBase64Url(QByteArray(64, '\xff')))));
}

void TestJwkSet::parse_keyOfNoUse_isPassedOver()
{
    QFETCH(QByteArray, jwk);
    const auto none = parseJwkSet(setOf({jwk}));
    QVERIFY(none.ok() && none.value().isEmpty());
    const auto set = parseJwkSet(setOf({jwk, named(ecMembers, "good")}));
    QVERIFY(set.ok());
    QCOMPARE(set.value().keys(), QByteArrayList{"good"});
}

void TestJwkSet::parse_badSet_isRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    const QByteArray good = named(edMembers);
    row("empty", "");
    row("HTML", "<html></html>");
    row("an array", '[' + good + ']');
    row("cut", setOf({good}).chopped(3));
    row("no keys", "{}");
    row("no list of keys", "{\"keys\":{}}");
    row("two of one name", setOf({good, named(ecMembers)}));
    row("a member twice", setOf({named(edMembers + R"(,"kid":"x")")}));
    row("keys twice", "{\"keys\":[],\"keys\":[" + good + "]}");
    row("33 keys", setOf(QByteArrayList(33, "{}") << good));
    row("deep", "{\"keys\":[" + good + "],\"x\":" + QByteArray(1000, '[') + QByteArray(1000, ']') + '}');
}

void TestJwkSet::parse_badSet_isRefused()
{
    QFETCH(QByteArray, text);
    const auto set = parseJwkSet(text);
    QVERIFY(!set.ok());
    QCOMPARE(set.error().code, QByteArray("chaves_recusadas"));
}

QTEST_GUILESS_MAIN(TestJwkSet)
#include "tst_jwkset.moc"
