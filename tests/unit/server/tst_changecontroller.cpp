// SPDX-License-Identifier: GPL-3.0-or-later
#include "controllerfixture.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <optional>
#include <set>

using namespace guarita;
using namespace guarita::server;
using namespace guarita::server::storage;
using http::Method;
using http::Response;

namespace {

QJsonObject objectOf(const Response &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

QJsonArray resultsOf(const Response &response)
{
    return objectOf(response)[QStringLiteral("resultados")].toArray();
}

/// The statuses of a batch's results, each with its index.
QByteArray statusesOf(const Response &response)
{
    QByteArrayList statuses;
    for (const QJsonValue &result : resultsOf(response))
        statuses.append(QByteArray::number(result[QStringLiteral("indice")].toInt()) + ':' +
                        QByteArray::number(result[QStringLiteral("status")].toInt()));
    return statuses.join(' ');
}

} // namespace

class TestChangeController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture.emplace(); }

    void patch_fields_areReplaced_data();
    void patch_fields_areReplaced();
    void patch_badFields_areRefused_data();
    void patch_badFields_areRefused();
    void patch_contentType_mergePatchOrJson();
    void patch_ifMatch_isKept();
    void put_ifNoneMatch_isNeverMet();
    void change_author_isTheCaller();
    void key_wellFormed_reachesTheRepository();
    void key_differentRequests_haveDifferentFingerprints();
    void key_replayed_saysSo();
    void key_malformed_is400_data();
    void key_malformed_is400();
    void key_failures_areAnswered();
    void batch_good_hasAResultPerRow();
    void batch_atomicRefused_isRefusedWhole();
    void batch_atomicWrongFields_reachesNoRepository();
    void batch_perRow_reportsEach();
    void batch_malformed_is400_data();
    void batch_malformed_is400();
    void batch_tooLong_is413();
    void batch_english_isAnsweredInEnglish();
    void history_ofAnItem_isListed();

private:
    Response json(Method method, const QByteArray &path, const QByteArray &body, net::Headers headers = {})
    {
        return m_fixture->sendJson(method, path, body, std::move(headers));
    }
    Items &items() { return m_fixture->items(); }

    std::optional<ControllerFixture> m_fixture;
};

void TestChangeController::patch_fields_areReplaced_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected"); // of the answer
    QTest::newRow("name") << QByteArray(R"({"nome":"Chá"})")
                          << QByteArray(R"("nome":"Chá","descricao":"d","preco":19.90)");
    QTest::newRow("price") << QByteArray(R"({"preco":0.5})")
                           << QByteArray(R"("nome":"Café","descricao":"d","preco":0.50)");
    QTest::newRow("description") << QByteArray(R"({"descricao":""})")
                                 << QByteArray(R"("nome":"Café","descricao":"","preco":19.90)");
    QTest::newRow("none") << QByteArray(R"({"descricao":null})") << QByteArray(R"("descricao":null)");
    QTest::newRow("all") << QByteArray(R"({"nome":"a","descricao":"b","preco":1})")
                         << QByteArray(R"("nome":"a","descricao":"b","preco":1.00)");
    QTest::newRow("nothing") << QByteArray("{}")
                             << QByteArray(R"("nome":"Café","descricao":"d","preco":19.90)");
}

void TestChangeController::patch_fields_areReplaced()
{
    QFETCH(QByteArray, expected);
    QFETCH(QByteArray, body);
    json(Method::Post, "/itens", R"({"nome":"Café","descricao":"d","preco":19.90})");
    const Response response = json(Method::Patch, "/itens/1", body);
    QCOMPARE(response.status, 200);
    QVERIFY2(response.body.contains(expected), response.body.constData());
    QVERIFY(response.headers.contains("etag"));
}

void TestChangeController::patch_badFields_areRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    for (const char *body :
         {R"({"nome":null})", R"({"nome":""})", R"({"nome":5})", R"({"preco":null})", R"({"preco":"1"})",
          R"({"preco":19.999})", R"({"preco":-1})", R"({"preco":1e400})", R"({"descricao":{}})",
          R"({"cor":"azul"})", R"({"id":2})", R"({"versao":2})"})
        QTest::newRow(body) << QByteArray(body) << 422;
    for (const char *body : {"", "[]", "null", R"({"nome":"a","nome":"b"})", "{"})
        QTest::newRow(body) << QByteArray(body) << 400;
}

