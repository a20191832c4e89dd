// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/item.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::contract;

using Problems = std::vector<FieldProblem>;
Q_DECLARE_METATYPE(Problems)

class TestItem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decode_goodBody_givesFields_data();
    void decode_goodBody_givesFields();
    void decode_wrongMembers_areAllReported_data();
    void decode_wrongMembers_areAllReported();
    void decode_noSuchBody_fails_data();
    void decode_noSuchBody_fails();
    void decode_manyUnknownMembers_reportsBounded();
    void decode_longUnknownName_isCutBetweenCharacters();
    void encode_item_hasTheContractsOrder();
    void formatPrice_cents_hasTwoDecimals_data();
    void formatPrice_cents_hasTwoDecimals();
    void formatTimestamp_stamp_isIso8601_data();
    void formatTimestamp_stamp_isIso8601();
};

void TestItem::decode_goodBody_givesFields_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("nome");
    QTest::addColumn<QString>("descricao"); // null: none
    QTest::addColumn<qint64>("preco");
    const QString none;
    QTest::newRow("no description") << QByteArray(R"({"nome":"a","preco":1})") << QStringLiteral("a") << none
                                    << 100LL;
    QTest::newRow("null description") << QByteArray(R"({"preco":19.90,"descricao":null,"nome":"a"})")
                                      << QStringLiteral("a") << none << 1990LL;
    QTest::newRow("empty texts") << QByteArray(R"({"nome":"","descricao":"","preco":0})")
                                 << QStringLiteral("") << QStringLiteral("") << 0LL;
    QTest::newRow("escapes") << QByteArray(R"({"nome":"\u0043af\u00e9 \ud83c\udf75 \"\\\/","preco":1})")
                             << QStringLiteral("Café 🍵 \"\\/") << none << 100LL;
    QTest::newRow("escaped name") << QByteArray(R"({"\u006eome":"a","preco":1})") << QStringLiteral("a")
                                  << none << 100LL;
    QTest::newRow("bytes") << QByteArray("{\"nome\":\"Café 🍵\",\"preco\":1}") << QStringLiteral("Café 🍵")
                           << none << 100LL;
    QTest::newRow("nul") << QByteArray(R"({"nome":"a\u0000b","preco":1})")
                         << QString(QStringLiteral("a") + QChar(0) + u'b') << none << 100LL;
    QTest::newRow("white space") << QByteArray(" \r\n\t{ \"nome\" : \"a\" , \"preco\" : 1 } \n")
                                 << QStringLiteral("a") << none << 100LL;
    QTest::newRow("19.9") << QByteArray(R"({"nome":"a","preco":19.9})") << QStringLiteral("a") << none
                          << 1990LL;
    QTest::newRow("1e1") << QByteArray(R"({"nome":"a","preco":1e1})") << QStringLiteral("a") << none
                         << 1000LL;
    QTest::newRow("negative") << QByteArray(R"({"nome":"a","preco":-1})") << QStringLiteral("a") << none
                              << -100LL;
    QTest::newRow("more than a double counts") << QByteArray(R"({"nome":"a","preco":90071992547409.93})")
                                               << QStringLiteral("a") << none << 9'007'199'254'740'993LL;
}

void TestItem::decode_goodBody_givesFields()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, nome);
    QFETCH(QString, descricao);
    QFETCH(qint64, preco);
    const core::Result<DecodedFields> decoded = decodeItemFields(json);
    QVERIFY(decoded);
    QVERIFY(decoded.value().problems.empty());
    QCOMPARE(decoded.value().fields.nome, nome);
    QCOMPARE(decoded.value().fields.descricao.has_value(), !descricao.isNull());
    QCOMPARE(decoded.value().fields.descricao.value_or(QString()), descricao);
    QCOMPARE(decoded.value().fields.precoCentavos, preco);
}

