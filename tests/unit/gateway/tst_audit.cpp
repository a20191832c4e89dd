// SPDX-License-Identifier: GPL-3.0-or-later
// What the whole gateway records, and how it shows that.
#include "gatewaybench.h"

#include "gateway/identity/accesstable.h"

#include <QtCore/QJsonArray>
#include <QtNetwork/QTcpSocket>

#include <algorithm>

using namespace guarita;
using namespace guarita::test;
using gateway::AuditRecord;
using support::RawClient;
using support::RawResponse;
using support::UpstreamScript;

class TestAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void table_everyChange_hasAnAction();
    void logIns_ofEveryKind_areRecorded();
    void logIn_nameThatNobodyHas_isNotWrittenDown_data();
    void logIn_nameThatNobodyHas_isNotWrittenDown();
    void logIn_tooMany_areRecordedWithTheirUser();
    void refresh_reused_isRecordedWithItsUser();
    void refusals_ofAStage_areRecordedOnceAMinute();
    void refusals_thousands_makeTwoRows();
    void itemWrites_areRecordedByTheAnswer_data();
    void itemWrites_areRecordedByTheAnswer();
    void itemWrite_clientLeaves_isUnknown();
    void itemWrite_deadUpstream_hasFailed();
    void reads_areNotRecorded();
    void reload_isRecorded();
    void users_changedOverHttp_areRecordedWithWhoAndWhence();
    void list_records_areShownNewestFirst();
    void list_badQuery_is400_data();
    void list_badQuery_is400();
    void export_manyRecords_areAllThereInTheirOrder();
    void export_tooManyAtOnce_is503();
    void export_badQuery_is400();
    void sweeper_oldRecords_go();
};

namespace {

/// What the store has, the oldest first: "who action target outcome status reason".
QByteArrayList told(const Bench &bench)
{
    gateway::UserRepository store = bench.store();
    const auto records = store.audit().list({.limit = 1000, .after = 0});
    QByteArrayList lines;
    if (!records)
        return lines;
    for (const AuditRecord &record : records.value())
        lines.append(QByteArrayList{record.who, record.action, record.target, outcomeName(record.outcome),
                                    QByteArray::number(record.status), record.reason}
                         .join(' '));
    return lines;
}

void writeMany(const Bench &bench, int count)
{
    AuditRecord record;
    record.when = gateway::StoreTime(1);
    record.who = "ana";
    record.action = gateway::audited::login;
    record.target = QByteArray(100, 'x');
    gateway::UserRepository store = bench.store();
    QVERIFY(store.audit().write(std::vector<AuditRecord>(static_cast<std::size_t>(count), record)));
}

QByteArray write(const QByteArray &line)
{
    return line + " HTTP/1.1\r\nHost: g\r\n" + bearer() + "Content-Length: 2\r\n\r\n{}";
}

} // namespace

void TestAudit::table_everyChange_hasAnAction()
{
    int recorded = 0;
    for (const gateway::AccessRule &rule : gateway::accessRules()) {
        const QByteArray pattern(rule.pattern);
        // Their handlers record them, in one transaction with the change.
        const bool ofUsers = pattern.startsWith("/admin/usuarios") || pattern.startsWith("/conta");
        const bool needed = !net::isSafe(rule.method) && !ofUsers;
        QVERIFY2((rule.action != nullptr) == needed, rule.pattern);
        QVERIFY(!rule.action || gateway::audited::isAction(rule.action));
        recorded += needed ? 1 : 0;
    }
    QVERIFY(recorded >= 6);
}

void TestAudit::logIns_ofEveryKind_areRecorded()
{
    Bench bench;
    const Tokens tokens = tokensOf(bench.login("username=usuario&password=senha123"));
    QCOMPARE(bench.login("username=usuario&password=errada").status, 401);
    QCOMPARE(bench.login("username=ninguem&password=errada").status, 401);
    QCOMPARE(bench.login("grant_type=refresh_token&refresh_token=" + tokens.refresh).status, 200);
    QCOMPARE(bench.login("grant_type=refresh_token&refresh_token=x").status, 401);
    QCOMPARE(bench.revoke("token=" + tokens.access).status, 200);
    QCOMPARE(bench.revoke("token=" + tokens.access).status, 200); // ended nothing
    QTRY_COMPARE(
        told(bench),
        (QByteArrayList{"usuario entrar  ok 200 ", "usuario entrar  recusado 401 credenciais_invalidas",
                        "? entrar  recusado 401 credenciais_invalidas",
                        " renovar  recusado 401 sessao_encerrada", "usuario sair  ok 200 "}));
}

