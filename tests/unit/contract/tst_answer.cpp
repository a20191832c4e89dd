// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/item.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::contract;

namespace {

const QByteArray good =
    R"({"id":7,"nome":"Café","descricao":null,"preco":19.90,"versao":3,)"
    R"("criado_em":"2026-01-02T03:04:05.678Z","atualizado_em":"2026-01-02T03:04:05.679Z"})";

/// The good item with one part of its text replaced.
QByteArray with(const QByteArray &before, const QByteArray &after)
{
    QByteArray json = good;
    Q_ASSERT(json.contains(before));
    return json.replace(before, after);
}

} // namespace

class TestAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodeItem_ownEncoding_isTheSame_data();
    void decodeItem_ownEncoding_isTheSame();
    void decodeItem_goodText_isRead_data();
    void decodeItem_goodText_isRead();
    void decodeItem_badText_fails_data();
    void decodeItem_badText_fails();
    void decodeItems_list_keepsItsOrder();
    void decodeItems_badList_fails_data();
    void decodeItems_badList_fails();
    void parseTimestamp_text_isRead_data();
    void parseTimestamp_text_isRead();
    void parseTimestamp_badText_isRefused_data();
    void parseTimestamp_badText_isRefused();
};

void TestAnswer::decodeItem_ownEncoding_isTheSame_data()
{
    QTest::addColumn<QString>("nome");
    QTest::addColumn<QString>("descricao"); // null: none
    QTest::addColumn<qint64>("preco");
    QTest::newRow("plain") << QStringLiteral("a") << QString() << qint64(1990);
    QTest::newRow("texts") << QStringLiteral("Café 🍵 \"\\/\n") << QStringLiteral("") << qint64(0);
    QTest::newRow("most") << QString(100, u'ç') << QString(500, u'x') << qint64(9'999'999'999'999);
    QTest::newRow("29 cents") << QStringLiteral("a") << QStringLiteral("b") << qint64(29);
    QTest::newRow("more than a double counts")
        << QStringLiteral("a") << QString() << qint64(9'007'199'254'740'993);
}

void TestAnswer::decodeItem_ownEncoding_isTheSame()
{
    QFETCH(QString, nome);
    QFETCH(QString, descricao);
    QFETCH(qint64, preco);
    Item item{9'007'199'254'740'993, {nome, std::nullopt, preco}, 9'007'199'254'740'995, {}, {}};
    if (!descricao.isNull())
        item.fields.descricao = descricao;
    item.criadoEm = Timestamp(std::chrono::milliseconds(1'767'323'045'678));
    item.atualizadoEm = Timestamp(std::chrono::milliseconds(-1));
    core::JsonWriter json;
    encodeItem(json, item);
    const core::Result<Item> decoded = decodeItem(json.buffer());
    QVERIFY(decoded);
    QVERIFY(decoded.value() == item);
    QCOMPARE(decoded.value().fields.descricao.has_value(), !descricao.isNull());
}

void TestAnswer::decodeItem_goodText_isRead_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<qint64>("cents");
    QTest::newRow("the contract's") << good << qint64(1990);
    QTest::newRow("whole") << with("19.90", "19") << qint64(1900);
    QTest::newRow("one decimal") << with("19.90", "19.9") << qint64(1990);
    QTest::newRow("exponent") << with("19.90", "1.99e1") << qint64(1990);
    QTest::newRow("negative") << with("19.90", "-0.05") << qint64(-5);
    QTest::newRow("unknown number") << with("}", R"(,"peso":1.5})") << qint64(1990);
    QTest::newRow("unknown null") << with("}", R"(,"peso":null})") << qint64(1990);
    QTest::newRow("unknown object") << with("}", R"(,"outro":{"id":"x","nome":1,"lista":[{"preco":"y"}]}})")
                                    << qint64(1990);
    QTest::newRow("unknown twice") << with("}", R"(,"x":1,"x":2})") << qint64(1990);
    QTest::newRow("unknown large number") << with("}", R"(,"x":18446744073709551615})") << qint64(1990);
}

void TestAnswer::decodeItem_goodText_isRead()
{
    QFETCH(QByteArray, json);
    QFETCH(qint64, cents);
    const core::Result<Item> decoded = decodeItem(json);
    QVERIFY(decoded);
    QCOMPARE(decoded.value().id, 7);
    QCOMPARE(decoded.value().fields.nome, QStringLiteral("Café"));
    QVERIFY(!decoded.value().fields.descricao);
    QCOMPARE(decoded.value().fields.precoCentavos, cents);
    QCOMPARE(decoded.value().versao, 3);
    QCOMPARE(formatTimestamp(decoded.value().criadoEm), QByteArray("2026-01-02T03:04:05.678Z"));
    QCOMPARE(formatTimestamp(decoded.value().atualizadoEm), QByteArray("2026-01-02T03:04:05.679Z"));
}

