// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/authenticate.h"
#include "handmadetoken.h"
#include "support/fakeclock.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace std::chrono_literals;

class TestAuthenticate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void run_goodToken_setsTheSubjectAndDropsTheToken();
    void run_noToken_isChallengedWithoutAnErrorCode_data();
    void run_noToken_isChallengedWithoutAnErrorCode();
    void run_badToken_isChallengedWithInvalidToken_data();
    void run_badToken_isChallengedWithInvalidToken();

private:
    std::optional<http::Response> run(http::Request &request)
    {
        return gateway::authenticateStage(m_verifier).run(request);
    }

    support::FakeClock m_clock;
    gateway::TokenCodec m_codec{test::key};
    gateway::TokenVerifier m_verifier{m_codec, m_clock, {"guarita", "guarita-api", 3600s, 5s}, 8};
};

void TestAuthenticate::run_goodToken_setsTheSubjectAndDropsTheToken()
{
    http::Request request;
    request.headers = {{"accept", "*/*"},
                       {"authorization", "Bearer " + test::token(test::ourHeader, test::goodClaims)}};
    QVERIFY(!run(request).has_value());
    QCOMPARE(request.subject, QByteArray("usuario"));
    QVERIFY(request.headers == http::Headers({{"accept", "*/*"}}));
}

void TestAuthenticate::run_noToken_isChallengedWithoutAnErrorCode_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("no field") << QByteArray();
    QTest::newRow("basic") << QByteArray("Basic dTpw");
}

void TestAuthenticate::run_noToken_isChallengedWithoutAnErrorCode()
{
    QFETCH(QByteArray, field);
    http::Request request;
    if (!field.isNull())
        request.headers.append("authorization", field);
    const auto response = run(request);
    QVERIFY(response.has_value());
    QCOMPARE(response->status, 401);
    QCOMPARE(response->reason, QByteArray("token_ausente"));
    QCOMPARE(response->headers.value("www-authenticate"), QByteArray("Bearer realm=\"guarita\""));
    QVERIFY(request.subject.isEmpty());
}

void TestAuthenticate::run_badToken_isChallengedWithInvalidToken_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("malformed field") << QByteArray("Bearer a b") << QByteArray("token_malformado");
    QTest::newRow("malformed token") << QByteArray("Bearer abc") << QByteArray("token_malformado");
    QTest::newRow("another's signature")
        << "Bearer " +
               test::token(test::ourHeader, test::goodClaims, QCryptographicHash::Sha256, QByteArray(32, 'x'))
        << QByteArray("token_assinatura");
}

void TestAuthenticate::run_badToken_isChallengedWithInvalidToken()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, reason);
    http::Request request;
    request.headers.append("authorization", field);
    const auto response = run(request);
    QVERIFY(response.has_value());
    QCOMPARE(response->status, 401);
    QCOMPARE(response->reason, reason);
    QCOMPARE(response->headers.value("www-authenticate"),
             QByteArray("Bearer realm=\"guarita\", error=\"invalid_token\""));
    QVERIFY(!response->body.contains(field.sliced(7)));
    QVERIFY(request.subject.isEmpty());
}

QTEST_GUILESS_MAIN(TestAuthenticate)
#include "tst_authenticate.moc"