void TestAudit::logIn_nameThatNobodyHas_isNotWrittenDown_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("like no user's") << QByteArray("Segredo-no-campo-errado!");
    QTest::newRow("like a user's") << QByteArray("segredo-no-campo-errado");
}

/// Judged and not judged.
void TestAudit::logIn_nameThatNobodyHas_isNotWrittenDown()
{
    QFETCH(QByteArray, name);
    Bench bench;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bench.login("username=" + name + "&password=x").status, 401);
    QCOMPARE(bench.login("username=" + name + "&password=x").status, 429);
    QByteArrayList expected(5, "? entrar  recusado 401 credenciais_invalidas");
    expected.append("? entrar  recusado 429 muitos_logins");
    QTRY_COMPARE(told(bench), expected);
}

void TestAudit::logIn_tooMany_areRecordedWithTheirUser()
{
    Bench bench;
    for (int i = 0; i < 6; ++i)
        bench.login("username=usuario&password=x");
    QTRY_COMPARE(told(bench).size(), 6);
    QCOMPARE(told(bench).back(), QByteArray("usuario entrar  recusado 429 muitos_logins"));
}

void TestAudit::refresh_reused_isRecordedWithItsUser()
{
    Bench bench;
    const Tokens tokens = tokensOf(bench.login("username=usuario&password=senha123"));
    const QByteArray again = "grant_type=refresh_token&refresh_token=" + tokens.refresh;
    QCOMPARE(bench.login(again).status, 200);
    QCOMPARE(bench.login(again).status, 401);
    QTRY_COMPARE(told(bench), (QByteArrayList{"usuario entrar  ok 200 ",
                                              "usuario renovar  recusado 401 token_reutilizado"}));
}

void TestAudit::refusals_ofAStage_areRecordedOnceAMinute()
{
    Bench bench;
    gateway::UserRepository users = bench.store();
    const QByteArray hash = users.find("usuario").value()->passwordHash;
    QVERIFY(users.create({"ana", {gateway::Role::Reader}, hash}, gateway::StoreTime(0)).value());
    const QByteArray token = tokensOf(bench.login("username=ana&password=senha123")).access;
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(bench.ask(get("/itens")).status, 401);
        QCOMPARE(bench.ask(get("/admin/usuarios", bearer(token))).status, 403);
        QCOMPARE(bench.ask(get("/nada", bearer(token))).status, 404); // no refusal of somebody
    }
    const QByteArrayList first{" usuario.criar ana ok 0 papeis=leitor", "ana entrar  ok 200 ",
                               " recusa /itens recusado 401 token_ausente",
                               "ana recusa /admin/usuarios recusado 403 sem_permissao"};
    QTRY_COMPARE(told(bench), first);
    bench.clock.advance(std::chrono::minutes(1));
    QTRY_COMPARE(told(bench), first + first.mid(2));
}

