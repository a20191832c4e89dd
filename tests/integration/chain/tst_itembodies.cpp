// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgrescluster.h"
#include "support/stack.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <optional>

using namespace guarita::support;

namespace {

QByteArray itemWith(const QByteArray &nome, const QByteArray &descricao, const QByteArray &preco)
{
    return "{\"nome\":\"" + nome + "\",\"descricao\":" + descricao + ",\"preco\":" + preco + '}';
}

QByteArray quoted(const QByteArray &text)
{
    return '"' + text + '"';
}

} // namespace

/// What a client may send as an item, good and bad, through the whole chain and into both databases.
class TestItemBodies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void body_sqlite_data() { rows(); }
    void body_sqlite() { send(*m_sqlite); }
    void body_postgres_data() { rows(); }
    void body_postgres();
    void contentType_wrong_is415_data();
    void contentType_wrong_is415();

private:
    static void rows();
    /// Alone, in a batch, and in the place of another: always the same verdict.
    static void send(Stack &stack);
    static void verify(const RawResponse &answer, Stack &stack);

    PostgresCluster m_cluster;
    std::optional<Stack> m_sqlite;
    std::optional<Stack> m_postgres;
};

void TestItemBodies::initTestCase()
{
    m_sqlite.emplace();
    QVERIFY(m_sqlite->start());
    if (!PostgresCluster::installed())
        return;
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
    QVERIFY(m_cluster.createDatabase(QStringLiteral("guarita")));
    StackOptions options;
    options.databaseUrl = m_cluster.url(QStringLiteral("guarita"));
    m_postgres.emplace(options);
    QVERIFY(m_postgres->start());
}

