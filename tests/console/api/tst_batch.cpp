// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/batch.h"
#include "console/api/itemchange.h"
#include "console/api/jsonslice.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;

namespace {

// No raw string: moc takes an escaped quote in one for its end.
constexpr const char *item =
    "{\"id\":7,\"nome\":\"a\\\",]}\",\"descricao\":null,\"preco\":90071992547409.93,\"versao\":3,"
    "\"criado_em\":\"2026-01-02T03:04:05.678Z\",\"atualizado_em\":\"2026-01-02T03:04:05.678Z\"}";

} // namespace

class TestBatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void body_operations_areWrittenExactly();
    void body_tooMany_isFull();
    void body_tooLarge_isFullButTakesOne();
    void decode_results_areThoseOfTheOperations();
    void decode_wrong_isRefused_data();
    void decode_wrong_isRefused();
    void slice_tornText_isNoPart();
    void change_event_isRead();

private:
    static BatchOperation create(const QString &name)
    {
        return {BatchOperation::Kind::Create, 0, 0, {name, std::nullopt, 1}};
    }
};

void TestBatch::body_operations_areWrittenExactly()
{
    BatchBody body;
    QVERIFY(body.add(create(QStringLiteral("x"))));
    QVERIFY(body.add(
        {BatchOperation::Kind::Update, 7, 3, {QStringLiteral("y"), QString(), 9'007'199'254'740'993}}));
    QVERIFY(body.add({BatchOperation::Kind::Remove, 8, 4, {}}));
    QCOMPARE(body.count(), std::size_t(3));
    QCOMPARE(
        body.take(),
        QByteArray(
            R"({"atomico":false,"operacoes":[)"
            R"({"op":"criar","item":{"nome":"x","descricao":null,"preco":0.01}},)"
            R"({"op":"atualizar","id":7,"versao":3,"item":{"nome":"y","descricao":"","preco":90071992547409.93}},)"
            R"({"op":"remover","id":8,"versao":4}]})"));
}

void TestBatch::body_tooMany_isFull()
{
    BatchBody body({2, 1'000'000});
    QVERIFY(body.add(create(QStringLiteral("x"))));
    QVERIFY(body.add(create(QStringLiteral("x"))));
    QVERIFY(!body.add(create(QStringLiteral("x"))));
    QCOMPARE(body.count(), std::size_t(2));
}

void TestBatch::body_tooLarge_isFullButTakesOne()
{
    BatchBody whole;
    whole.add(create(QStringLiteral("x")));
    whole.add(create(QStringLiteral("x")));
    const qsizetype size = whole.take().size();
    for (const qsizetype limit : {size, size - 1}) {
        BatchBody body({10, limit});
        QVERIFY(body.add(create(QStringLiteral("x"))));
        QCOMPARE(body.add(create(QStringLiteral("x"))), limit == size);
        QVERIFY(body.take().size() <= limit);
    }
    BatchBody tiny({10, 1});
    QVERIFY(tiny.add(create(QStringLiteral("x"))));
}

void TestBatch::decode_results_areThoseOfTheOperations()
{
    const QByteArray json =
        QByteArray(R"({ "x":[{"resultados":1}], "resultados" : [ {"indice":0,"status":201,"item":)") + item +
        R"(}, {"indice":1,"status":204},{"indice":2,"status":422,"erro":{"type":"urn:guarita:validacao",)"
        R"("status":422,"detail":"nao","errors":[{"campo":"preco","mensagem":"caro"}]}},{"indice":3,"status":412,"erro":{}}]})";
    const auto results = decodeBatch(json, 4);
    QVERIFY(results.ok());
    QCOMPARE(results.value()[0].item->fields.precoCentavos, 9'007'199'254'740'993);
    QCOMPARE(results.value()[0].item->fields.nome, QStringLiteral("a\",]}"));
    QVERIFY(!results.value()[1].item && !results.value()[1].error);
    QCOMPARE(results.value()[2].error->kind, ApiError::Kind::Invalid);
    QCOMPARE(results.value()[2].error->fields[0].message, QStringLiteral("caro"));
    QCOMPARE(results.value()[3].error->kind, ApiError::Kind::Conflict);
}

void TestBatch::decode_wrong_isRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no object") << QByteArray("[]");
    QTest::newRow("no list") << QByteArray(R"({"resultados":{}})");
    QTest::newRow("too few") << QByteArray(R"({"resultados":[]})");
    QTest::newRow("too many") << QByteArray(
        R"({"resultados":[{"indice":0,"status":204},{"indice":1,"status":204}]})");
    QTest::newRow("another one") << QByteArray(R"({"resultados":[{"indice":1,"status":204}]})");
    QTest::newRow("no status") << QByteArray(R"({"resultados":[{"indice":0}]})");
    QTest::newRow("half an item") << QByteArray(
        R"({"resultados":[{"indice":0,"status":201,"item":{"id":7}}]})");
    QTest::newRow("torn") << QByteArray(R"({"resultados":[{"indice":0,"status":204})");
}

void TestBatch::decode_wrong_isRefused()
{
    QFETCH(QByteArray, json);
    QVERIFY(!decodeBatch(json, 1).ok());
}

void TestBatch::slice_tornText_isNoPart()
{
    const QByteArray json = QByteArray(R"({"a":[1,"]",{"b":"\\\""}],"item":)") + item + "}";
    QCOMPARE(jsonslice::member(json, "item")->toByteArray(), QByteArray(item));
    QCOMPARE(jsonslice::elements(*jsonslice::member(json, "a"))->size(), std::size_t(3));
    for (qsizetype length = 0; length < json.size() - 1; ++length)
        QVERIFY(!jsonslice::member(QByteArrayView(json).first(length), "item") || length > json.size() - 2);
}

void TestBatch::change_event_isRead()
{
    const auto change = decodeItemChange(
        QByteArray(
            R"({"operacao":"removido","versao":4,"quem":null,"quando":"2026-01-02T03:04:05Z","item":)") +
        item + "}");
    QVERIFY(change.ok());
    QCOMPARE(change.value().kind, ItemChange::Kind::Removed);
    QCOMPARE(change.value().versao, 4);
    QCOMPARE(change.value().item.id, 7);
    QVERIFY(!decodeItemChange("{}").ok());
    QVERIFY(!decodeItemChange(QByteArray(R"({"operacao":"lido","versao":4,"item":)") + item + "}").ok());
}

QTEST_APPLESS_MAIN(TestBatch)
#include "tst_batch.moc"
