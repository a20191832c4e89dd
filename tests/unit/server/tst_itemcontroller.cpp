// SPDX-License-Identifier: GPL-3.0-or-later
#include "controllerfixture.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::server;
using namespace guarita::server::storage;
using http::Method;

class TestItemController : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture.emplace(); }

    void post_good_isCreated();
    void post_wrongContentType_is415_data();
    void post_wrongContentType_is415();
    void post_badJson_is400();
    void post_badFields_is422WithAll();
    void get_item_hasETag();
    void get_ifNoneMatch_data();
    void get_ifNoneMatch();
    void get_badId_is404_data();
    void get_badId_is404();
    void list_page_hasTotal();
    void list_query_reachesTheRepository();
    void list_page_hasLinks();
    void list_withoutTotal_hasNone();
    void list_badQuery_is400();
    void restore_removed_hasANewETag();
    void restore_present_is409();
    void restore_absent_is404();
    void put_ifMatch_data();
    void put_ifMatch();
    void delete_ifMatch_data();
    void delete_ifMatch();
    void storageFailure_isAnswered_data();
    void storageFailure_isAnswered();
    void english_isAnsweredInEnglish();

private:
    http::Response send(Method method, const QByteArray &path, const QByteArray &body = {},
                        net::Headers headers = {})
    {
        return m_fixture->send(method, path, body, std::move(headers));
    }
    http::Response sendJson(Method method, const QByteArray &path, const QByteArray &body,
                            net::Headers headers = {})
    {
        return m_fixture->sendJson(method, path, body, std::move(headers));
    }
    Items &items() { return m_fixture->items(); }
    static void preconditionRows(int success);

    std::optional<ControllerFixture> m_fixture;
};

void TestItemController::post_good_isCreated()
{
    const http::Response response = sendJson(Method::Post, "/itens", goodItem);
    QCOMPARE(response.status, 201);
    QCOMPARE(response.body, storedItem);
    QCOMPARE(response.headers.value("location"), QByteArray("/itens/1"));
    QCOMPARE(response.headers.value("etag"), QByteArray("\"1\""));
    QCOMPARE(response.headers.value("content-type"), QByteArray("application/json"));
}

void TestItemController::post_wrongContentType_is415_data()
{
    QTest::addColumn<QByteArrayList>("types");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArrayList &types, int status) {
        QTest::newRow(name) << types << status;
    };
    row("json", {"application/json"}, 201);
    row("json, other case and charset", {"Application/JSON ; charset=UTF-8"}, 201);
    row("json, quoted charset", {"application/json;charset=\"utf-8\""}, 201);
    row("absent", {}, 415);
    row("text", {"text/plain"}, 415);
    row("form", {"application/x-www-form-urlencoded"}, 415);
    row("other charset", {"application/json; charset=iso-8859-1"}, 415);
    row("json beyond", {"application/json5"}, 415);
    row("twice", {"application/json", "application/json"}, 415);
}

void TestItemController::post_wrongContentType_is415()
{
    QFETCH(QByteArrayList, types);
    net::Headers headers;
    for (const QByteArray &type : types)
        headers.append("content-type", type);
    QTEST(send(Method::Post, "/itens", goodItem, headers).status, "status");
}

void TestItemController::post_badJson_is400()
{
    for (const char *body : {"", "{", "[]", R"({"nome":"a","nome":"b","preco":1})"}) {
        const http::Response response = sendJson(Method::Post, "/itens", body);
        QCOMPARE(response.status, 400);
        QCOMPARE(response.reason, QByteArray("corpo_invalido"));
    }
    QVERIFY(items().items.empty());
}

void TestItemController::post_badFields_is422WithAll()
{
    const http::Response response =
        sendJson(Method::Post, "/itens", R"({"nome":" ","preco":"1","descricao":"\u0000","cor":"azul"})");
    QCOMPARE(response.status, 422);
    QCOMPARE(response.reason, QByteArray("campos_invalidos"));
    QStringList fields;
    for (const QJsonValue &error :
         QJsonDocument::fromJson(response.body).object()[QStringLiteral("errors")].toArray()) {
        fields.append(error[QStringLiteral("campo")].toString());
        QVERIFY(!error[QStringLiteral("mensagem")].toString().isEmpty());
    }
    fields.sort();
    QCOMPARE(fields, (QStringList{QStringLiteral("cor"), QStringLiteral("descricao"), QStringLiteral("nome"),
                                  QStringLiteral("preco")}));
    QVERIFY(items().items.empty());
}

void TestItemController::get_item_hasETag()
{
    sendJson(Method::Post, "/itens", goodItem);
    const http::Response response = send(Method::Get, "/itens/1");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.body, storedItem);
    QCOMPARE(response.headers.value("etag"), QByteArray("\"1\""));
}

