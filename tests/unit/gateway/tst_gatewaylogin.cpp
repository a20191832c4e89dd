// SPDX-License-Identifier: GPL-3.0-or-later
// How sessions at the whole gateway begin, go on and end.
#include "gatewaybench.h"

using namespace guarita;
using namespace guarita::test;
using support::RawClient;
using support::RawResponse;
using support::UpstreamScript;

class TestGatewayLogin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void login_form_isAnswered_data();
    void login_form_isAnswered();
    void login_rightPassword_givesATokenThatOpensTheGate();
    void login_wrongUserAndWrongPassword_answerAlike();
    void login_disabledUser_answersAsAWrongPassword();
    void login_outdatedHash_isReplaced();
    void refresh_token_rotatesAndItsReuseEndsTheSession();
    void revoke_accessOrRefreshToken_endsTheSession_data();
    void revoke_accessOrRefreshToken_endsTheSession();
    void revoke_anythingElse_is200();
    void refresh_madeUpToken_leavesTheSessionAlone();
    void login_aboveTheLimitOfSessions_endsTheOldestAtOnce();
    void start_sessionsThatAreOver_areForgottenOnceTheirTokensAre();
    void change_byAnotherProcess_countsHereSoon();
    void login_queueFull_is503WithRetryAfter();
    void login_clientLeavesTheQueue_itsPlaceIsFreeAtOnce();
    void login_tooManyAtOnceFromAnAddress_is429();
    void login_tooManyFailuresFromAnAddress_is429UntilTheMinuteIsOver();
};

void TestGatewayLogin::login_form_isAnswered_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("named"); // in the body
    const QByteArray type = "application/x-www-form-urlencoded";
    const auto row = [&](const char *name, const QByteArray &form, int status, const char *named = "") {
        QTest::newRow(name) << form << type << status << QByteArray(named);
    };
    row("right", "username=usuario&password=senha123", 200, "access_token");
    row("as Swagger UI sends it",
        "grant_type=password&username=usuario&password=senha123&scope=&client_id=&client_secret=", 200,
        "access_token");
    row("encoded", "username=usu%61rio&password=senha%3123", 200, "access_token");
    row("wrong password", "username=usuario&password=x", 401, "credenciais_invalidas");
    row("repeated field", "username=usuario&password=x&password=senha123", 400, "corpo_invalido");
    row("bad encoding", "username=usuario&password=%", 400, "corpo_invalido");
    row("no password", "username=usuario", 422, R"("campo":"password")");
    row("empty user", "username=&password=x", 422, R"("campo":"username")");
    row("nothing", "", 422, R"("campo":"username")");
    row("refresh without a token", "grant_type=refresh_token", 422, R"("campo":"refresh_token")");
    row("refresh with a made-up token", "grant_type=refresh_token&refresh_token=x.y", 401,
        "sessao_encerrada");
    row("another grant", "grant_type=client_credentials&username=usuario&password=senha123", 422,
        "grant_type");
    row("unknown field", "username=usuario&password=senha123&admin=1", 422, R"("campo":"admin")");
    row("4 KiB and one byte", "username=usuario&password=" + QByteArray(4096 - 25, 'x'), 413, "corpo_grande");
    QTest::newRow("JSON") << QByteArray(R"({"username":"usuario","password":"senha123"})")
                          << QByteArray("application/json") << 415 << QByteArray("tipo_nao_suportado");
}

void TestGatewayLogin::login_form_isAnswered()
{
    QFETCH(QByteArray, form);
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    QFETCH(QByteArray, named);
    Bench bench;
    const RawResponse response = bench.login(form, type);
    QCOMPARE(response.status, status);
    QVERIFY2(response.body.contains(named), response.body.constData());
    QVERIFY(!response.body.contains("senha123"));
    QCOMPARE(bench.upstream.connections(), 0);
}

void TestGatewayLogin::login_rightPassword_givesATokenThatOpensTheGate()
{
    Bench bench;
    const RawResponse response = bench.login("username=usuario&password=senha123");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("Cache-Control"), QByteArray("no-store"));
    QCOMPARE(json(response).value(QStringLiteral("token_type")).toString(), QStringLiteral("bearer"));
    QCOMPARE(json(response).value(QStringLiteral("expires_in")).toInt(), 3600);
    const QByteArray token = json(response).value(QStringLiteral("access_token")).toString().toLatin1();
    QCOMPARE(bench.ask(get("/itens", bearer(token))).status, 200);
    bench.clock.advance(std::chrono::hours(1));
    const RawResponse late = bench.ask(get("/itens", bearer(token)));
    QCOMPARE(late.status, 401);
    QVERIFY(late.header("WWW-Authenticate").contains("invalid_token"));
}

