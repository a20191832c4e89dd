// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/authenticate.h"
#include "handmadetoken.h"
#include "support/fakeclock.h"
#include "testkeys.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace std::chrono_literals;

class TestAuthenticate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void run_directoryNotLoaded_is503();
    void run_endedSession_isRefused();
    void run_userGone_isRefused();
    void run_userWithRoles_setsThem();
    void authorise_roles_decide();
    void authorise_unknownOperation_is404Or405();
    void run_goodToken_setsTheSubjectAndDropsTheToken();
    void run_noToken_isChallengedWithoutAnErrorCode_data();
    void run_noToken_isChallengedWithoutAnErrorCode();
    void run_badToken_isChallengedWithInvalidToken_data();
    void run_badToken_isChallengedWithInvalidToken();
    void judge_admitted_mayGoOn();
    void judge_rightIsGone_saysWhy_data();
    void judge_rightIsGone_saysWhy();
    void judge_otherIssuersToken_untilItsEnd();
    void judge_openRoute_mayGoOn();

private:
    QByteArray judge(const http::Caller &caller)
    {
        return gateway::streamJudge(m_directory, m_routing, m_clock)(caller, net::Method::Get,
                                                                     "/itens/eventos");
    }
    /// As the stage says who it is.
    http::Caller admitted()
    {
        http::Request request;
        request.headers = {{"authorization", "Bearer " + test::token(test::ourHeader, test::goodClaims)}};
        return run(request) ? http::Caller() : request;
    }

    std::optional<http::Response> run(http::Request &request)
    {
        return gateway::authenticateStage(m_verifier, m_directory).run(request);
    }

    void load(const std::vector<QByteArray> &endedSessions = {})
    {
        m_directory.replace({1, {{"usuario", {gateway::Role::Reader}}}, endedSessions});
    }

    support::FakeClock m_clock;
    gateway::Directory m_directory;
    gateway::Routing m_routing{std::make_shared<gateway::RouteTable>()};
    gateway::KeyRing m_keys = test::ringOf(test::key);
    gateway::TokenCodec m_codec{m_keys};
    gateway::TokenVerifier m_verifier{m_codec, m_clock, {"guarita", "guarita-api", 3600s, 5s}, 8};
};

void TestAuthenticate::init()
{
    m_directory = {};
    load();
}

void TestAuthenticate::run_directoryNotLoaded_is503()
{
    m_directory = {};
    http::Request request;
    request.headers = {{"authorization", "Bearer " + test::token(test::ourHeader, test::goodClaims)}};
    const auto response = run(request);
    QVERIFY(response);
    QCOMPARE(response->status, 503);
    QCOMPARE(response->reason, QByteArray("usuarios_indisponiveis"));
    QCOMPARE(response->headers.value("retry-after"), QByteArray("1"));
    QVERIFY(request.subject.isEmpty());
}

void TestAuthenticate::run_endedSession_isRefused()
{
    load({"another", "02"});
    http::Request request;
    request.headers = {{"authorization", "Bearer " + test::token(test::ourHeader, test::goodClaims)}};
    const auto response = run(request);
    QVERIFY(response);
    QCOMPARE(response->status, 401);
    QCOMPARE(response->reason, QByteArray("token_encerrado"));
    QVERIFY(request.subject.isEmpty());
    load({"another"});
    QVERIFY(!run(request));
}

void TestAuthenticate::run_userGone_isRefused()
{
    m_directory.replace({2, {{"ana", {gateway::Role::Admin}}}, {}});
    http::Request request;
    request.headers = {{"authorization", "Bearer " + test::token(test::ourHeader, test::goodClaims)}};
    const auto response = run(request);
    QVERIFY(response);
    QCOMPARE(response->status, 401);
    QCOMPARE(response->reason, QByteArray("token_sem_usuario"));
}