void TestAudit::refusals_thousands_makeTwoRows()
{
    constexpr int flood = 2'000;
    Bench bench;
    RawClient client(bench.port);
    client.send(get("/itens").repeated(flood));
    QTRY_COMPARE_WITH_TIMEOUT(bench.observer.summaries.size(), std::size_t(flood), 60'000);
    bench.clock.advance(std::chrono::minutes(1));
    QTRY_COMPARE(told(bench).size(), 2);
    gateway::UserRepository store = bench.store();
    const auto records = store.audit().list({.limit = 10, .after = 0});
    QCOMPARE(records.value()[0].times, 1);
    QCOMPARE(records.value()[1].times, flood - 1);
    QCOMPARE(records.value()[1].address, QByteArray("127.0.0.1"));
}

void TestAudit::itemWrites_areRecordedByTheAnswer_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("record");
    const auto row = [](const char *line, int status, const char *record) {
        QTest::addRow("%s %d", line, status) << QByteArray(line) << status << QByteArray(record);
    };
    row("POST /itens", 201, "usuario item.criar /itens ok 201 ");
    row("POST /itens?x=segredo", 422, "usuario item.criar /itens recusado 422 ");
    row("POST /itens/lote", 200, "usuario item.lote /itens/lote ok 200 ");
    row("PUT /itens/7", 200, "usuario item.alterar /itens/7 ok 200 ");
    row("PATCH /itens/7", 412, "usuario item.alterar /itens/7 recusado 412 ");
    row("DELETE /itens/7", 204, "usuario item.remover /itens/7 ok 204 ");
    row("DELETE /itens/7", 503, "usuario item.remover /itens/7 desconhecido 503 ");
    row("POST /itens/7/restaurar", 409, "usuario item.restaurar /itens/7/restaurar recusado 409 ");
    row("POST /admin/backends", 201, "usuario backend.criar /admin/backends ok 201 ");
    row("PATCH /admin/backends/a:1", 200, "usuario backend.alterar /admin/backends/a:1 ok 200 ");
    row("PATCH /admin/backends/outro~a:1", 412,
        "usuario backend.alterar /admin/backends/outro~a:1 recusado 412 ");
    row("DELETE /admin/backends/%5B::1%5D:8002", 204,
        "usuario backend.remover /admin/backends/[::1]:8002 ok 204 ");
    row("PUT /itens/Caf%C3%A9", 404, "usuario item.alterar /itens/Caf\xc3\xa9 recusado 404 ");
}

void TestAudit::itemWrites_areRecordedByTheAnswer()
{
    QFETCH(QByteArray, line);
    QFETCH(int, status);
    QFETCH(QByteArray, record);
    Bench bench;
    bench.upstream.setScript([status](const support::SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 " + QByteArray::number(status) +
                                      " X\r\nContent-Length: 0\r\n\r\n");
    });
    QCOMPARE(bench.ask(write(line)).status, status);
    QTRY_COMPARE(told(bench), QByteArrayList{record});
}

void TestAudit::itemWrite_clientLeaves_isUnknown()
{
    Bench bench;
    bench.upstream.setScript([](const support::SeenRequest &) { return UpstreamScript::silence(); });
    RawClient client(bench.port);
    client.send(write("DELETE /itens/7"));
    QTRY_COMPARE(bench.upstream.seen().size(), 1);
    client.abort();
    QTRY_COMPARE(told(bench), QByteArrayList{"usuario item.remover /itens/7 desconhecido 499 cliente_saiu"});
}

void TestAudit::itemWrite_deadUpstream_hasFailed()
{
    Bench bench(QUrl(QStringLiteral("http://localhost:%1").arg(support::deadPort())));
    QCOMPARE(bench.ask(write("POST /itens")).status, 502);
    QTRY_COMPARE(told(bench), QByteArrayList{"usuario item.criar /itens falhou 502 upstream_connect"});
}

void TestAudit::reads_areNotRecorded()
{
    Bench bench;
    for (const char *target : {"/itens", "/itens/7", "/identidade", "/conta", "/admin/usuarios"})
        QCOMPARE(bench.ask(get(target, bearer())).status, 200);
    QCOMPARE(bench.ask(write("DELETE /identidade")).status, 405);
    QCOMPARE(bench.ask(write("POST /nada")).status, 404);
    QCOMPARE(bench.ask(write("POST /itens")).status, 200);
    QTRY_COMPARE(told(bench), QByteArrayList{"usuario item.criar /itens ok 200 "});
}

void TestAudit::reload_isRecorded()
{
    Bench bench;
    bench.app.apply(settingsFor(bench.upstream.origin(), bench.folder));
    QTRY_COMPARE(told(bench), QByteArrayList{"sinal config.alterar  ok 0 "});
}