void TestItemController::get_ifNoneMatch_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("status");
    QTest::newRow("same") << QByteArray("\"1\"") << 304;
    QTest::newRow("weak") << QByteArray("W/\"1\"") << 304;
    QTest::newRow("any") << QByteArray("*") << 304;
    QTest::newRow("in a list") << QByteArray("\"9\", \"1\"") << 304;
    QTest::newRow("other") << QByteArray("\"2\"") << 200;
    QTest::newRow("malformed") << QByteArray("1") << 400;
}

void TestItemController::get_ifNoneMatch()
{
    QFETCH(QByteArray, field);
    sendJson(Method::Post, "/itens", goodItem);
    const http::Response response = send(Method::Get, "/itens/1", {}, {{"if-none-match", field}});
    QTEST(response.status, "status");
    if (response.status == 304) {
        QVERIFY(response.body.isEmpty());
        QCOMPARE(response.headers.value("etag"), QByteArray("\"1\""));
    }
}

void TestItemController::get_badId_is404_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char *id :
         {"0", "-1", "+1", "01", "1.0", "a", "9223372036854775808", "99999999999999999999", " 1", "2"})
        QTest::newRow(id) << QByteArray(id);
}

void TestItemController::get_badId_is404()
{
    QFETCH(QByteArray, id);
    sendJson(Method::Post, "/itens", goodItem);
    QCOMPARE(send(Method::Get, "/itens/" + id).status, 404);
    QCOMPARE(sendJson(Method::Put, "/itens/" + id, goodItem).status, 404);
    QCOMPARE(send(Method::Delete, "/itens/" + id).status, 404);
    QCOMPARE(send(Method::Post, "/itens/" + id + "/restaurar").status, 404);
}

void TestItemController::list_page_hasTotal()
{
    for (int i = 0; i < 3; ++i)
        sendJson(Method::Post, "/itens", goodItem);
    const http::Response all = send(Method::Get, "/itens");
    QCOMPARE(all.status, 200);
    QCOMPARE(QJsonDocument::fromJson(all.body).array().size(), 3);
    QCOMPARE(all.headers.value("x-total-count"), QByteArray("3"));
    const http::Response page = send(Method::Get, "/itens?limit=2&offset=2");
    QCOMPARE(QJsonDocument::fromJson(page.body).array().size(), 1);
    QCOMPARE(page.headers.value("x-total-count"), QByteArray("3"));
    QCOMPARE(send(Method::Get, "/itens?offset=3").body, QByteArray("[]"));
}

void TestItemController::list_query_reachesTheRepository()
{
    send(Method::Get, "/itens?ordem=preco,-nome&q=caf%C3%A9&limit=7&offset=9");
    domain::ItemQuery wanted;
    wanted.limit = 7;
    wanted.offset = 9;
    wanted.order = {{domain::ItemField::Preco, false}, {domain::ItemField::Nome, true}};
    wanted.search = QStringLiteral("café");
    QVERIFY(items().query == wanted);
}

void TestItemController::list_page_hasLinks()
{
    for (int i = 0; i < 3; ++i)
        sendJson(Method::Post, "/itens", goodItem);
    QCOMPARE(send(Method::Get, "/itens?limit=1&offset=1&q=x").headers.value("link"),
             QByteArray("</itens?limit=1&offset=0&q=x>; rel=\"first\", "
                        "</itens?limit=1&offset=0&q=x>; rel=\"prev\", "
                        "</itens?limit=1&offset=2&q=x>; rel=\"next\", "
                        "</itens?limit=1&offset=2&q=x>; rel=\"last\""));
}

void TestItemController::list_withoutTotal_hasNone()
{
    sendJson(Method::Post, "/itens", goodItem);
    const http::Response page = send(Method::Get, "/itens?total=false&limit=1");
    QVERIFY(!items().query.withTotal);
    QCOMPARE(page.headers.count("x-total-count"), 0);
    QCOMPARE(page.headers.value("link"), QByteArray("</itens?limit=1&total=false>; rel=\"first\""));
}

void TestItemController::list_badQuery_is400()
{
    const http::Response response = send(Method::Get, "/itens?limit=1001");
    QCOMPARE(response.status, 400);
    QVERIFY(response.body.contains("limit"));
    QCOMPARE(send(Method::Get, "/itens?limite=1").status, 400);
}