void TestAuthenticate::run_userWithRoles_setsThem()
{
    for (const gateway::Roles roles :
         {gateway::Roles{gateway::Role::Reader},
          gateway::Roles{gateway::Role::Editor, gateway::Role::Operator}, gateway::Roles{}}) {
        m_directory.replace({2, {{"usuario", roles}}, {}});
        http::Request request;
        request.headers = {{"authorization", "Bearer " + test::token(test::ourHeader, test::goodClaims)}};
        QVERIFY(!run(request));
        QVERIFY(gateway::Roles::fromBits(request.roles) == roles);
    }
}

void TestAuthenticate::authorise_roles_decide()
{
    const http::Stage stage = gateway::authoriseStage(m_routing);
    http::Request request;
    request.subject = "usuario";
    request.method = net::Method::Post;
    request.path = "/itens";
    for (const gateway::Roles roles : {gateway::Roles{}, gateway::Roles{gateway::Role::Reader}}) {
        request.roles = roles.bits();
        const auto refused = stage.run(request);
        QVERIFY(refused);
        QCOMPARE(refused->status, 403);
        QCOMPARE(refused->reason, QByteArray("sem_permissao"));
    }
    request.roles = gateway::Roles{gateway::Role::Editor}.bits();
    QVERIFY(!stage.run(request));
}

void TestAuthenticate::authorise_unknownOperation_is404Or405()
{
    const http::Stage stage = gateway::authoriseStage(m_routing);
    http::Request request;
    request.subject = "usuario";
    request.path = "/nada";
    QCOMPARE(stage.run(request)->status, 404);
    request.path = "/itens";
    request.method = net::Method::Delete;
    const auto refused = stage.run(request);
    QCOMPARE(refused->status, 405);
    QCOMPARE(refused->headers.value("allow"), QByteArray("GET, HEAD, POST, OPTIONS"));
}

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

void TestAuthenticate::judge_admitted_mayGoOn()
{
    const http::Caller caller = admitted();
    QCOMPARE(caller.subject, QByteArray("usuario"));
    m_clock.advance(3599s);
    m_directory.replace({2, {{"usuario", {gateway::Role::Editor}}}, {"another"}});
    QCOMPARE(judge(caller), QByteArray());
    m_clock.advance(-3599s);
}

void TestAuthenticate::judge_rightIsGone_saysWhy_data()
{
    using Users = std::vector<gateway::DirectorySnapshot::Entry>;
    const Users reader{{"usuario", {gateway::Role::Reader}}};
    QTest::addColumn<gateway::DirectorySnapshot>("now");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char *name, const gateway::DirectorySnapshot &now, int seconds,
                        const QByteArray &reason) { QTest::newRow(name) << now << seconds << reason; };
    row("disabled", {2, Users{}, {}}, 0, "token_sem_usuario");
    row("role taken", {2, Users{{"usuario", {gateway::Role::Operator}}}, {}}, 0, "sem_permissao");
    row("session ended", {2, reader, {"02"}}, 0, "token_encerrado");
    row("token over", {1, reader, {}}, 3600, "token_expirado");
}

void TestAuthenticate::judge_rightIsGone_saysWhy()
{
    QFETCH(gateway::DirectorySnapshot, now);
    QFETCH(int, seconds);
    const http::Caller caller = admitted();
    m_directory.replace(now);
    m_clock.advance(std::chrono::seconds(seconds));
    QTEST(judge(caller), "reason");
    m_clock.advance(-std::chrono::seconds(seconds));
}

void TestAuthenticate::judge_otherIssuersToken_untilItsEnd()
{
    const http::Caller caller{"externo:ana", gateway::Roles{gateway::Role::Reader}.bits(), {}, 1'000'000'010};
    QCOMPARE(judge(caller), QByteArray());
    m_clock.advance(10s);
    QCOMPARE(judge(caller), QByteArray("token_expirado"));
    m_clock.advance(-10s);
}

void TestAuthenticate::judge_openRoute_mayGoOn()
{
    QCOMPARE(judge({}), QByteArray());
}

QTEST_GUILESS_MAIN(TestAuthenticate)
#include "tst_authenticate.moc"
