// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/outside/outsideverifier.h"
#include "outsidetokens.h"
#include "support/fakeclock.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace std::chrono_literals;
using gateway::OutsideVerifier;
using gateway::Role;
using gateway::Roles;
using test::outsideClaims;

class TestOutsideVerifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void verify_goodToken_namesTheCaller();
    void verify_subject_cannotBeAnybodyHere_data();
    void verify_subject_cannotBeAnybodyHere();
    void verify_roles_areMapped_data();
    void verify_roles_areMapped();
    void verify_badToken_isRefused_data();
    void verify_badToken_isRefused();
    void verify_rememberedToken_expires();
    void setKeys_withoutTheOldOne_refusesItsTokens();
    void setKeys_none_leavesNone();
    void keys_ofTheirGreatestAge_areNotUsed();

private:
    QByteArray codeOf(QByteArrayView token)
    {
        const auto caller = m_verifier->verify(token);
        return caller.ok() ? QByteArray("ok") : caller.error().code;
    }

    std::optional<support::FakeClock> m_clock; // a new one for each test
    const test::OutsideKey m_key = test::newOutsideKey("k1");
    std::optional<OutsideVerifier> m_verifier;
};

namespace {

QByteArray with(const QByteArray &before, const QByteArray &after)
{
    QByteArray claims = outsideClaims;
    Q_ASSERT(claims.contains(before));
    return claims.replace(before, after);
}

} // namespace

void TestOutsideVerifier::init()
{
    m_clock.emplace();
    m_verifier.emplace(test::outsideSettings(), *m_clock, 8);
    m_verifier->setKeys({{m_key.name, m_key.key}});
}

void TestOutsideVerifier::verify_goodToken_namesTheCaller()
{
    for (int i = 0; i < 2; ++i) { // once opened, once remembered
        const auto caller = m_verifier->verify(m_key.token());
        QVERIFY(caller.ok());
        QCOMPARE(caller.value()->subject, QByteArray("externo:ana"));
        QVERIFY(caller.value()->roles == Roles{Role::Reader});
    }
}

void TestOutsideVerifier::verify_subject_cannotBeAnybodyHere_data()
{
    QTest::addColumn<QByteArray>("subject"); // as in JSON
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *subject, const char *expected) {
        QTest::newRow(subject) << QByteArray(subject) << QByteArray(expected);
    };
    row("usuario", "externo:usuario");
    row("a@b.example", "externo:a%40b.example");
    row("externo:ana", "externo:externo%3Aana");
    row("auth0|5f7c", "externo:auth0%7C5f7c");
    row("a b;c,d", "externo:a%20b%3Bc%2Cd");
    row("\\r\\nX-Guarita-Subject: root", "externo:%0D%0AX-Guarita-Subject%3A%20root");
    row("jo\xc3\xa3o", "externo:jo%C3%A3o");
    row("%41", "externo:%2541");
}

void TestOutsideVerifier::verify_subject_cannotBeAnybodyHere()
{
    QFETCH(QByteArray, subject);
    const auto caller = m_verifier->verify(m_key.token(with("\"ana\"", '"' + subject + '"')));
    QVERIFY(caller.ok());
    QTEST(caller.value()->subject, "expected");
}

