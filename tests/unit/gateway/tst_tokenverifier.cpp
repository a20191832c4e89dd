// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/tokenissuer.h"
#include "gateway/auth/tokenverifier.h"
#include "gateway/keys/pemkey.h"
#include "handmadetoken.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"
#include "testkeys.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace std::chrono_literals;
using gateway::TokenCodec;
using gateway::TokenIssuer;
using gateway::TokenPolicy;
using gateway::TokenVerifier;

namespace {

const TokenPolicy policy{"guarita", "guarita-api", 3600s, 5s};

/// The parts around the verifier under test; a cache of `capacity` tokens.
struct Bench
{
    explicit Bench(std::size_t capacity)
        : verifier(codec, clock, policy, capacity)
        , issuer(codec, clock, random, policy)
    {
    }

    QByteArray codeOf(const QByteArray &token)
    {
        const auto claims = verifier.verify(token);
        return claims.ok() ? QByteArray("ok") : claims.error().code;
    }

    support::FakeClock clock;
    support::FakeRandom random;
    gateway::KeyRing keys = test::ringOf(test::key);
    TokenCodec codec{keys};
    TokenVerifier verifier;
    TokenIssuer issuer;
};

} // namespace

class TestTokenVerifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verify_issuedToken_givesWhatItSays();
    void issue_twice_givesTwoIds();
    void verify_atTheSecondOfExpiry_isExpired_data();
    void verify_atTheSecondOfExpiry_isExpired();
    void verify_rememberedTokenWhenTheClockGoesBack_isNotYetValid();
    void verify_claims_areJudged_data();
    void verify_claims_areJudged();
    void verify_refusedToken_isNotRemembered();
    void verify_cost_data();
    void verify_cost();
};

void TestTokenVerifier::verify_issuedToken_givesWhatItSays()
{
    Bench bench(8);
    const auto token = bench.issuer.issue("usuario", "s");
    QVERIFY(token.ok());
    for (int i = 0; i < 2; ++i) { // once opened, once remembered
        const auto claims = bench.verifier.verify(token.value());
        QVERIFY(claims.ok());
        QCOMPARE(claims.value()->subject, QByteArray("usuario"));
        QCOMPARE(claims.value()->session, QByteArray("s"));
    }
}

void TestTokenVerifier::issue_twice_givesTwoIds()
{
    Bench bench(0);
    const auto first = bench.codec.open(bench.issuer.issue("u", "s").value());
    const auto second = bench.codec.open(bench.issuer.issue("u", "s").value());
    QVERIFY(first.ok() && second.ok());
    QVERIFY(first.value().id != second.value().id);
    QCOMPARE(first.value().id.size(), 32);
    QCOMPARE(first.value().expiresAt - first.value().issuedAt, std::int64_t(3600));
    QCOMPARE(first.value().notBefore, first.value().issuedAt);
}

void TestTokenVerifier::verify_atTheSecondOfExpiry_isExpired_data()
{
    QTest::addColumn<int>("capacity");
    QTest::newRow("not remembered") << 0;
    QTest::newRow("remembered") << 8;
}

void TestTokenVerifier::verify_atTheSecondOfExpiry_isExpired()
{
    QFETCH(int, capacity);
    Bench bench(static_cast<std::size_t>(capacity));
    const QByteArray token = bench.issuer.issue("usuario", "s").value();
    QCOMPARE(bench.codeOf(token), QByteArray("ok"));
    bench.clock.advance(3600s - 1ns);
    QCOMPARE(bench.codeOf(token), QByteArray("ok"));
    bench.clock.advance(1ns);
    QCOMPARE(bench.codeOf(token), QByteArray("token_expirado"));
}

void TestTokenVerifier::verify_rememberedTokenWhenTheClockGoesBack_isNotYetValid()
{
    Bench bench(8);
    bench.clock.advance(100s);
    const QByteArray token = bench.issuer.issue("usuario", "s").value();
    QCOMPARE(bench.codeOf(token), QByteArray("ok"));
    bench.clock.advance(-5s); // within the leeway
    QCOMPARE(bench.codeOf(token), QByteArray("ok"));
    bench.clock.advance(-1s);
    QCOMPARE(bench.codeOf(token), QByteArray("token_antecipado"));
}