void TestChangeController::patch_badFields_areRefused()
{
    QFETCH(QByteArray, body);
    json(Method::Post, "/itens", goodItem);
    const Response response = json(Method::Patch, "/itens/1", body);
    QTEST(response.status, "status");
    if (response.status == 422)
        QCOMPARE(objectOf(response)[QStringLiteral("errors")].toArray().size(), 1);
    QCOMPARE(items().items[1].versao, 1);
}

void TestChangeController::patch_contentType_mergePatchOrJson()
{
    json(Method::Post, "/itens", goodItem);
    const auto status = [this](const char *type) {
        return m_fixture->send(Method::Patch, "/itens/1", R"({"preco":1})", {{"content-type", type}});
    };
    QCOMPARE(status("application/merge-patch+json").status, 200);
    QCOMPARE(status("application/merge-patch+json; charset=utf-8").status, 200);
    const Response refused = status("application/json-patch+json");
    QCOMPARE(refused.status, 415);
    QCOMPARE(refused.headers.value("accept-patch"),
             QByteArray("application/merge-patch+json, application/json"));
}

void TestChangeController::patch_ifMatch_isKept()
{
    json(Method::Post, "/itens", goodItem);
    QCOMPARE(json(Method::Patch, "/itens/1", R"({"preco":1})", {{"if-match", "\"2\""}}).status, 412);
    QCOMPARE(json(Method::Patch, "/itens/1", R"({"preco":1})", {{"if-match", "\"1\""}}).status, 200);
    QCOMPARE(json(Method::Patch, "/itens/9", R"({"preco":1})").status, 404);
    QCOMPARE(json(Method::Patch, "/itens/x", R"({"preco":1})").status, 404);
}

void TestChangeController::put_ifNoneMatch_isNeverMet()
{
    json(Method::Post, "/itens", goodItem);
    QCOMPARE(json(Method::Put, "/itens/1", goodItem, {{"if-none-match", "*"}}).status, 412);
    QCOMPARE(json(Method::Put, "/itens/9", goodItem, {{"if-none-match", "*"}}).status, 404);
    QCOMPARE(json(Method::Put, "/itens/1", goodItem, {{"if-none-match", "*"}, {"if-match", "\"1\""}}).status,
             412);
    QCOMPARE(json(Method::Put, "/itens/1", goodItem, {{"if-none-match", "\"1\""}}).status, 400);
    QCOMPARE(items().items[1].versao, 1);
}

void TestChangeController::change_author_isTheCaller()
{
    json(Method::Post, "/itens", goodItem);
    QCOMPARE(items().lastOrder->author, QStringLiteral("ana"));
    QVERIFY(items().lastOrder->atomic && !items().lastOrder->key);
}

void TestChangeController::key_wellFormed_reachesTheRepository()
{
    for (const QByteArray &key : {QByteArray("a"), QByteArray("\"quoted\""), QByteArray(255, '~')}) {
        QCOMPARE(json(Method::Post, "/itens", goodItem, {{"idempotency-key", key}}).status, 201);
        QCOMPARE(items().lastOrder->key->key, key);
    }
}

void TestChangeController::key_differentRequests_haveDifferentFingerprints()
{
    json(Method::Post, "/itens", goodItem);
    std::set<QByteArray> seen;
    const auto note = [&](const Response &) { seen.insert(items().lastOrder->key->fingerprint); };
    const net::HeaderField key{"idempotency-key", "k"};
    note(json(Method::Post, "/itens", goodItem, {key}));
    note(json(Method::Post, "/itens", goodItem + ' ', {key}));
    note(json(Method::Put, "/itens/1", goodItem, {key}));
    note(json(Method::Patch, "/itens/1", goodItem, {key}));
    note(json(Method::Patch, "/itens/2", goodItem, {key}));
    note(json(Method::Patch, "/itens/1", goodItem, {key, {"if-match", "\"1\""}}));
    QCOMPARE(seen.size(), std::size_t(6));
    note(json(Method::Post, "/itens", goodItem, {key}));
    QCOMPARE(seen.size(), std::size_t(6));
}