void TestOutsideVerifier::verify_roles_areMapped_data()
{
    QTest::addColumn<QByteArray>("claim"); // where it is looked for
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QByteArray>("roles");
    const auto row = [](const QByteArray &member, const char *roles, const char *claim = "roles") {
        QTest::addRow("%s: %s", claim, member.constData())
            << QByteArray(claim) << member << QByteArray(roles);
    };
    row(R"("roles":["staff","ops"])", "leitor,operador");
    row(R"("roles":["boss"])", "editor,admin");
    row(R"("roles":"staff ops")", "leitor,operador");
    row(R"("roles":"staff,ops")", "");
    row(R"("roles":["Staff","admin","leitor"," staff"])", "");
    row(R"("roles":[7,null,["ops"],{"a":"ops"},"staff"])", "leitor");
    row(R"("roles":{"staff":true})", "");
    row(R"("roles":null)", "");
    row(R"("x":1)", "");
    row(R"("scope":"openid ops")", "operador", "scope");
    row(R"("https://id.example/roles":["ops"])", "operador", "https://id.example/roles");
    row(R"("realm_access":{"roles":["ops"]})", "operador", "/realm_access/roles");
    row(R"("realm_access":["roles"])", "", "/realm_access/roles");
    row(R"("realm_access":"roles")", "", "/realm_access/roles");
}

void TestOutsideVerifier::verify_roles_areMapped()
{
    QFETCH(QByteArray, claim);
    QFETCH(QByteArray, member);
    QFETCH(QByteArray, roles);
    gateway::OutsideSettings settings = test::outsideSettings();
    settings.rolesClaim = claim;
    OutsideVerifier verifier(settings, *m_clock, 8);
    verifier.setKeys({{m_key.name, m_key.key}});
    const auto caller = verifier.verify(m_key.token(with(R"("roles":["staff"])", member)));
    QVERIFY(caller.ok());
    QCOMPARE(roleNames(caller.value()->roles).join(','), roles);
}

void TestOutsideVerifier::verify_badToken_isRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &token, const char *code) {
        QTest::newRow(name) << token << QByteArray(code);
    };
    const auto claimed = [&](const char *name, const char *before, const QByteArray &after,
                             const char *code = "token_claims") {
        row(name, m_key.token(with(before, after)), code);
    };
    const auto headed = [&](const QByteArray &header, const char *code = "token_chave") {
        row(header.constData(), m_key.token(header, outsideClaims), code);
    };
    const QByteArray good = m_key.token();
    row("good", good, "ok");
    headed(R"({"alg":"ES256","kid":"k1"})", "ok");
    headed(R"({"kid":"k1","typ":"at+jwt","x5t":"AA","alg":"ES256"})", "ok");
    claimed("audience in a list", R"("guarita")", R"(["x","guarita"])", "ok");
    claimed("expires with a fraction", "1000000300", "1000000300.5", "ok");
    claimed("begins within the leeway", R"("sub")", R"("nbf":1000000005,"sub")", "ok");
    claimed("issued for an hour", "1000000300", "1000003600", "ok");
    headed(R"({"kid":"k1","typ":"application/AT+JWT","alg":"ES256"})", "ok");

    row("empty", "", "token_malformado");
    row("two parts", good.first(good.lastIndexOf('.')), "token_malformado");
    row("padded", good + '=', "token_malformado");
    row("huge", m_key.token(with("\"ana\"", '"' + QByteArray(8192, 'x') + '"')), "token_malformado");
    for (const char *header : {"x",
                               "[]",
                               R"({"alg":"ES256"})",
                               R"({"kid":"k1"})",
                               R"({"alg":"ES256","kid":"k2"})",
                               R"({"alg":"none","kid":"k1"})",
                               R"({"alg":"HS256","kid":"k1"})",
                               R"({"alg":"RS256","kid":"k1"})",
                               R"({"alg":"EdDSA","kid":"k1"})",
                               R"({"alg":"es256","kid":"k1"})",
                               R"({"alg":["ES256"],"kid":"k1"})",
                               R"({"alg":"none","alg":"ES256","kid":"k1"})",
                               R"({"alg":"ES256","kid":"k1","typ":"secevent+jwt"})",
                               R"({"alg":"ES256","kid":"k1","typ":"ID"})",
                               R"({"alg":"ES256","kid":"k1","typ":"logout+jwt"})",
                               R"({"alg":"ES256","kid":"k1","typ":7})",
                               R"({"alg":"ES256","kid":"k1","crit":["exp"]})",
                               R"({"alg":"ES256","kid":"k1","b64":false})",
                               R"({"alg":"ES256","kid":"k1","jku":"http://127.0.0.1:1/"})",
                               R"({"alg":"ES256","kid":"k1","jwk":{}})",
                               R"({"alg":"ES256","kid":"k1","zip":"DEF"})",
                               R"({"alg":"ES256","kid":"../k1"})"})
        headed(header);
    row("another's signature", test::OutsideKey{test::newOutsideKey("k1")}.token(), "token_assinatura");
    row("the public key as a secret",
        test::token(R"({"alg":"ES256","kid":"k1"})", outsideClaims, QCryptographicHash::Sha256,
                    m_key.key->publicJwk()),
        "token_assinatura");

    claimed("another issuer", "id.example/realm", "id.example/other", "token_emissor");
    claimed("our own issuer", "https://id.example/realm", "guarita", "token_emissor");
    claimed("another audience", R"("guarita")", R"("guarita2")", "token_publico");
    claimed("audiences without ours", R"("guarita")", R"(["x",["guarita"]])", "token_publico");
    claimed("no audience", R"("aud":"guarita",)", "", "token_publico");
    claimed("expired now", "1000000300", "1000000000", "token_expirado");
    claimed("expired by a fraction", "1000000300", "1000000000.9", "token_expirado");
    claimed("begins after the leeway", R"("sub")", R"("nbf":1000000006,"sub")", "token_antecipado");
    claimed("issued for longer", "1000000300", "1000003600.5");
    claimed("an ID token of a log-in page", R"("sub")", R"("nonce":"n","sub")");
    claimed("an ID token that belongs to another", R"("sub")", R"("at_hash":"AA","sub")");
    claimed("no time of issue", R"("iat":1000000000)", R"("nbf":1000000000)");
    claimed("issued after the leeway", R"("iat":1000000000)", R"("iat":1000000005.5)", "token_antecipado");
    claimed("no end", R"("exp":1000000300,)", "");
    claimed("an end that is a text", "1000000300", R"("1000000300")");
    claimed("an end beyond all", "1000000300", "1e300");
    claimed("a negative beginning", R"("sub")", R"("nbf":-1,"sub")");
    claimed("no issuer", R"("iss":"https://id.example/realm",)", "");
    claimed("no subject", R"("sub":"ana",)", "");
    claimed("an empty subject", R"("ana")", R"("")");
    claimed("a subject that is a number", R"("ana")", "7");
    claimed("a long subject", R"("ana")", '"' + QByteArray(256, 'x') + '"');
    claimed("a claim twice", R"("sub":"ana")", R"("sub":"ana","sub":"bia")");
}