void TestItemBodies::rows()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");    // 201, or what is wrong
    QTest::addColumn<QByteArray>("in"); // the answer has this in it
    const auto row = [](const char *name, const QByteArray &body, int status, const QByteArray &in = {}) {
        QTest::newRow(name) << body << status << in;
    };
    const auto price = [&row](const char *text, int status, const QByteArray &in = {}) {
        row(text, itemWith("a", "null", text), status, in);
    };
    price("0", 201, "\"preco\":0.00,");
    price("-0", 201, "\"preco\":0.00,");
    price("-0.00", 201, "\"preco\":0.00,");
    price("0.1", 201, "\"preco\":0.10,");
    price("19.90", 201, "\"preco\":19.90,");
    price("19.900", 201, "\"preco\":19.90,");
    price("1.13e1", 201, "\"preco\":11.30,");
    price("113e-2", 201, "\"preco\":1.13,");
    price("99999999999.99", 201, "\"preco\":99999999999.99,");
    price("19.999", 422, "preco");
    price("0.001", 422, "preco");
    price("-0.01", 422, "preco");
    price("100000000000", 422, "preco");
    price("1000000000000000", 422, "preco");
    price("9223372036854775808", 422, "preco");
    price("1e400", 422, "preco");
    price("-1e400", 422, "preco");
    price("1e-400", 422, "preco");
    price("\"19.90\"", 422, "preco");
    price("{}", 422, "preco");
    price("[1]", 422, "preco");
    price("null", 422, "preco");
    price("true", 422, "preco");
    for (const char *nonsense :
         {"NaN", "Infinity", "-Infinity", "01", "+1", "1.", ".5", "0x10", "1_000", "1,5", "--1"})
        price(nonsense, 400);

    row("U+0000 in the name", itemWith("a\\u0000b", "null", "1"), 422, "nome");
    row("U+0000 in the description", itemWith("a", quoted("a\\u0000b"), "1"), 422, "descricao");
    row("a NUL byte", itemWith(QByteArray("a\0b", 3), "null", "1"), 400);
    row("control characters in the name", itemWith("a\\u0007b", "null", "1"), 422, "nome");
    row("a raw control character", itemWith("a\tb", "null", "1"), 400);
    row("lines in the description", itemWith("a", quoted("a\\r\\nb\\tc"), "1"), 201, "a\\r\\nb\\tc");
    for (const char *surrogate : {"\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud800x"})
        row(surrogate, itemWith(surrogate, "null", "1"), 400);
    row("a pair of surrogates", itemWith("\\ud83c\\udf75", "null", "1"), 201, "🍵");
    row("a surrogate in UTF-8", itemWith("\xED\xA0\x80", "null", "1"), 400);
    row("overlong UTF-8", itemWith("\xC0\xAF", "null", "1"), 400);
    row("half a character", itemWith("\xC3", "null", "1"), 400);
    row("emoji", itemWith("👨‍👩‍👧 🇧🇷 🍵", quoted("🍵"), "1"), 201,
        "👨‍👩‍👧 🇧🇷 🍵");
    row("right to left", itemWith("قهوة \xE2\x80\xAE", "null", "1"), 201, "قهوة");
    row("the longest name", itemWith(QByteArray("ç").repeated(100), "null", "1"), 201);
    row("a longer name", itemWith(QByteArray("ç").repeated(101), "null", "1"), 422, "nome");
    row("500 characters", itemWith("a", quoted(QByteArray("🍵").repeated(500)), "1"), 201, "🍵");
    row("501 characters", itemWith("a", quoted(QByteArray("x").repeated(501)), "1"), 422, "descricao");
    row("no name", itemWith("", "null", "1"), 422, "nome");
    row("a blank name", itemWith("  \\u00a0 ", "null", "1"), 422, "nome");
    row("injection", itemWith("'); DROP TABLE itens; --", quoted("$$ \\\\ ? %1 :a"), "1"), 201, "DROP TABLE");

    row("a field twice", R"({"nome":"a","nome":"a","preco":1})", 400, "repetido");
    row("a field twice, escaped", R"({"nome":"a","n\u006fme":"a","preco":1})", 400, "repetido");
    row("an unknown field", R"({"nome":"a","preco":1,"cor":"azul"})", 422, "cor");
    row("an id", R"({"id":7,"nome":"a","preco":1})", 422, "id");
    row("a missing field", R"({"nome":"a"})", 422, "preco");
    row("no object", "[]", 400);
    row("a text", "\"a\"", 400);
    row("null", "null", 400);
    row("nothing but space", "  ", 400);
    row("cut off", R"({"nome":"a")", 400);
    row("more behind it", R"({"nome":"a","preco":1} x)", 400);
    row("a comment", R"({"nome":"a",/**/"preco":1})", 400);
    row("a byte order mark", "\xEF\xBB\xBF" + itemWith("a", "null", "1"), 201);
    row("10,000 deep", "{\"nome\":" + QByteArray(10'000, '[') + QByteArray(10'000, ']') + ",\"preco\":1}",
        400);
    row("10,000 deep, open", QByteArray("{\"a\":").repeated(10'000), 400);
}

void TestItemBodies::verify(const RawResponse &answer, Stack &stack)
{
    QFETCH(int, status);
    QFETCH(QByteArray, in);
    QVERIFY2(answer.status == status, answer.body.left(500).constData());
    QVERIFY2(answer.body.contains(in), answer.body.left(500).constData());
    if (status == 201) // what was acknowledged is what is there
        QCOMPARE(stack.ask("GET", answer.header("Location")).body, answer.body);
}

void TestItemBodies::send(Stack &stack)
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    verify(stack.ask("POST", "/itens", body), stack);

    const QByteArray there = stack.ask("POST", "/itens", itemWith("antes", "null", "1")).header("Location");
    const RawResponse replaced = stack.ask("PUT", there, body);
    QCOMPARE(replaced.status, status == 201 ? 200 : status);
    if (status != 201)
        QVERIFY(stack.ask("GET", there).body.contains("\"versao\":1,"));

    if (body.startsWith("\xEF\xBB\xBF"))
        return; // stands at the begin of a text only
    const RawResponse batch =
        stack.ask("POST", "/itens/lote", R"({"operacoes":[{"op":"criar","item":)" + body + "}]}");
    const bool overflow = body.contains("e400"); // the parser stops at it, whatever it is in
    QCOMPARE(batch.status, overflow ? 400 : status == 201 ? 200 : status);
    QCOMPARE(stack.ask("DELETE", there).status, 204);
}

void TestItemBodies::body_postgres()
{
    if (!m_postgres)
        QSKIP("PostgreSQL is not installed");
    send(*m_postgres);
}

void TestItemBodies::contentType_wrong_is415_data()
{
    QTest::addColumn<QByteArray>("field");
    for (const char *field : {"", "Content-Type: text/plain\r\n", "Content-Type: application/xml\r\n",
                              "Content-Type: application/json; charset=utf-16\r\n",
                              "Content-Type: application/x-www-form-urlencoded\r\n"})
        QTest::newRow(field) << QByteArray(field);
}

void TestItemBodies::contentType_wrong_is415()
{
    QFETCH(QByteArray, field);
    for (const char *path : {"/itens", "/itens/lote"}) {
        const QByteArray request = "POST " + QByteArray(path) +
                                   " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + m_sqlite->token() +
                                   "\r\n" + field + "Content-Length: 2\r\n\r\n{}";
        QCOMPARE(exchange(m_sqlite->gateway().port(), request).status, 415);
    }
}

QTEST_GUILESS_MAIN(TestItemBodies)
#include "tst_itembodies.moc"