void TestAnswer::decodeItem_badText_fails_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const QByteArray &json) { QTest::newRow(name) << json; };
    row("empty", "");
    row("null", "null");
    row("text", "\"a\"");
    row("number", "7");
    row("list", '[' + good + ']');
    row("empty object", "{}");
    row("cut", good.chopped(1));
    row("two", good + good);
    row("nul", good + QByteArray("\0x", 2));
    row("not UTF-8", with("Café", "Caf\xe9"));
    row("id is text", with("\"id\":7", "\"id\":\"7\""));
    row("id is a fraction", with("\"id\":7", "\"id\":7.0"));
    row("id is null", with("\"id\":7", "\"id\":null"));
    row("id is zero", with("\"id\":7", "\"id\":0"));
    row("id is negative", with("\"id\":7", "\"id\":-7"));
    row("id is too large", with("\"id\":7", "\"id\":9223372036854775808"));
    row("name is null", with("\"Café\"", "null"));
    row("name is a list", with("\"Café\"", "[\"Café\"]"));
    row("description is a number", with("\"descricao\":null", "\"descricao\":1"));
    row("description is an object", with("\"descricao\":null", "\"descricao\":{}"));
    row("price is text", with("19.90", "\"19.90\""));
    row("price is null", with("19.90", "null"));
    row("price has three decimals", with("19.90", "19.905"));
    row("price is too large", with("19.90", "1e30"));
    row("price is beyond a double", with("19.90", "1e400"));
    row("version is false", with("\"versao\":3", "\"versao\":false"));
    row("time is a number", with("\"2026-01-02T03:04:05.678Z\"", "1767323045678"));
    row("time is none", with("\"2026-01-02T03:04:05.678Z\"", "\"ontem\""));
    row("member twice", with("}", R"(,"id":8})"));
    row("too deep", with("}", ",\"x\":" + QByteArray(100, '[') + QByteArray(100, ']') + '}'));
    for (const char *member : {"id", "nome", "descricao", "preco", "versao", "criado_em", "atualizado_em"})
        QTest::addRow("no %s", member) << with('"' + QByteArray(member) + '"', "\"x\"");
}

void TestAnswer::decodeItem_badText_fails()
{
    QFETCH(QByteArray, json);
    const core::Result<Item> decoded = decodeItem(json);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, QByteArray("item_invalido"));
    QVERIFY(!decoded.error().message.isEmpty());
}

void TestAnswer::decodeItems_list_keepsItsOrder()
{
    const auto empty = decodeItems("[]");
    QVERIFY(empty);
    QVERIFY(empty.value().empty());
    const auto three =
        decodeItems('[' + good + ',' + with("\"id\":7", "\"id\":5") + ',' + with(":null", ":\"d\"") + ']');
    QVERIFY(three);
    QCOMPARE(three.value().size(), std::size_t(3));
    QCOMPARE(three.value()[0].id, 7);
    QCOMPARE(three.value()[1].id, 5);
    QVERIFY(!three.value()[1].fields.descricao);
    QCOMPARE(three.value()[2].fields.descricao.value_or(QString()), QStringLiteral("d"));
}

void TestAnswer::decodeItems_badList_fails_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("item") << good;
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("list of lists") << '[' + ('[' + good + ']') + ']';
    QTest::newRow("list of numbers") << QByteArray("[1,2]");
    QTest::newRow("null between") << '[' + good + ",null]";
    QTest::newRow("one lacks a member") << '[' + good + ',' + with("\"nome\"", "\"x\"") + ']';
    QTest::newRow("cut") << '[' + good;
}

void TestAnswer::decodeItems_badList_fails()
{
    QFETCH(QByteArray, json);
    QVERIFY(!decodeItems(json));
}

void TestAnswer::parseTimestamp_text_isRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("milliseconds");
    const auto row = [](const char *text, qint64 milliseconds) {
        QTest::newRow(text) << QByteArray(text) << milliseconds;
    };
    row("1970-01-01T00:00:00Z", 0);
    row("1970-01-01T00:00:00.000Z", 0);
    row("1969-12-31T23:59:59.999Z", -1);
    row("2024-02-29T00:00:00.000Z", 1'709'164'800'000);
    row("2026-01-02T03:04:05.678Z", 1'767'323'045'678);
    row("2026-01-02T03:04:05.6Z", 1'767'323'045'600);
    row("2026-01-02T03:04:05.678901234Z", 1'767'323'045'678);
    row("2026-01-02t03:04:05z", 1'767'323'045'000);
    row("2026-01-02 03:04:05Z", 1'767'323'045'000);
    row("2026-01-02T00:04:05-03:00", 1'767'323'045'000);
    row("2026-01-02T08:34:05+05:30", 1'767'323'045'000);
    row("2016-12-31T23:59:60Z", 1'483'228'800'000);
    row("9999-12-31T23:59:59.999Z", 253'402'300'799'999);
}

void TestAnswer::parseTimestamp_text_isRead()
{
    QFETCH(QByteArray, text);
    const std::optional<Timestamp> stamp = parseTimestamp(text.toStdString());
    QVERIFY(stamp);
    QTEST(qint64(stamp->time_since_epoch().count()), "milliseconds");
}

void TestAnswer::parseTimestamp_badText_isRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             "2026",
                             "2026-01-02",
                             "2026-01-02T03:04:05",
                             "2026-01-02T03:04Z",
                             "2026-02-29T00:00:00Z",
                             "2026-13-01T00:00:00Z",
                             "2026-00-01T00:00:00Z",
                             "2026-01-00T00:00:00Z",
                             "2026-01-02T24:00:00Z",
                             "2026-01-02T03:60:00Z",
                             "2026-01-02T03:04:61Z",
                             "2026-01-02T03:04:05.Z",
                             "2026-01-02T03:04:05,5Z",
                             "2026-01-02T03:04:05+24:00",
                             "2026-01-02T03:04:05+0300",
                             "2026-01-02T03:04:05Zx",
                             " 2026-01-02T03:04:05Z",
                             "26-01-02T03:04:05Z",
                             "2026-1-2T03:04:05Z",
                             "+026-01-02T03:04:05Z"})
        QTest::newRow(text) << QByteArray(text);
}

void TestAnswer::parseTimestamp_badText_isRefused()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseTimestamp(text.toStdString()));
}

QTEST_GUILESS_MAIN(TestAnswer)
#include "tst_answer.moc"
