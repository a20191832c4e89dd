// SPDX-License-Identifier: GPL-3.0-or-later
// /admin/usuarios and /conta at the whole gateway.
#include "gatewaybench.h"

#include "gateway/users/storeproblem.h"

#include <QtCore/QJsonArray>

using namespace guarita;
using namespace guarita::test;
using support::RawClient;
using support::RawResponse;

class TestUserAdmin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void create_user_mayLogInAtOnce();
    void create_badBody_isRefused_data();
    void create_badBody_isRefused();
    void create_nameTaken_is409();
    void create_severalMistakes_areToldAtOnce();
    void list_pages_leadOn();
    void list_badQuery_is400_data();
    void list_badQuery_is400();
    void find_user_isShownWithoutItsHash();
    void change_roles_countAtOnce();
    void change_anotherVersion_is412();
    void change_nothing_leavesTheVersion();
    void change_disabledOrNewPassword_endsTheSessions_data();
    void change_disabledOrNewPassword_endsTheSessions();
    void change_lastAdmin_is409ThoughThereIsTheDemoUser();
    void remove_user_is405();
    void account_showsWhoAsks();
    void accountPassword_rightOld_isChangedAndEndsTheSessions();
    void accountPassword_wrongOld_countsAsAFailedLogIn();
    void hash_queueFull_is503AndNothingIsMade();
    void storeProblem_tellsWhatIsPassing();
};

namespace {

QByteArray sending(const QByteArray &line, const QByteArray &body, const QByteArray &fields = {},
                   const QByteArray &token = goodToken)
{
    return line + " HTTP/1.1\r\nHost: g\r\n" + bearer(token) + fields +
           "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n\r\n" + body;
}

const QByteArray ana = R"({"nome":"ana","senha":"uma-senha-longa","papeis":["editor"]})";

int create(Bench &bench, const QByteArray &name, const QByteArray &role)
{
    return bench
        .ask(sending("POST /admin/usuarios",
                     R"({"nome":")" + name + R"(","senha":"uma-senha-longa","papeis":[")" + role + R"("]})"))
        .status;
}

RawResponse patch(Bench &bench, const QByteArray &name, const QByteArray &body, const QByteArray &fields = {})
{
    return bench.ask(sending("PATCH /admin/usuarios/" + name, body, fields));
}

Tokens logIn(Bench &bench, const QByteArray &name, const QByteArray &password = "uma-senha-longa")
{
    return tokensOf(bench.login("username=" + name + "&password=" + password));
}

QString reasonOf(const RawResponse &response)
{
    return json(response)[QStringLiteral("reason")].toString();
}

} // namespace

void TestUserAdmin::create_user_mayLogInAtOnce()
{
    Bench bench;
    const RawResponse made = bench.ask(sending("POST /admin/usuarios", ana));
    QCOMPARE(made.status, 201);
    QCOMPARE(made.header("Location"), QByteArray("/admin/usuarios/ana"));
    QCOMPARE(made.header("ETag"), QByteArray("\"1\""));
    QCOMPARE(made.body,
             QByteArray(R"({"nome":"ana","papeis":["editor"],"ativo":true,"demo":false,"versao":1,)"
                        R"("criado_em":"2001-09-09T01:46:40.000Z",)"
                        R"("alterado_em":"2001-09-09T01:46:40.000Z"})"));
    const Tokens tokens = logIn(bench, "ana");
    QCOMPARE(bench.ask(get("/itens", bearer(tokens.access))).status, 200);
    QCOMPARE(bench.ask(get("/admin/usuarios", bearer(tokens.access))).status, 403);
    QCOMPARE(bench.upstream.seen().size(), 1); // of all that, only the items' list
}