void TestAudit::users_changedOverHttp_areRecordedWithWhoAndWhence()
{
    Bench bench;
    const auto send = [&bench](const QByteArray &line, const QByteArray &body) {
        return bench
            .ask(line + " HTTP/1.1\r\nHost: g\r\nX-Request-Id: pedido-1\r\n" + bearer() +
                 "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
                 "\r\n\r\n" + body)
            .status;
    };
    QCOMPARE(send("POST /admin/usuarios", R"({"nome":"ana","senha":"uma-senha-longa","papeis":["admin"]})"),
             201);
    QCOMPARE(send("PATCH /admin/usuarios/ana", R"({"ativo":false})"), 409);
    QCOMPARE(send("PUT /conta/senha", R"({"atual":"errada","nova":"outra-senha-longa"})"), 403);
    QCOMPARE(send("PUT /conta/senha", R"({"atual":"senha123","nova":"outra-senha-longa"})"), 204);
    const QByteArrayList expected{
        "usuario usuario.alterar ana recusado 409 ultimo_admin",
        "usuario usuario.criar ana ok 201 papeis=admin",
        "usuario usuario.senha usuario ok 204 ",
        "usuario usuario.senha usuario recusado 403 senha_atual_incorreta",
    };
    const auto sorted = [](QByteArrayList lines) { // some wait to be written
        std::sort(lines.begin(), lines.end());
        return lines;
    };
    QTRY_COMPARE(sorted(told(bench)), expected);
    gateway::UserRepository store = bench.store();
    const auto records = store.audit().list({});
    for (const AuditRecord &record : records.value()) {
        QCOMPARE(record.address, QByteArray("127.0.0.1"));
        QCOMPARE(record.request, QByteArray("pedido-1"));
    }
}

void TestAudit::list_records_areShownNewestFirst()
{
    Bench bench;
    QVERIFY(bench.store()
                .create({"ana", {gateway::Role::Reader}, "x"}, {gateway::StoreTime(5), "chefe"})
                .value());
    QCOMPARE(bench.ask(write("POST /itens")).status, 200);
    QTRY_COMPARE(told(bench).size(), 2);
    const auto page = [&bench](const QByteArray &query) {
        const RawResponse answer = bench.ask(get("/admin/auditoria" + query, bearer()));
        QByteArray actions;
        for (const QJsonValue &record : json(answer)[QStringLiteral("registros")].toArray())
            actions += record[QStringLiteral("acao")].toString().toLatin1() + ' ';
        const QJsonValue next = json(answer)[QStringLiteral("proximo")];
        return actions + (next.isNull() ? "-" : QByteArray::number(next.toInt()));
    };
    QCOMPARE(page(""), QByteArray("item.criar usuario.criar -"));
    QCOMPARE(page("?limite=1"), QByteArray("item.criar 2"));
    QCOMPARE(page("?limite=1&antes=2"), QByteArray("usuario.criar -"));
    QCOMPARE(page("?limite=1&depois=0"), QByteArray("usuario.criar 1"));
    QCOMPARE(page("?depois=1"), QByteArray("item.criar -"));
    QCOMPARE(page("?quem=chefe"), QByteArray("usuario.criar -"));
    QCOMPARE(page("?acao=item.criar&resultado=ok"), QByteArray("item.criar -"));
    QCOMPARE(page("?resultado=falhou"), QByteArray("-"));
    QCOMPARE(page("?desde=2001-09-09T01:46:40Z"), QByteArray("item.criar -"));
    QCOMPARE(page("?ate=2001-09-09T02:46:40%2B01:00"), QByteArray("usuario.criar -"));
    QCOMPARE(
        bench.ask(get("/admin/auditoria?acao=usuario.criar", bearer())).body,
        QByteArray(R"({"registros":[{"id":1,"quando":"1970-01-01T00:00:00.005Z","quem":"chefe",)"
                   R"("acao":"usuario.criar","alvo":"ana","de_onde":null,"pedido":null,"resultado":"ok",)"
                   R"("status":null,"motivo":"papeis=leitor","vezes":1}],"proximo":null})"));
}