void TestGatewayLogin::login_wrongUserAndWrongPassword_answerAlike()
{
    Bench bench;
    const RawResponse user = bench.login("username=ana&password=senha123");
    const RawResponse password = bench.login("username=usuario&password=senha124");
    QCOMPARE(user.status, 401);
    QCOMPARE(password.status, 401);
    QCOMPARE(user.header("WWW-Authenticate"), QByteArray("Bearer realm=\"guarita\""));
    QJsonObject first = json(user);
    QJsonObject second = json(password);
    first.remove(QStringLiteral("request_id"));
    second.remove(QStringLiteral("request_id"));
    QVERIFY(first == second);
}

void TestGatewayLogin::login_disabledUser_answersAsAWrongPassword()
{
    Bench bench;
    gateway::UserRepository users = bench.store();
    const QByteArray hash = users.find("usuario").value()->passwordHash;
    QVERIFY(users.create({"ana", {gateway::Role::Editor}, hash}, gateway::StoreTime(0)).value());
    QCOMPARE(bench.login("username=ana&password=senha123").status, 200);
    QVERIFY(users.change("ana", {.enabled = false}, {}, gateway::StoreTime(0)).value());
    const RawResponse refused = bench.login("username=ana&password=senha123");
    QCOMPARE(refused.status, 401);
    QVERIFY(refused.body.contains("credenciais_invalidas"));
}

void TestGatewayLogin::login_outdatedHash_isReplaced()
{
    Bench bench({}, [](auto &settings) { slowDown(settings.users); });
    gateway::UserRepository users = bench.store();
    QVERIFY(gateway::passwordhash::isOutdated(users.find("usuario").value()->passwordHash));
    QCOMPARE(bench.login("username=usuario&password=x").status, 401);
    QVERIFY(gateway::passwordhash::isOutdated(users.find("usuario").value()->passwordHash));
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
    QTRY_VERIFY(!gateway::passwordhash::isOutdated(users.find("usuario").value()->passwordHash));
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
}

void TestGatewayLogin::refresh_token_rotatesAndItsReuseEndsTheSession()
{
    Bench bench;
    const Tokens first = tokensOf(bench.login("username=usuario&password=senha123"));
    const auto refreshed = [&bench](const QByteArray &token) {
        return bench.login("grant_type=refresh_token&refresh_token=" + token);
    };
    const RawResponse answer = refreshed(first.refresh);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Cache-Control"), QByteArray("no-store"));
    const Tokens second = tokensOf(answer);
    QVERIFY(second.refresh != first.refresh && second.access != first.access);
    for (const QByteArray &token : {first.access, second.access})
        QCOMPARE(bench.ask(get("/itens", bearer(token))).status, 200);
    const RawResponse reused = refreshed(first.refresh);
    QCOMPARE(reused.status, 401);
    QVERIFY(reused.body.contains("sessao_encerrada"));
    QCOMPARE(refreshed(second.refresh).status, 401);
    for (const QByteArray &token : {first.access, second.access}) {
        const RawResponse refused = bench.ask(get("/itens", bearer(token)));
        QCOMPARE(refused.status, 401);
        QVERIFY(refused.body.contains("token_encerrado"));
    }
    QCOMPARE(bench.ask(get("/itens", bearer())).status, 200); // another session of that user
}

void TestGatewayLogin::revoke_accessOrRefreshToken_endsTheSession_data()
{
    QTest::addColumn<bool>("refresh");
    QTest::newRow("access token") << false;
    QTest::newRow("refresh token") << true;
}

void TestGatewayLogin::revoke_accessOrRefreshToken_endsTheSession()
{
    QFETCH(bool, refresh);
    Bench bench;
    const Tokens tokens = tokensOf(bench.login("username=usuario&password=senha123"));
    QCOMPARE(bench.ask(get("/itens", bearer(tokens.access))).status, 200);
    QCOMPARE(bench.revoke("token=" + (refresh ? tokens.refresh : tokens.access)).status, 200);
    QCOMPARE(bench.ask(get("/itens", bearer(tokens.access))).status, 401);
    QCOMPARE(bench.login("grant_type=refresh_token&refresh_token=" + tokens.refresh).status, 401);
}