void TestItemController::restore_removed_hasANewETag()
{
    sendJson(Method::Post, "/itens", goodItem);
    send(Method::Delete, "/itens/1");
    QCOMPARE(send(Method::Get, "/itens/1").status, 404);
    // Whatever is sent along means nothing.
    const http::Response restoredItem =
        send(Method::Post, "/itens/1/restaurar", "not json", {{"if-match", "\"1\""}});
    QCOMPARE(restoredItem.status, 200);
    QCOMPARE(restoredItem.headers.value("etag"), QByteArray("\"3\""));
    QCOMPARE(restoredItem.body, QByteArray(storedItem).replace("\"versao\":1", "\"versao\":3"));
    QCOMPARE(send(Method::Get, "/itens/1").body, restoredItem.body);
    QCOMPARE(sendJson(Method::Put, "/itens/1", goodItem, {{"if-match", "\"1\""}}).status, 412);
}

void TestItemController::restore_present_is409()
{
    sendJson(Method::Post, "/itens", goodItem);
    const http::Response response = send(Method::Post, "/itens/1/restaurar");
    QCOMPARE(response.status, 409);
    QCOMPARE(response.reason, QByteArray("nao_excluido"));
    QCOMPARE(items().items[1].versao, 1);
}

void TestItemController::restore_absent_is404()
{
    QCOMPARE(send(Method::Post, "/itens/1/restaurar").status, 404);
}

void TestItemController::preconditionRows(int success)
{
    QTest::addColumn<QByteArray>("field"); // the item has version 1
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << success;
    QTest::newRow("any") << QByteArray("*") << success;
    QTest::newRow("same") << QByteArray("\"1\"") << success;
    QTest::newRow("in a list") << QByteArray("\"3\", \"1\"") << success;
    QTest::newRow("other") << QByteArray("\"2\"") << 412;
    QTest::newRow("a list of others") << QByteArray("\"2\", \"3\"") << 412;
    QTest::newRow("weak") << QByteArray("W/\"1\"") << 412;
    QTest::newRow("foreign") << QByteArray("\"abc\"") << 412;
    QTest::newRow("malformed") << QByteArray("1") << 400;
}

void TestItemController::put_ifMatch_data()
{
    preconditionRows(200);
}

void TestItemController::put_ifMatch()
{
    QFETCH(QByteArray, field);
    QFETCH(int, status);
    sendJson(Method::Post, "/itens", goodItem);
    net::Headers headers;
    if (!field.isEmpty())
        headers.append("if-match", field);
    const http::Response response =
        sendJson(Method::Put, "/itens/1", R"({"nome":"Chá","preco":1})", std::move(headers));
    QCOMPARE(response.status, status);
    QCOMPARE(items().items[1].versao, status == 200 ? 2 : 1);
    if (status == 200)
        QCOMPARE(response.headers.value("etag"), QByteArray("\"2\""));
}

void TestItemController::delete_ifMatch_data()
{
    preconditionRows(204);
}

void TestItemController::delete_ifMatch()
{
    QFETCH(QByteArray, field);
    QFETCH(int, status);
    sendJson(Method::Post, "/itens", goodItem);
    net::Headers headers;
    if (!field.isEmpty())
        headers.append("if-match", field);
    QCOMPARE(send(Method::Delete, "/itens/1", {}, std::move(headers)).status, status);
    QCOMPARE(items().items.empty(), status == 204);
}

void TestItemController::storageFailure_isAnswered_data()
{
    QTest::addColumn<int>("failure");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<bool>("retryable");
    const auto row = [](Failure failure, int status, const char *reason, bool retryable) {
        QTest::newRow(failureName(failure)) << int(failure) << status << QByteArray(reason) << retryable;
    };
    row(Failure::Unavailable, 503, "banco_indisponivel", true);
    row(Failure::Overloaded, 503, "banco_sobrecarregado", true);
    row(Failure::Busy, 503, "banco_ocupado", true);
    row(Failure::Conflict, 503, "banco_ocupado", true);
    row(Failure::TimedOut, 503, "banco_lento", true);
    row(Failure::UnknownOutcome, 503, "resultado_desconhecido", false);
    row(Failure::DiskFull, 507, "disco_cheio", false);
    row(Failure::Internal, 500, "erro_interno", false);
}

void TestItemController::storageFailure_isAnswered()
{
    QFETCH(int, failure);
    QFETCH(bool, retryable);
    items().failing = Failure(failure);
    const http::Response response = sendJson(Method::Post, "/itens", goodItem);
    QTEST(response.status, "status");
    QTEST(response.reason, "reason");
    QCOMPARE(response.headers.value("retry-after"), retryable ? QByteArray("1") : QByteArray());
}

void TestItemController::english_isAnsweredInEnglish()
{
    const http::Response response =
        sendJson(Method::Post, "/itens", R"({"nome":"","preco":1})", {{"accept-language", "en"}});
    QVERIFY(response.body.contains("Some fields break the rules"));
    QVERIFY(response.body.contains("Must have something besides white space."));
}

QTEST_GUILESS_MAIN(TestItemController)
#include "tst_itemcontroller.moc"