void TestChangeController::key_replayed_saysSo()
{
    QVERIFY(!json(Method::Post, "/itens", goodItem).headers.contains("idempotent-replayed"));
    items().replaying = true;
    for (const Response &response :
         {json(Method::Post, "/itens", goodItem), json(Method::Patch, "/itens/1", R"({"preco":2})"),
          json(Method::Post, "/itens/lote", R"({"operacoes":[{"op":"remover","id":1}]})")})
        QCOMPARE(response.headers.value("idempotent-replayed"), QByteArray("true"));
}

void TestChangeController::key_malformed_is400_data()
{
    QTest::addColumn<QByteArrayList>("keys");
    QTest::newRow("empty") << QByteArrayList{""};
    QTest::newRow("blank within") << QByteArrayList{"a b"};
    QTest::newRow("not ASCII") << QByteArrayList{"é"};
    QTest::newRow("too long") << QByteArrayList{QByteArray(256, 'a')};
    QTest::newRow("twice") << QByteArrayList{"a", "a"};
}

void TestChangeController::key_malformed_is400()
{
    QFETCH(QByteArrayList, keys);
    net::Headers headers;
    for (const QByteArray &key : keys)
        headers.append("idempotency-key", key);
    for (const char *path : {"/itens", "/itens/lote"}) {
        const Response response = json(Method::Post, path, goodItem, headers);
        QCOMPARE(response.status, 400);
        QCOMPARE(response.reason, QByteArray("chave_invalida"));
    }
    QVERIFY(items().items.empty());
}

void TestChangeController::key_failures_areAnswered()
{
    items().failing = Failure::KeyReused;
    QCOMPARE(json(Method::Post, "/itens", goodItem).status, 422);
    items().failing = Failure::KeyBusy;
    const Response busy = json(Method::Post, "/itens", goodItem);
    QCOMPARE(busy.status, 409);
    QCOMPARE(busy.reason, QByteArray("chave_em_uso"));
    QCOMPARE(busy.headers.value("retry-after"), QByteArray("1"));
}

void TestChangeController::batch_good_hasAResultPerRow()
{
    json(Method::Post, "/itens", goodItem);
    const Response response = json(Method::Post, "/itens/lote",
                                   R"({"operacoes":[{"op":"criar","item":{"nome":"a","preco":1}},
                                       {"op":"atualizar","id":1,"versao":1,"item":{"nome":"b","preco":2}},
                                       {"op":"remover","id":2}]})");
    QVERIFY2(response.status == 200, response.body.constData());
    QCOMPARE(statusesOf(response), QByteArray("0:201 1:200 2:204"));
    QCOMPARE(resultsOf(response)[0].toObject()[QStringLiteral("item")][QStringLiteral("id")].toInt(), 2);
    QCOMPARE(resultsOf(response)[1].toObject()[QStringLiteral("item")][QStringLiteral("nome")].toString(),
             QStringLiteral("b"));
    QVERIFY(!resultsOf(response)[2].toObject().contains(QStringLiteral("item")));
    QCOMPARE(items().items.size(), std::size_t(1));
    QVERIFY(items().lastOrder->atomic);
    QCOMPARE(items().lastOrder->author, QStringLiteral("ana"));
}

void TestChangeController::batch_atomicRefused_isRefusedWhole()
{
    json(Method::Post, "/itens", goodItem);
    const Response response = json(Method::Post, "/itens/lote",
                                   R"({"operacoes":[{"op":"criar","item":{"nome":"a","preco":1}},
                                       {"op":"remover","id":1,"versao":7},{"op":"remover","id":9}],"atomico":true})");
    QCOMPARE(response.status, 422);
    QCOMPARE(response.reason, QByteArray("lote_recusado"));
    QCOMPARE(response.headers.value("content-type"), QByteArray("application/problem+json"));
    QCOMPARE(statusesOf(response), QByteArray("1:412 2:404"));
    QCOMPARE(resultsOf(response)[0].toObject()[QStringLiteral("erro")][QStringLiteral("type")].toString(),
             QStringLiteral("urn:guarita:versao_divergente"));
    QCOMPARE(items().items.size(), std::size_t(1));
}