void TestUserAdmin::create_badBody_isRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char *name, const QByteArray &body, int status, const char *named) {
        QTest::newRow(name) << body << status << QByteArray(named);
    };
    const auto field = [&row](const char *name, const char *nome, const char *senha, const char *papeis,
                              const char *campo) {
        row(name, QByteArray(R"({"nome":)") + nome + R"(,"senha":)" + senha + R"(,"papeis":)" + papeis + "}",
            422, (QByteArray(R"("campo":")") + campo + '"').constData());
    };
    const char *good = R"("uma-senha-longa")";
    field("upper case", R"("Ana")", good, R"(["leitor"])", "nome");
    field("a slash", R"("a/b")", good, R"(["leitor"])", "nome");
    field("no name", R"("")", good, R"(["leitor"])", "nome");
    field("a name that is a number", "7", good, R"(["leitor"])", "nome");
    field("a long name", ('"' + QByteArray(65, 'a') + '"').constData(), good, R"(["leitor"])", "nome");
    field("a short password", R"("ana")", R"("1234567")", R"(["leitor"])", "senha");
    field("a long password", R"("ana")", ('"' + QByteArray(257, 'a') + '"').constData(), R"(["leitor"])",
          "senha");
    field("no password", R"("ana")", "null", R"(["leitor"])", "senha");
    field("no roles", R"("ana")", good, "[]", "papeis");
    field("a role twice", R"("ana")", good, R"(["leitor","leitor"])", "papeis");
    field("an unknown role", R"("ana")", good, R"(["chefe"])", "papeis");
    field("roles as a text", R"("ana")", good, R"("leitor")", "papeis");
    field("a role that is none", R"("ana")", good, "[1]", "papeis");
    row("an unknown field", R"({"nome":"ana","senha":"uma-senha-longa","papeis":["leitor"],"hash":"x"})", 422,
        R"("campo":"hash")");
    row("enabled from the start",
        R"({"nome":"ana","senha":"uma-senha-longa","papeis":["leitor"],"ativo":true})", 422,
        R"("campo":"ativo")");
    row("a field twice", R"({"nome":"ana","nome":"rui","senha":"uma-senha-longa","papeis":["leitor"]})", 400,
        "corpo_invalido");
    row("not JSON", "{", 400, "corpo_invalido");
    row("no object", "[]", 400, "corpo_invalido");
    row("no UTF-8", "{\"nome\":\"\xff\"}", 400, "corpo_invalido");
    row("a number that is too large", R"({"nome":1e999})", 400, "corpo_invalido");
    row("nested deeply", QByteArray(4000, '[') + QByteArray(4000, ']'), 400, "corpo_invalido");
    row("8 KiB and one byte", QByteArray(8 * 1024 + 1, ' '), 413, "corpo_grande");
}

void TestUserAdmin::create_badBody_isRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, named);
    Bench bench;
    const RawResponse refused = bench.ask(sending("POST /admin/usuarios", body));
    QCOMPARE(refused.status, status);
    QVERIFY2(refused.body.contains(named), refused.body.constData());
    QVERIFY(!refused.body.contains("uma-senha-longa"));
    QCOMPARE(bench.store().list({}, 10).value().size(), std::size_t(1));
}

void TestUserAdmin::create_nameTaken_is409()
{
    Bench bench;
    QCOMPARE(create(bench, "ana", "leitor"), 201);
    const RawResponse refused = bench.ask(sending("POST /admin/usuarios", ana));
    QCOMPARE(refused.status, 409);
    QCOMPARE(reasonOf(refused), QStringLiteral("nome_em_uso"));
    QVERIFY(bench.store().find("ana").value()->user.roles == gateway::Roles{gateway::Role::Reader});
}

void TestUserAdmin::create_severalMistakes_areToldAtOnce()
{
    Bench bench;
    const RawResponse refused =
        bench.ask(sending("POST /admin/usuarios", R"({"nome":"A","cor":"azul"})", "Accept-Language: en\r\n"));
    QCOMPARE(refused.status, 422);
    QStringList fields;
    for (const QJsonValue &error : json(refused)[QStringLiteral("errors")].toArray())
        fields.append(error[QStringLiteral("campo")].toString());
    QCOMPARE(fields.join(u','), QStringLiteral("nome,senha,papeis,cor"));
    QVERIFY(refused.body.contains("Is required."));
}