void TestOutsideVerifier::verify_badToken_isRefused()
{
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, code);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(codeOf(token), code);
}

void TestOutsideVerifier::verify_rememberedToken_expires()
{
    const QByteArray token = m_key.token();
    QCOMPARE(codeOf(token), QByteArray("ok"));
    m_clock->advance(300s - 1ns);
    QCOMPARE(codeOf(token), QByteArray("ok"));
    m_clock->advance(1ns);
    QCOMPARE(codeOf(token), QByteArray("token_expirado"));
}

void TestOutsideVerifier::setKeys_withoutTheOldOne_refusesItsTokens()
{
    const QByteArray token = m_key.token();
    QCOMPARE(codeOf(token), QByteArray("ok"));
    const test::OutsideKey next = test::newOutsideKey("k2");
    m_verifier->setKeys({{m_key.name, m_key.key}, {next.name, next.key}});
    QCOMPARE(codeOf(token), QByteArray("ok"));
    QCOMPARE(codeOf(next.token()), QByteArray("ok"));
    m_verifier->setKeys({{next.name, next.key}});
    QCOMPARE(codeOf(token), QByteArray("token_chave"));
    QCOMPARE(codeOf(next.token()), QByteArray("ok"));
}

void TestOutsideVerifier::setKeys_none_leavesNone()
{
    const QByteArray token = m_key.token();
    QCOMPARE(codeOf(token), QByteArray("ok"));
    m_verifier->setKeys({});
    QVERIFY(!m_verifier->hasKeys());
    QCOMPARE(codeOf(token), QByteArray("token_chave"));
}

void TestOutsideVerifier::keys_ofTheirGreatestAge_areNotUsed()
{
    gateway::OutsideSettings settings = test::outsideSettings();
    settings.keysMaxAge = 100s; // less than the token lives
    OutsideVerifier verifier(settings, *m_clock, 8);
    QVERIFY(!verifier.hasKeys());
    verifier.setKeys({{m_key.name, m_key.key}});
    QVERIFY(verifier.verify(m_key.token()).ok());
    m_clock->advance(100s - 1ns);
    QVERIFY(verifier.hasKeys());
    QVERIFY(verifier.verify(m_key.token()).ok());
    m_clock->advance(1ns);
    QVERIFY(!verifier.hasKeys());
    QVERIFY(!verifier.verify(m_key.token()).ok()); // though it is remembered
    verifier.setKeys({{m_key.name, m_key.key}});
    QVERIFY(verifier.verify(m_key.token()).ok());
}

QTEST_GUILESS_MAIN(TestOutsideVerifier)
#include "tst_outsideverifier.moc"