void TestChangeController::batch_atomicWrongFields_reachesNoRepository()
{
    const Response response = json(
        Method::Post, "/itens/lote",
        R"({"operacoes":[{"op":"criar","item":{"nome":"a","preco":1}},{"op":"criar","item":{"nome":"","preco":"x"}}]})");
    QCOMPARE(response.status, 422);
    QCOMPARE(statusesOf(response), QByteArray("1:422"));
    const QJsonValue error = resultsOf(response)[0].toObject()[QStringLiteral("erro")];
    QCOMPARE(error[QStringLiteral("errors")].toArray().size(), 2);
    QVERIFY(!items().lastOrder);
}

void TestChangeController::batch_perRow_reportsEach()
{
    const Response response =
        json(Method::Post, "/itens/lote",
             R"({"atomico":false,"operacoes":[{"op":"criar","item":{"nome":"","preco":1}},
            {"op":"criar","item":{"nome":"a","preco":1}},{"op":"remover","id":9},{"op":"criar","item":{"preco":1}},
            {"op":"atualizar","id":1,"item":{"nome":"b","preco":1}}]})");
    QCOMPARE(response.status, 200);
    QCOMPARE(statusesOf(response), QByteArray("0:422 1:201 2:404 3:422 4:200"));
    QCOMPARE(items().items[1].content.nome, QStringLiteral("b"));
    // Nothing to try at all is a report all the same.
    QCOMPARE(statusesOf(json(Method::Post, "/itens/lote",
                             R"({"atomico":false,"operacoes":[{"op":"criar","item":{}}]})")),
             QByteArray("0:422"));
}

void TestChangeController::batch_malformed_is400_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char *body, const char *place = "") {
        QTest::newRow(body) << QByteArray(body) << QByteArray(place);
    };
    row("");
    row("[]");
    row("{}", "operacoes");
    row(R"({"operacoes":[]})", "operacoes");
    row(R"({"operacoes":{}})", "operacoes");
    row(R"({"operacoes":[1]})", "operacoes[0]");
    row(R"({"operacoes":[{}]})", "operacoes[0]");
    row(R"({"operacoes":[{"op":"apagar","id":1}]})", "operacoes[0].op");
    row(R"({"operacoes":[{"op":"remover","id":1},{"op":"remover"}]})", "operacoes[1]");
    row(R"({"operacoes":[{"op":"remover","id":0}]})", "operacoes[0].id");
    row(R"({"operacoes":[{"op":"remover","id":-1}]})", "operacoes[0].id");
    row(R"({"operacoes":[{"op":"remover","id":1.5}]})", "operacoes[0].id");
    row(R"({"operacoes":[{"op":"remover","id":9223372036854775808}]})", "operacoes[0].id");
    row(R"({"operacoes":[{"op":"remover","id":1e400}]})", "operacoes[0].id");
    row(R"({"operacoes":[{"op":"remover","id":"1"}]})", "operacoes[0].id");
    row(R"({"operacoes":[{"op":"remover","id":1,"item":{"nome":"a","preco":1}}]})", "operacoes[0]");
    row(R"({"operacoes":[{"op":"criar","id":1,"item":{"nome":"a","preco":1}}]})", "operacoes[0]");
    row(R"({"operacoes":[{"op":"criar","item":[]}]})", "operacoes[0].item");
    row(R"({"operacoes":[{"op":"criar","item":{"nome":"a","preco":1e400}}]})", "operacoes[0].item");
    row(R"({"operacoes":[{"op":"criar"}]})", "operacoes[0]");
    row(R"({"operacoes":[{"op":"remover","id":1}],"atomico":1})", "atomico");
    row(R"({"operacoes":[{"op":"remover","id":1}],"outro":1})");
    row(R"({"operacoes":[{"op":"remover","id":1}],"operacoes":[{"op":"remover","id":1}]})");
    row(R"({"operacoes":[{"op":"remover","op":"remover","id":1}]})");
    row(R"({"operacoes":[{"op":"criar","item":{"nome":"a","nome":"b","preco":1}}]})");
    row(R"({"operacoes":[{"op":"criar","item":{"nome":[[[[[[[[[]]]]]]]]],"preco":1}}]})");
    row(R"({"operacoes":[{"op":"remover","id":1}]} x)");
    row(R"({"operacoes":[{"op":"remover","id":1}])");
}