void TestGatewayLogin::revoke_anythingElse_is200()
{
    Bench bench;
    QCOMPARE(bench.revoke("token=x").status, 200);
    QCOMPARE(bench.revoke("token=" + test::token(test::ourHeader, test::goodClaims)).status, 200);
    QCOMPARE(bench.revoke("").status, 422);
}

void TestGatewayLogin::refresh_madeUpToken_leavesTheSessionAlone()
{
    Bench bench;
    const Tokens tokens = tokensOf(bench.login("username=usuario&password=senha123"));
    const QByteArrayList parts = tokens.refresh.split('.');
    QCOMPARE(parts.size(), 3);
    const QByteArray zeros(64, '0');
    for (const QByteArray &token :
         {parts[0] + '.' + zeros + '.' + parts[2], parts[0] + '.' + parts[1] + '.' + zeros,
          parts[0] + '.' + parts[1], zeros, QByteArray("..")}) {
        QCOMPARE(bench.login("grant_type=refresh_token&refresh_token=" + token).status, 401);
        QCOMPARE(bench.revoke("token=" + token).status, 200);
    }
    QCOMPARE(bench.ask(get("/itens", bearer(tokens.access))).status, 200);
    QCOMPARE(bench.login("grant_type=refresh_token&refresh_token=" + tokens.refresh).status, 200);
}

void TestGatewayLogin::login_aboveTheLimitOfSessions_endsTheOldestAtOnce()
{
    Bench bench({}, [](auto &settings) { settings.sessionsPerUser = 1; });
    const Tokens first = tokensOf(bench.login("username=usuario&password=senha123"));
    QCOMPARE(bench.ask(get("/itens", bearer(first.access))).status, 200);
    const Tokens second = tokensOf(bench.login("username=usuario&password=senha123"));
    const RawResponse refused = bench.ask(get("/itens", bearer(first.access)));
    QCOMPARE(refused.status, 401);
    QVERIFY(refused.body.contains("token_encerrado"));
    QCOMPARE(bench.login("grant_type=refresh_token&refresh_token=" + first.refresh).status, 401);
    QCOMPARE(bench.ask(get("/itens", bearer(second.access))).status, 200);
}

void TestGatewayLogin::start_sessionsThatAreOver_areForgottenOnceTheirTokensAre()
{
    using std::chrono::milliseconds;
    const gateway::StoreTime now = std::chrono::seconds(1'000'000'000); // the fake clock's
    const gateway::StoreTime tokensEnd = now - std::chrono::seconds(3600) - std::chrono::minutes(1);
    Bench bench({}, [&](auto &settings) {
        gateway::UserRepository users(settings.users, gateway::DemoUser::Offer);
        QVERIFY(users.ping());
        const gateway::Account account = *users.find("usuario").value();
        QVERIFY(users.openSession("over", account, "x", {}, tokensEnd - milliseconds(1)));
        QVERIFY(users.openSession("just over", account, "x", {}, tokensEnd));
        QVERIFY(users.openSession("going on", account, "x", {}, now + milliseconds(1)));
    });
    const auto store = sql::sqliteDialect(bench.folder.filePath(QStringLiteral("users.sqlite")));
    sql::SqlConnection connection(store, gateway::gatewaySchema(*store));
    const auto sessions = [&connection] {
        return connection.read([&]() -> sql::Outcome<QString> {
            auto rows = connection.runOnce(QStringLiteral("SELECT group_concat(id, ',') FROM"
                                                          " (SELECT id FROM sessoes ORDER BY id)"));
            if (!rows)
                return rows.error();
            return rows.value().next() ? rows.value().value(0).toString() : QString();
        });
    };
    QTRY_COMPARE(sessions().value(), QStringLiteral("going on,just over"));
}

void TestGatewayLogin::change_byAnotherProcess_countsHereSoon()
{
    Bench bench;
    gateway::UserRepository users = bench.store();
    const QByteArray hash = users.find("usuario").value()->passwordHash;
    QVERIFY(users.create({"ana", {gateway::Role::Reader}, hash}, gateway::StoreTime(0)).value());
    const Tokens tokens = tokensOf(bench.login("username=ana&password=senha123"));
    QCOMPARE(bench.ask(get("/itens", bearer(tokens.access))).status, 200);
    QCOMPARE(bench.ask(get("/admin/backends", bearer(tokens.access))).status, 403);
    const auto becomes = [&](const QByteArray &target, int status) {
        return QTest::qWaitFor(
            [&] { return bench.ask(get(target, bearer(tokens.access))).status == status; });
    };
    QVERIFY(users
                .change("ana", {.roles = gateway::Roles{gateway::Role::Operator}}, {true, {1}},
                        gateway::StoreTime(0))
                .value());
    QVERIFY(becomes("/admin/backends", 200));
    QCOMPARE(bench.ask(get("/itens", bearer(tokens.access))).status, 403);
    QVERIFY(users.change("ana", {.enabled = false}, {true, {2}}, gateway::StoreTime(bench.wallMilliseconds()))
                .value());
    QVERIFY(becomes("/admin/backends", 401));
}

// A verdict may come between two log-ins, so how many are refused is open; but not that some are.
void TestGatewayLogin::login_queueFull_is503WithRetryAfter()
{
    Bench bench({}, [](auto &settings) {
        slowDown(settings.users);
        settings.logins.underWay = 6; // the queue's bound comes first
        settings.accounts.failures = 7;
    });
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<RawClient>(bench.port));
        clients.back()->send(loginRequest("username=usuario&password=senha123"));
    }
    const auto answered = [](const auto &client) { return client->count() == 1; };
    QTRY_VERIFY(std::all_of(clients.begin(), clients.end(), answered));
    int refused = 0;
    for (const auto &client : clients) {
        const RawResponse response = client->responses().front();
        QVERIFY(response.status == 200 || response.status == 503);
        if (response.status != 503)
            continue;
        ++refused;
        QVERIFY(response.body.contains("login_sobrecarregado"));
        QCOMPARE(response.header("Retry-After"), QByteArray("1"));
    }
    QVERIFY(refused >= 1 && refused <= 4);
}