void TestAudit::list_badQuery_is400_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query :
         {"limite=0", "limite=501", "antes=0", "antes=x", "depois=-1", "quem=", "acao=ler", "resultado=sim",
          "desde=ontem", "ate=2026-01-01", "cor=azul", "acao=sair&acao=sair"})
        QTest::newRow(query) << QByteArray(query);
}

void TestAudit::list_badQuery_is400()
{
    QFETCH(QByteArray, query);
    Bench bench;
    const RawResponse refused = bench.ask(get("/admin/auditoria?" + query, bearer()));
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.body.contains("parametro_invalido"));
}

void TestAudit::export_manyRecords_areAllThereInTheirOrder()
{
    constexpr int count = 1'234; // several pages, the last one not full
    Bench bench;
    writeMany(bench, count);
    const auto download = [&bench](const QByteArray &query) {
        RawClient client(bench.port);
        client.send("GET /admin/auditoria/exportar" + query + " HTTP/1.0\r\nHost: g\r\n" + bearer() + "\r\n");
        if (!QTest::qWaitFor([&client] { return client.closed(); }))
            return QByteArrayList();
        const QByteArray all = client.received();
        QByteArrayList lines = all.mid(all.indexOf("\r\n\r\n") + 4).split('\n');
        lines.removeLast(); // behind the last line's end
        return lines;
    };
    const QByteArrayList newestFirst = download("");
    QCOMPARE(newestFirst.size(), count);
    for (int i = 0; i < count; ++i)
        QCOMPARE(QJsonDocument::fromJson(newestFirst[i])[QStringLiteral("id")].toInt(), count - i);
    const QByteArrayList oldestFirst = download("?depois=0");
    QCOMPARE(oldestFirst.size(), count);
    QCOMPARE(oldestFirst.front(), newestFirst.back());
    QCOMPARE(oldestFirst.back(), newestFirst.front());
    QCOMPARE(download("?depois=1000").size(), count - 1'000);
    QCOMPARE(download("?quem=ninguem").size(), 0);
}

/// The first one's client takes nothing, so that it does not end.
void TestAudit::export_tooManyAtOnce_is503()
{
    Bench bench({}, [](auto &settings) { settings.auditExports = 1; });
    writeMany(bench, 60'000);
    QTcpSocket lazy;
    lazy.setReadBufferSize(1);
    lazy.connectToHost(QHostAddress::LocalHost, bench.port);
    lazy.write(get("/admin/auditoria/exportar", bearer()));
    QTRY_VERIFY(lazy.bytesAvailable() > 0);
    const RawResponse refused = bench.ask(get("/admin/auditoria/exportar", bearer()));
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.body.contains("exportacoes_demais"));
    QCOMPARE(refused.header("Retry-After"), QByteArray("1"));
    lazy.abort();
    const QByteArray unchunked =
        "GET /admin/auditoria/exportar?quem=ninguem HTTP/1.0\r\nHost: g\r\n" + bearer() + "\r\n";
    QTRY_COMPARE(bench.ask(unchunked).status, 200);
}

void TestAudit::export_badQuery_is400()
{
    Bench bench;
    for (const char *query : {"limite=5", "acao=ler", "depois=x"})
        QCOMPARE(bench.ask(get(QByteArray("/admin/auditoria/exportar?") + query, bearer())).status, 400);
}

void TestAudit::sweeper_oldRecords_go()
{
    using std::chrono::hours;
    const gateway::StoreTime now = std::chrono::seconds(1'000'000'000); // the fake clock's
    Bench bench({}, [&](auto &settings) {
        settings.auditRetention = hours(48);
        gateway::UserRepository users(settings.users, gateway::DemoUser::Offer);
        QVERIFY(users.create({"old", {gateway::Role::Reader}, "x"}, now - hours(48) - gateway::StoreTime(1))
                    .value());
        QVERIFY(users.create({"kept", {gateway::Role::Reader}, "x"}, now - hours(48)).value());
    });
    QTRY_COMPARE(told(bench), QByteArrayList{" usuario.criar kept ok 0 papeis=leitor"});
}

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