void TestChangeController::batch_malformed_is400()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, place);
    const Response response = json(Method::Post, "/itens/lote", body);
    QCOMPARE(response.status, 400);
    QCOMPARE(response.reason, QByteArray("corpo_invalido"));
    QVERIFY2(response.body.contains(place), response.body.constData());
    QVERIFY(!items().lastOrder);
    QCOMPARE(m_fixture->send(Method::Post, "/itens/lote", body, {{"content-type", "text/csv"}}).status, 415);
}

void TestChangeController::batch_tooLong_is413()
{
    const auto body = [](int operations) {
        return R"({"operacoes":[)" +
               QByteArray(R"({"op":"remover","id":7},)").repeated(operations).chopped(1) + "]}";
    };
    QCOMPARE(json(Method::Post, "/itens/lote", body(10'000)).status, 422);
    const Response response = json(Method::Post, "/itens/lote", body(10'001));
    QCOMPARE(response.status, 413);
    QCOMPARE(response.reason, QByteArray("lote_grande_demais"));
}

void TestChangeController::batch_english_isAnsweredInEnglish()
{
    const Response response =
        json(Method::Post, "/itens/lote", R"({"operacoes":[{"op":"criar","item":{"nome":"a"}}]})",
             {{"accept-language", "en"}});
    QVERIFY(response.body.contains("nothing was changed"));
    QVERIFY(response.body.contains("Is required."));
}

void TestChangeController::history_ofAnItem_isListed()
{
    domain::RecordedChange change;
    change.item.id = 1;
    for (qint64 version = 3; version >= 1; --version) {
        change.item.versao = version;
        change.item.content = {QStringLiteral("n"), std::nullopt, version};
        change.author = version == 2 ? std::optional(QStringLiteral("ana")) : std::nullopt;
        change.event = version == 1 ? domain::ItemEvent::Created : domain::ItemEvent::Updated;
        items().history.push_back(change);
    }
    const Response all = m_fixture->send(Method::Get, "/itens/1/historico");
    QCOMPARE(all.status, 200);
    QVERIFY(!all.headers.contains("link"));
    QCOMPARE(
        all.body.mid(all.body.indexOf("},{") + 2),
        QByteArray(R"({"versao":2,"operacao":"atualizado","quem":"ana","quando":"1970-01-01T00:00:00.000Z",)"
                   R"("item":{"nome":"n","descricao":null,"preco":0.02}},)"
                   R"({"versao":1,"operacao":"criado","quem":null,"quando":"1970-01-01T00:00:00.000Z",)"
                   R"("item":{"nome":"n","descricao":null,"preco":0.01}}])"));
    const Response first = m_fixture->send(Method::Get, "/itens/1/historico?limit=2");
    QCOMPARE(QJsonDocument::fromJson(first.body).array().size(), 2);
    QCOMPARE(first.headers.value("link"), QByteArray("</itens/1/historico?limit=2&antes=2>; rel=\"next\""));
    QCOMPARE(QJsonDocument::fromJson(m_fixture->send(Method::Get, "/itens/1/historico?antes=2").body)
                 .array()
                 .size(),
             1);
    QCOMPARE(m_fixture->send(Method::Get, "/itens/1/historico?antes=1").body, QByteArray("[]"));
    QCOMPARE(m_fixture->send(Method::Get, "/itens/2/historico").status, 404);
    QCOMPARE(m_fixture->send(Method::Get, "/itens/1/historico?limit=0").status, 400);
}

QTEST_GUILESS_MAIN(TestChangeController)
#include "tst_changecontroller.moc"