void TestTokenVerifier::verify_claims_areJudged_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after,
                        const char *code) {
        QTest::newRow(name) << test::claimsWith(before, after) << QByteArray(code);
    };
    row("good", "usuario", "usuario", "ok");
    row("another issuer", R"("guarita",)", R"("guarita2",)", "token_emissor");
    row("issuer in capitals", R"("guarita",)", R"("GUARITA",)", "token_emissor");
    row("another audience", "guarita-api", "guarita-ap", "token_publico");
    row("begins within the leeway", R"("nbf":1000000000)", R"("nbf":1000000005)", "ok");
    row("begins after the leeway", R"("nbf":1000000000)", R"("nbf":1000000006)", "token_antecipado");
    row("issued after the leeway", R"("iat":1000000000)", R"("iat":1000000006)", "token_antecipado");
    row("expired now", R"("iat":1000000000,"nbf":1000000000,"exp":1000003600)",
        R"("iat":999999990,"nbf":999999990,"exp":1000000000)", "token_expirado");
    row("lives too long", R"("exp":1000003600)", R"("exp":1000003601)", "token_prazo");
    row("ends before it was issued", R"("iat":1000000000,"nbf":1000000000,"exp":1000003600)",
        R"("iat":1000000002,"nbf":1000000000,"exp":1000000001)", "token_prazo");
    row("ends before it begins", R"("nbf":1000000000,"exp":1000003600)",
        R"("nbf":1000000003,"exp":1000000003)", "token_prazo");
}

void TestTokenVerifier::verify_claims_areJudged()
{
    QFETCH(QByteArray, claims);
    QFETCH(QByteArray, code);
    Bench bench(8);
    const QByteArray token = test::token(test::ourHeader, claims);
    QCOMPARE(bench.codeOf(token), code);
    QCOMPARE(bench.codeOf(token), code);
}

void TestTokenVerifier::verify_refusedToken_isNotRemembered()
{
    Bench bench(8);
    const QByteArray early =
        test::token(test::ourHeader, test::claimsWith(R"("nbf":1000000000)", R"("nbf":1000000006)"));
    QCOMPARE(bench.codeOf(early), QByteArray("token_antecipado"));
    bench.clock.advance(1s);
    QCOMPARE(bench.codeOf(early), QByteArray("ok"));
}

void TestTokenVerifier::verify_cost_data()
{
    QTest::addColumn<gateway::TokenKeyPtr>("key");
    QTest::addColumn<int>("capacity");
    const gateway::TokenKeyPtr keys[] = {
        test::ringOf(test::key).signing().key,
        gateway::keyFromPem(test::newRsaKey().privateKey).value(),
        gateway::keyFromPem(test::newEcKey().privateKey).value(),
        gateway::keyFromPem(test::newEd25519Key().privateKey).value(),
    };
    for (const gateway::TokenKeyPtr &key : keys) {
        QTest::addRow("%s", nameOf(key->algorithm()).data()) << key << 0;
        QTest::addRow("%s, remembered", nameOf(key->algorithm()).data()) << key << 8;
    }
}

void TestTokenVerifier::verify_cost()
{
    QFETCH(gateway::TokenKeyPtr, key);
    QFETCH(int, capacity);
    const support::FakeClock clock;
    support::FakeRandom random;
    const gateway::KeyRing keys({key});
    const TokenCodec codec(keys);
    TokenVerifier verifier(codec, clock, policy, static_cast<std::size_t>(capacity));
    const QByteArray token = TokenIssuer(codec, clock, random, policy).issue("usuario", "s").value();
    QBENCHMARK
    {
        QVERIFY(verifier.verify(token).ok());
    }
}

QTEST_GUILESS_MAIN(TestTokenVerifier)
#include "tst_tokenverifier.moc"
