// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/jsonobject.h"

#include <QtTest/QTest>

using namespace guarita::config;
using namespace std::chrono_literals;

class TestJsonValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void value_anywhere_knowsItsLine();
    void text_malformed_isOneMistakeWithItsLine_data();
    void text_malformed_isOneMistakeWithItsLine();
    void member_twice_isAMistake();
    void object_members_areReadByKind();
    void object_wrongMembers_areAllMistakes();
    void integer_anyNumber_isOneWithinItsBounds_data();
    void integer_anyNumber_isOneWithinItsBounds();
    void plain_anyKind_isAsTheEnvironmentHasIt();
};

namespace {

QStringList shown(const std::vector<LineMistake> &mistakes)
{
    QStringList lines;
    for (const LineMistake &mistake : mistakes)
        lines.append(QStringLiteral("%1: %2").arg(QString::number(mistake.line), mistake.what));
    return lines;
}

} // namespace

void TestJsonValue::value_anywhere_knowsItsLine()
{
    const JsonFile file = parseJson("{\n \"a\": [\n  true,\n  {\"b\":\n   7\n  }\n ],\n \"c\": \"ç\"\r\n}\n");
    QVERIFY(file.mistakes.empty());
    QVERIFY(file.root.kind == JsonValue::Kind::Object);
    QCOMPARE(file.root.line, 1);
    const JsonValue &list = file.root.items.at(0);
    QCOMPARE(list.name, QStringLiteral("a"));
    QCOMPARE(list.line, 2);
    QVERIFY(list.items.at(0).kind == JsonValue::Kind::Boolean);
    QCOMPARE(list.items.at(0).line, 3);
    QCOMPARE(list.items.at(1).line, 4);
    QVERIFY(list.items.at(1).items.at(0).kind == JsonValue::Kind::Number);
    QCOMPARE(list.items.at(1).items.at(0).line, 4); // its name's
    QCOMPARE(file.root.items.at(1).text, QStringLiteral("ç"));
    QCOMPARE(file.root.items.at(1).line, 8);
}

void TestJsonValue::text_malformed_isOneMistakeWithItsLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::newRow("empty") << QByteArray("") << 1;
    QTest::newRow("comment") << QByteArray("{\n// no\n}") << 2;
    QTest::newRow("comma too many") << QByteArray("{\n\"a\": 1,\n}") << 3;
    QTest::newRow("not closed") << QByteArray("[\n[\n]") << 3;
    QTest::newRow("more behind") << QByteArray("{}\n\n{}") << 3;
    QTest::newRow("no UTF-8") << QByteArray("\n\"\xff\"") << 2;
    QTest::newRow("single quotes") << QByteArray("{'a': 1}") << 1;
    QTest::newRow("nine levels") << QByteArray("[[[[[[[[\n[]]]]]]]]]") << 2;
}

void TestJsonValue::text_malformed_isOneMistakeWithItsLine()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    const JsonFile file = parseJson(text);
    QCOMPARE(file.mistakes.size(), std::size_t(1));
    QCOMPARE(file.mistakes.front().line, line);
    QVERIFY(file.root.kind == JsonValue::Kind::Null);
    QVERIFY(file.root.items.empty());
}

void TestJsonValue::member_twice_isAMistake()
{
    const JsonFile file = parseJson("{\"a\": 1,\n\"b\": {\"a\": 2},\n\"a\": 3}");
    QCOMPARE(shown(file.mistakes), QStringList(QStringLiteral("3: a stands here twice")));
}