void TestGatewayLogin::login_clientLeavesTheQueue_itsPlaceIsFreeAtOnce()
{
    Bench bench({}, [](auto &settings) { slowDown(settings.users); });
    RawClient first(bench.port);
    first.send(loginRequest("username=usuario&password=senha123"));
    QTRY_COMPARE(bench.inFlight(), 1);
    RawClient leaving(bench.port);
    leaving.send(loginRequest("username=usuario&password=senha123"));
    QTRY_COMPARE(bench.inFlight(), 2);
    leaving.abort();
    QTRY_COMPARE(bench.observer.summaries.size(), std::size_t(1));
    QCOMPARE(bench.observer.summaries.back().status, 499);
    QCOMPARE(first.count(), 0); // its hash is still being computed: the other's was not waited for
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
    QTRY_COMPARE(first.count(), 1);
    QCOMPARE(first.responses().front().status, 200);
}

void TestGatewayLogin::login_tooManyAtOnceFromAnAddress_is429()
{
    Bench bench({}, [](auto &settings) {
        slowDown(settings.users);
        settings.logins.underWay = 1;
        settings.loginQueue = 1; // the address's bound comes first
    });
    RawClient first(bench.port);
    first.send(loginRequest("username=usuario&password=senha123"));
    QTRY_COMPARE(bench.inFlight(), 1);
    const RawResponse refused = bench.login("username=usuario&password=senha123");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("Retry-After"), QByteArray("1"));
    QVERIFY(refused.body.contains("muitos_logins"));
    QTRY_COMPARE(first.count(), 1);
    QCOMPARE(first.responses().front().status, 200);
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
}

void TestGatewayLogin::login_tooManyFailuresFromAnAddress_is429UntilTheMinuteIsOver()
{
    Bench bench({}, [](auto &settings) { settings.logins.failures = 2; });
    for (int i = 0; i < 3; ++i) { // neither counts
        QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
        QCOMPARE(bench.login("username=usuario").status, 422);
    }
    QCOMPARE(bench.login("username=usuario&password=x").status, 401);
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
    QCOMPARE(bench.login("username=ana&password=senha123").status, 401);
    const RawResponse refused = bench.login("username=usuario&password=senha123");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("Retry-After"), QByteArray("60"));
    QVERIFY(refused.body.contains("muitos_logins"));
    bench.clock.advance(std::chrono::seconds(60));
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 200);
}

QTEST_GUILESS_MAIN(TestGatewayLogin)
#include "tst_gatewaylogin.moc"