void TestUserAdmin::list_pages_leadOn()
{
    Bench bench;
    for (const char *name : {"rui", "ana", "zoe"})
        QCOMPARE(create(bench, name, "leitor"), 201);
    const auto page = [&bench](const QByteArray &query) {
        const QJsonObject answer = json(bench.ask(get("/admin/usuarios" + query, bearer())));
        QStringList names;
        for (const QJsonValue &user : answer[QStringLiteral("usuarios")].toArray())
            names.append(user[QStringLiteral("nome")].toString());
        return names.join(u',') + u' ' + answer[QStringLiteral("proximo")].toString(QStringLiteral("-"));
    };
    QCOMPARE(page(""), QStringLiteral("ana,rui,usuario,zoe -"));
    QCOMPARE(page("?limite=3"), QStringLiteral("ana,rui,usuario usuario"));
    QCOMPARE(page("?limite=3&depois=usuario"), QStringLiteral("zoe -"));
    QCOMPARE(page("?depois=zoe"), QStringLiteral(" -"));
    QCOMPARE(page("?limite=200&depois=b"), QStringLiteral("rui,usuario,zoe -"));
}

void TestUserAdmin::list_badQuery_is400_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query :
         {"limite=0", "limite=201", "limite=x", "depois=", "depois=Ana", "cor=azul", "limite=1&limite=2"})
        QTest::newRow(query) << QByteArray(query);
}

void TestUserAdmin::list_badQuery_is400()
{
    QFETCH(QByteArray, query);
    Bench bench;
    const RawResponse refused = bench.ask(get("/admin/usuarios?" + query, bearer()));
    QCOMPARE(refused.status, 400);
    QCOMPARE(reasonOf(refused), QStringLiteral("parametro_invalido"));
}

void TestUserAdmin::find_user_isShownWithoutItsHash()
{
    Bench bench;
    const RawResponse demo = bench.ask(get("/admin/usuarios/usuario", bearer()));
    QCOMPARE(demo.status, 200);
    QCOMPARE(demo.header("ETag"), QByteArray("\"1\""));
    QCOMPARE(demo.body,
             QByteArray(R"({"nome":"usuario","papeis":["leitor","editor","operador","admin"],"ativo":true,)"
                        R"("demo":true,"versao":1,"criado_em":null,"alterado_em":null})"));
    for (const char *name : {"ninguem", "Ana", "%20"})
        QCOMPARE(bench.ask(get(QByteArray("/admin/usuarios/") + name, bearer())).status, 404);
}

void TestUserAdmin::change_roles_countAtOnce()
{
    Bench bench;
    QCOMPARE(create(bench, "ana", "leitor"), 201);
    const Tokens tokens = logIn(bench, "ana");
    QCOMPARE(bench.ask(get("/admin/backends", bearer(tokens.access))).status, 403);
    const RawResponse changed = patch(bench, "ana", R"({"papeis":["operador"]})", "If-Match: \"1\"\r\n");
    QCOMPARE(changed.status, 200);
    QCOMPARE(changed.header("ETag"), QByteArray("\"2\""));
    QVERIFY(changed.body.contains(R"("papeis":["operador"])"));
    QCOMPARE(bench.ask(get("/admin/backends", bearer(tokens.access))).status, 200);
    QCOMPARE(bench.ask(get("/itens", bearer(tokens.access))).status, 403);
    QCOMPARE(patch(bench, "ninguem", R"({"papeis":["operador"]})").status, 404);
}