void TestJsonValue::object_members_areReadByKind()
{
    const JsonFile file = parseJson(
        R"({"text": "x", "yes": true, "size": "2KiB", "time": "1s", "list": ["a", "b"], "object": {}})");
    std::vector<LineMistake> mistakes;
    JsonObject object(file.root, mistakes);
    QCOMPARE(object.text(QStringLiteral("text")), QStringLiteral("x"));
    QCOMPARE(object.boolean(QStringLiteral("yes")), true);
    QCOMPARE(object.bytes(QStringLiteral("size"), 0, 4096), qint64(2048));
    QCOMPARE(object.duration(QStringLiteral("time"), 0ms, 1s), std::optional(1000ms));
    QCOMPARE(object.texts(QStringLiteral("list")), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    QVERIFY(object.object(QStringLiteral("object")));
    QVERIFY(!object.text(QStringLiteral("absent")));
    object.refuseOthers();
    QCOMPARE(shown(mistakes), QStringList());
}

void TestJsonValue::object_wrongMembers_areAllMistakes()
{
    const JsonFile file =
        parseJson("{\"text\": 1,\n\"yes\": \"true\",\n\"size\": \"5KiB\",\n\"time\": \"1\",\n"
                  "\"list\": [\"a\",\n\"a\",\n1],\n\"more\": 1}");
    std::vector<LineMistake> mistakes;
    JsonObject object(file.root, mistakes);
    QVERIFY(!object.text(QStringLiteral("text")));
    QVERIFY(!object.boolean(QStringLiteral("yes")));
    QVERIFY(!object.bytes(QStringLiteral("size"), 0, 4096));
    QVERIFY(!object.duration(QStringLiteral("time"), 0ms, 1s));
    object.texts(QStringLiteral("list"));
    object.refuseOthers();
    std::vector<int> lines;
    for (const LineMistake &mistake : mistakes)
        lines.push_back(mistake.line);
    QCOMPARE(lines, (std::vector<int>{1, 2, 3, 4, 6, 7, 8}));
    QVERIFY(mistakes.back().what.startsWith(QStringLiteral("more is unknown here")));
}

void TestJsonValue::integer_anyNumber_isOneWithinItsBounds_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::addColumn<bool>("good");
    QTest::newRow("least") << QByteArray("-2") << true;
    QTest::newRow("most") << QByteArray("5") << true;
    QTest::newRow("too small") << QByteArray("-3") << false;
    QTest::newRow("too large") << QByteArray("6") << false;
    QTest::newRow("fraction") << QByteArray("1.5") << false;
    QTest::newRow("whole, but with a point") << QByteArray("2.0") << false;
    QTest::newRow("exponent") << QByteArray("1e0") << false;
    QTest::newRow("beyond 64 bits") << QByteArray("18446744073709551616") << false;
    QTest::newRow("text") << QByteArray("\"1\"") << false;
    QTest::newRow("null") << QByteArray("null") << false;
}

void TestJsonValue::integer_anyNumber_isOneWithinItsBounds()
{
    QFETCH(QByteArray, number);
    const JsonFile file = parseJson("{\"n\": " + number + '}');
    std::vector<LineMistake> mistakes;
    JsonObject object(file.root, mistakes);
    QTEST(object.integer(QStringLiteral("n"), -2, 5).has_value(), "good");
    QTEST(mistakes.empty(), "good");
}

void TestJsonValue::plain_anyKind_isAsTheEnvironmentHasIt()
{
    const JsonFile file = parseJson(
        R"({"text": "5s", "number": 1024, "part": 0.25, "yes": true, "no": false, "list": [], "null": null})");
    std::vector<LineMistake> mistakes;
    JsonObject object(file.root, mistakes);
    QCOMPARE(object.plain(QStringLiteral("text")), QStringLiteral("5s"));
    QCOMPARE(object.plain(QStringLiteral("number")), QStringLiteral("1024"));
    QCOMPARE(object.plain(QStringLiteral("part")), QStringLiteral("0.25"));
    QCOMPARE(object.plain(QStringLiteral("yes")), QStringLiteral("true"));
    QCOMPARE(object.plain(QStringLiteral("no")), QStringLiteral("false"));
    QVERIFY(!object.plain(QStringLiteral("absent")));
    QVERIFY(mistakes.empty());
    QVERIFY(!object.plain(QStringLiteral("list")));
    QVERIFY(!object.plain(QStringLiteral("null")));
    QCOMPARE(mistakes.size(), std::size_t(2));
    object.refuseOthers();
    QCOMPARE(mistakes.size(), std::size_t(2));
}

QTEST_GUILESS_MAIN(TestJsonValue)
#include "tst_jsonvalue.moc"