void TestItem::decode_wrongMembers_areAllReported_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<Problems>("problems");
    const QString nome = QStringLiteral("nome");
    const QString descricao = QStringLiteral("descricao");
    const QString preco = QStringLiteral("preco");
    const QString other = QStringLiteral("x");
    const auto row = [](const char *json, const Problems &problems) {
        QTest::newRow(json) << QByteArray(json) << problems;
    };
    row("{}", {{nome, FieldFault::Missing}, {preco, FieldFault::Missing}});
    row(R"({"nome":"a"})", {{preco, FieldFault::Missing}});
    row(R"({"nome":"a","preco":"19.90"})", {{preco, FieldFault::NotNumber}});
    row(R"({"nome":"a","preco":null})", {{preco, FieldFault::NotNumber}});
    row(R"({"nome":"a","preco":true})", {{preco, FieldFault::NotNumber}});
    row(R"({"nome":"a","preco":[1]})", {{preco, FieldFault::NotNumber}});
    row(R"({"nome":"a","preco":{"nome":"b","preco":2}})", {{preco, FieldFault::NotNumber}});
    row(R"({"nome":"a","preco":19.999})", {{preco, FieldFault::TooManyDecimals}});
    row(R"({"nome":"a","preco":1e20})", {{preco, FieldFault::OutOfRange}});
    row(R"({"nome":"a","preco":1e400})", {{preco, FieldFault::OutOfRange}});
    row(R"({"nome":"a","preco":123456789012345678901234567890})", {{preco, FieldFault::OutOfRange}});
    row(R"({"nome":1,"descricao":2,"preco":3,"x":4})",
        {{nome, FieldFault::NotText}, {descricao, FieldFault::NotTextOrNull}, {other, FieldFault::Unknown}});
    row(R"({"nome":null,"descricao":["a"],"preco":3})",
        {{nome, FieldFault::NotText}, {descricao, FieldFault::NotTextOrNull}});
    row(R"({"nome":"a","preco":1,"x":{"x":[{"y":1,"y":2}]}})", {{other, FieldFault::Unknown}});
    row(R"({"Nome":"a","preco":1})",
        {{QStringLiteral("Nome"), FieldFault::Unknown}, {nome, FieldFault::Missing}});
    row(R"({"nome":1e400,"preco":1})", {{nome, FieldFault::NotText}});
}

void TestItem::decode_wrongMembers_areAllReported()
{
    QFETCH(QByteArray, json);
    QFETCH(Problems, problems);
    const core::Result<DecodedFields> decoded = decodeItemFields(json);
    QVERIFY(decoded);
    QCOMPARE(decoded.value().problems, problems);
}