void TestUserAdmin::change_anotherVersion_is412()
{
    Bench bench;
    QCOMPARE(create(bench, "ana", "leitor"), 201);
    for (const char *tags : {"\"2\"", "W/\"1\"", "\"x\""}) {
        const RawResponse refused =
            patch(bench, "ana", R"({"ativo":false})", QByteArray("If-Match: ") + tags + "\r\n");
        QCOMPARE(refused.status, 412);
        QCOMPARE(reasonOf(refused), QStringLiteral("versao_divergente"));
    }
    QCOMPARE(patch(bench, "ana", R"({"ativo":false})", "If-Match: 1\r\n").status, 400);
    QVERIFY(bench.store().find("ana").value()->user.enabled);
    QCOMPARE(patch(bench, "ana", R"({"ativo":false})", "If-Match: \"7\", \"1\"\r\n").status, 200);
    QCOMPARE(patch(bench, "ana", R"({"ativo":true})", "If-Match: *\r\n").status, 200);
    QCOMPARE(patch(bench, "ninguem", R"({"ativo":true})", "If-Match: *\r\n").status, 404);
}

void TestUserAdmin::change_nothing_leavesTheVersion()
{
    Bench bench;
    QCOMPARE(create(bench, "ana", "leitor"), 201);
    const RawResponse same = patch(bench, "ana", "{}");
    QCOMPARE(same.status, 200);
    QCOMPARE(same.header("ETag"), QByteArray("\"1\""));
    QCOMPARE(patch(bench, "ana", R"({"nome":"rui"})").status, 422);
    QCOMPARE(patch(bench, "ana", R"({"ativo":"false"})").status, 422);
}

void TestUserAdmin::change_disabledOrNewPassword_endsTheSessions_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("disabled") << QByteArray(R"({"ativo":false})");
    QTest::newRow("new password") << QByteArray(R"({"senha":"outra-senha-longa"})");
}

void TestUserAdmin::change_disabledOrNewPassword_endsTheSessions()
{
    QFETCH(QByteArray, body);
    Bench bench;
    QCOMPARE(create(bench, "ana", "leitor"), 201);
    const Tokens tokens = logIn(bench, "ana");
    QCOMPARE(bench.ask(get("/itens", bearer(tokens.access))).status, 200);
    QCOMPARE(patch(bench, "ana", body).status, 200);
    QCOMPARE(bench.ask(get("/itens", bearer(tokens.access))).status, 401);
    QCOMPARE(bench.login("grant_type=refresh_token&refresh_token=" + tokens.refresh).status, 401);
    QVERIFY(logIn(bench, "ana").access.isEmpty());
    QCOMPARE(logIn(bench, "ana", "outra-senha-longa").access.isEmpty(), body.contains("ativo"));
}

void TestUserAdmin::change_lastAdmin_is409ThoughThereIsTheDemoUser()
{
    Bench bench;
    QCOMPARE(create(bench, "ana", "admin"), 201);
    for (const char *body : {R"({"ativo":false})", R"({"papeis":["editor"]})"}) {
        const RawResponse refused = patch(bench, "ana", body);
        QCOMPARE(refused.status, 409);
        QCOMPARE(reasonOf(refused), QStringLiteral("ultimo_admin"));
    }
    QCOMPARE(create(bench, "rui", "admin"), 201);
    QCOMPARE(patch(bench, "ana", R"({"ativo":false})").status, 200);
}

void TestUserAdmin::remove_user_is405()
{
    Bench bench;
    const RawResponse refused = bench.ask(sending("DELETE /admin/usuarios/usuario", {}));
    QCOMPARE(refused.status, 405);
    QCOMPARE(refused.header("Allow"), QByteArray("GET, HEAD, PATCH, OPTIONS"));
}

void TestUserAdmin::account_showsWhoAsks()
{
    Bench bench;
    QCOMPARE(create(bench, "ana", "leitor"), 201);
    QCOMPARE(bench.ask(get("/conta", bearer(logIn(bench, "ana").access))).body,
             QByteArray(R"({"nome":"ana","papeis":["leitor"],"demo":false})"));
    QVERIFY(bench.ask(get("/conta", bearer())).body.contains(R"("demo":true)"));
    QCOMPARE(bench.ask(get("/conta")).status, 401);
}

void TestUserAdmin::accountPassword_rightOld_isChangedAndEndsTheSessions()
{
    Bench bench;
    QCOMPARE(create(bench, "ana", "leitor"), 201);
    const QByteArray token = logIn(bench, "ana").access;
    const auto put = [&](const QByteArray &body) {
        return bench.ask(sending("PUT /conta/senha", body, {}, token)).status;
    };
    QCOMPARE(put(R"({"atual":"uma-senha-longa","nova":"curta"})"), 422);
    QCOMPARE(put(R"({"nova":"outra-senha-longa"})"), 422);
    QCOMPARE(put(R"({"atual":"uma-senha-longa","nova":"outra-senha-longa","nome":"rui"})"), 422);
    QCOMPARE(put(R"({"atual":"uma-senha-longa","nova":"outra-senha-longa"})"), 204);
    QCOMPARE(put(R"({"atual":"outra-senha-longa","nova":"uma-senha-longa"})"), 401); // the session is over
    QVERIFY(logIn(bench, "ana").access.isEmpty());
    QVERIFY(!logIn(bench, "ana", "outra-senha-longa").access.isEmpty());
}

void TestUserAdmin::accountPassword_wrongOld_countsAsAFailedLogIn()
{
    Bench bench({}, [](auto &settings) { settings.logins.failures = 2; });
    const QByteArray body = R"({"atual":"errada","nova":"outra-senha-longa"})";
    for (int i = 0; i < 2; ++i) {
        const RawResponse refused = bench.ask(sending("PUT /conta/senha", body));
        QCOMPARE(refused.status, 403);
        QCOMPARE(reasonOf(refused), QStringLiteral("senha_atual_incorreta"));
    }
    const RawResponse throttled = bench.ask(sending("PUT /conta/senha", body));
    QCOMPARE(throttled.status, 429);
    QCOMPARE(reasonOf(throttled), QStringLiteral("muitos_logins"));
    QCOMPARE(bench.login("username=usuario&password=senha123").status, 429);
}

// That the second log-in is refused tells that the first one's password is being hashed.
void TestUserAdmin::hash_queueFull_is503AndNothingIsMade()
{
    Bench bench({}, [](auto &settings) {
        slowDown(settings.users);
        settings.loginQueue = 1;
    });
    RawClient first(bench.port);
    RawClient second(bench.port);
    for (RawClient *client : {&first, &second})
        client->send(loginRequest("username=usuario&password=senha123"));
    QTRY_VERIFY(first.count() + second.count() == 1);
    for (const QByteArray &line :
         {QByteArray("POST /admin/usuarios"), QByteArray("PATCH /admin/usuarios/usuario")}) {
        const bool post = line.startsWith("POST");
        const RawResponse refused = bench.ask(sending(line, post ? ana : R"({"senha":"outra-senha-longa"})"));
        QCOMPARE(refused.status, 503);
        QCOMPARE(reasonOf(refused), QStringLiteral("login_sobrecarregado"));
        QCOMPARE(refused.header("Retry-After"), QByteArray("1"));
    }
    QTRY_VERIFY(first.count() + second.count() == 2);
    QVERIFY(!bench.store().find("ana").value());
    QCOMPARE(bench.store().find("usuario").value()->user.version, 2); // slowDown()'s
}

void TestUserAdmin::storeProblem_tellsWhatIsPassing()
{
    using sql::Failure;
    QCOMPARE(gateway::storeProblem({Failure::Unavailable, {}}).reason, QByteArray("usuarios_indisponiveis"));
    QVERIFY(gateway::storeProblem({Failure::Overloaded, {}}).headers.contains("Retry-After"));
    const http::Problem unknown = gateway::storeProblem({Failure::UnknownOutcome, {}});
    QCOMPARE(unknown.reason, QByteArray("resultado_desconhecido"));
    QCOMPARE(unknown.status, 503);
    QVERIFY(!unknown.headers.contains("Retry-After")); // not to be repeated blindly
    QCOMPARE(gateway::storeProblem({Failure::Internal, {}}).status, 500);
}

QTEST_GUILESS_MAIN(TestUserAdmin)
#include "tst_useradmin.moc"