void TestItem::decode_noSuchBody_fails_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const QByteArray &json, const char *code) {
        QTest::newRow(json.left(60).constData()) << json << QByteArray(code);
    };
    for (const char *json : {"",
                             " ",
                             "{",
                             "}",
                             "{]",
                             "]",
                             "nome",
                             R"({"nome":"a","preco":1)",
                             R"({"nome":"a","preco":1}})",
                             R"({"nome":"a","preco":1} x)",
                             R"({"nome":"a","preco":1,})",
                             R"({"nome":"a" "preco":1})",
                             R"({nome:"a"})",
                             R"({'nome':'a'})",
                             R"({"preco":01})",
                             R"({"preco":+1})",
                             R"({"preco":.5})",
                             R"({"preco":1.})",
                             R"({"preco":1e})",
                             R"({"preco":NaN})",
                             R"({"preco":Infinity})",
                             R"({"preco":0x10})",
                             R"({"nome":"\ud800"})",
                             R"({"nome":"\udc00"})",
                             R"({"nome":"\x41"})",
                             R"({"nome":"a)",
                             "{\"nome\":\"a\nb\"}",
                             "// a\n{}",
                             "{}/* a */",
                             "{\"nome\":\"\xff\"}",
                             "{\"nome\":\"\xc0\x80\"}",
                             "{\"nome\":\"\xed\xa0\x80\"}",
                             "{\"nome\":\"\xf4\x90\x80\x80\"}",
                             "\xff\xfe{}"})
        row(json, "json_invalido");
    row(QByteArray("{\"nome\":\"a\",\"preco\":1}\0x", 24), "json_invalido");
    row(QByteArray("{}\0", 3), "json_invalido");
    for (const char *json : {"[]", "null", "1", "\"a\"", "true", R"([{"nome":"a","preco":1}])", "1e400"})
        row(json, "json_nao_objeto");
    row(R"({"nome":"a","preco":1,"nome":"b"})", "json_duplicado");
    row(R"({"nome":"a","preco":1,"\u0070reco":2})", "json_duplicado");
    row(R"({"x":1,"x":1})", "json_duplicado");
    row("{\"x\":" + QByteArray(8, '[') + QByteArray(8, ']') + '}', "json_profundo");
    row("{\"x\":" + QByteArray(100'000, '['), "json_profundo");
    row(QByteArray(100'000, '['), "json_nao_objeto");
}

void TestItem::decode_noSuchBody_fails()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, code);
    const core::Result<DecodedFields> decoded = decodeItemFields(json);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, code);
}

void TestItem::decode_manyUnknownMembers_reportsBounded()
{
    QByteArray json = R"({"nome":"a","preco":1)";
    for (int i = 0; i < 10'000; ++i)
        json += ",\"" + QByteArray::number(i) + "\":0";
    const core::Result<DecodedFields> decoded = decodeItemFields(json + '}');
    QVERIFY(decoded);
    QCOMPARE(decoded.value().problems.size(), std::size_t(32));
}

void TestItem::decode_longUnknownName_isCutBetweenCharacters()
{
    const QString name = QStringLiteral("a") + QString(1000, QChar(0x00E7));
    const QByteArray json = R"({"nome":"a","preco":1,")" + name.toUtf8() + R"(":0})";
    const core::Result<DecodedFields> decoded = decodeItemFields(json);
    QVERIFY(decoded);
    QCOMPARE(decoded.value().problems.front().field, name.left(32) + QChar(0x2026));
}

void TestItem::encode_item_hasTheContractsOrder()
{
    Item item{7, {QStringLiteral("Café \"1\""), std::nullopt, 1990}, 3, {}, {}};
    item.criadoEm = Timestamp(std::chrono::milliseconds(1'767'323'045'678));
    item.atualizadoEm = Timestamp(std::chrono::milliseconds(1'767'323'045'679));
    core::JsonWriter json;
    encodeItem(json, item);
    QCOMPARE(json.buffer(),
             QByteArray("{\"id\":7,\"nome\":\"Café \\\"1\\\"\",\"descricao\":null,\"preco\":19.90,"
                        "\"versao\":3,\"criado_em\":\"2026-01-02T03:04:05.678Z\","
                        "\"atualizado_em\":\"2026-01-02T03:04:05.679Z\"}"));
    item.fields.descricao = QString();
    core::JsonWriter described;
    encodeItem(described, item);
    QVERIFY(described.buffer().contains("\"descricao\":\"\","));
}

void TestItem::formatPrice_cents_hasTwoDecimals_data()
{
    QTest::addColumn<qint64>("cents");
    QTest::addColumn<QByteArray>("text");
    for (const auto &[cents, text] : {std::pair{0LL, "0.00"},
                                      {1LL, "0.01"},
                                      {10LL, "0.10"},
                                      {99LL, "0.99"},
                                      {100LL, "1.00"},
                                      {1990LL, "19.90"},
                                      {9'999'999'999'999LL, "99999999999.99"},
                                      {-5LL, "-0.05"},
                                      {-1990LL, "-19.90"},
                                      {std::numeric_limits<long long>::min(), "-92233720368547758.08"}})
        QTest::newRow(text) << qint64(cents) << QByteArray(text);
}

void TestItem::formatPrice_cents_hasTwoDecimals()
{
    QFETCH(qint64, cents);
    QTEST(formatPrice(cents), "text");
}

void TestItem::formatTimestamp_stamp_isIso8601_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("epoch") << 0LL << QByteArray("1970-01-01T00:00:00.000Z");
    QTest::newRow("before it") << -1LL << QByteArray("1969-12-31T23:59:59.999Z");
    QTest::newRow("leap day") << 1'709'164'800'000LL << QByteArray("2024-02-29T00:00:00.000Z");
    QTest::newRow("milliseconds") << 1'767'323'045'007LL << QByteArray("2026-01-02T03:04:05.007Z");
    QTest::newRow("far") << 253'402'300'799'999LL << QByteArray("9999-12-31T23:59:59.999Z");
}

void TestItem::formatTimestamp_stamp_isIso8601()
{
    QFETCH(qint64, milliseconds);
    QTEST(formatTimestamp(Timestamp(std::chrono::milliseconds(milliseconds))), "text");
}

QTEST_GUILESS_MAIN(TestItem)
#include "tst_item.moc"
