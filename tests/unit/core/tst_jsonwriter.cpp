// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonwriter.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

#include <limits>

using guarita::core::JsonWriter;

class TestJsonWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nesting_anyDepth_commasBetweenMembers();
    void utf8_text_isEscaped_data();
    void utf8_text_isEscaped();
    void utf16_text_isEscaped_data();
    void utf16_text_isEscaped();
    void string_longRun_isWhole();
    void integer_extremes_areExact();
    void number_notFinite_isNull();
    void take_afterwards_startsAnew();
    void clear_afterwards_startsAnew();
};

void TestJsonWriter::nesting_anyDepth_commasBetweenMembers()
{
    JsonWriter json;
    json.beginObject();
    json.key("a");
    json.integer(1);
    json.key("b");
    json.beginArray();
    json.beginObject();
    json.endObject();
    json.beginArray();
    json.endArray();
    json.boolean(true);
    json.boolean(false);
    json.null();
    json.raw("19.90");
    json.number(0.25);
    json.endArray();
    json.key("c");
    json.beginObject();
    json.key("d");
    json.string(QByteArrayView("x"));
    json.endObject();
    json.endObject();
    QCOMPARE(json.buffer(), QByteArray(R"({"a":1,"b":[{},[],true,false,null,19.90,0.25],"c":{"d":"x"}})"));
}

void TestJsonWriter::utf8_text_isEscaped_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");

    QTest::newRow("empty") << QByteArray("") << QByteArray(R"("")");
    QTest::newRow("plain") << QByteArray("abc /~\x7f") << QByteArray("\"abc /~\x7f\"");
    QTest::newRow("quote and backslash") << QByteArray(R"(a"b\c)") << QByteArray(R"("a\"b\\c")");
    QTest::newRow("short escapes") << QByteArray("\b\f\n\r\t") << QByteArray(R"("\b\f\n\r\t")");
    QTest::newRow("controls") << QByteArray("\0\x01\x1f", 3) << QByteArray("\"\\u0000\\u0001\\u001f\"");
    QTest::newRow("two bytes") << QByteArray("Café") << QByteArray("\"Café\"");
    QTest::newRow("three bytes") << QByteArray("€") << QByteArray("\"€\"");
    QTest::newRow("four bytes") << QByteArray("\xF0\x9F\x98\x80") << QByteArray("\"\xF0\x9F\x98\x80\"");
    QTest::newRow("lone continuation") << QByteArray("a\x80z") << QByteArray("\"a\xEF\xBF\xBDz\"");
    QTest::newRow("cut short") << QByteArray("a\xC3") << QByteArray("\"a\xEF\xBF\xBD\"");
    QTest::newRow("lead then quote") << QByteArray("\xC3\"") << QByteArray("\"\xEF\xBF\xBD\\\"\"");
    QTest::newRow("overlong slash") << QByteArray("\xC0\xAF") << QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    QTest::newRow("overlong three") << QByteArray("\xE0\x80\xAF")
                                    << QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80")
                               << QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    QTest::newRow("above U+10FFFF") << QByteArray("\xF4\x90\x80\x80")
                                    << QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    QTest::newRow("no lead byte") << QByteArray("\xFF") << QByteArray("\"\xEF\xBF\xBD\"");
}

void TestJsonWriter::utf8_text_isEscaped()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    JsonWriter writer;
    writer.string(QByteArrayView(text));
    QCOMPARE(writer.buffer(), json);

    QJsonParseError error{};
    QJsonDocument::fromJson("[" + writer.buffer() + "]", &error);
    QCOMPARE(error.error, QJsonParseError::NoError);
}

void TestJsonWriter::utf16_text_isEscaped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");

    QTest::newRow("empty") << QString() << QByteArray(R"("")");
    QTest::newRow("plain") << QStringLiteral("abc") << QByteArray(R"("abc")");
    QTest::newRow("escapes") << QStringLiteral("a\"\\\n\u0001b") << QByteArray("\"a\\\"\\\\\\n\\u0001b\"");
    QTest::newRow("two bytes") << QStringLiteral("Café") << QByteArray("\"Café\"");
    QTest::newRow("three bytes") << QStringLiteral("€\u2028") << QByteArray("\"€\xE2\x80\xA8\"");
    QTest::newRow("pair") << QStringLiteral("\U0001F600") << QByteArray("\"\xF0\x9F\x98\x80\"");
    QTest::newRow("lone high") << QString(QChar(0xD83D)) + QLatin1Char('x')
                               << QByteArray("\"\xEF\xBF\xBDx\"");
    QTest::newRow("high at the end") << QString(QChar(0xD83D)) << QByteArray("\"\xEF\xBF\xBD\"");
    QTest::newRow("lone low") << QString(QChar(0xDE00)) << QByteArray("\"\xEF\xBF\xBD\"");
}

void TestJsonWriter::utf16_text_isEscaped()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, json);
    JsonWriter writer;
    writer.string(QStringView(text));
    QCOMPARE(writer.buffer(), json);
}

void TestJsonWriter::string_longRun_isWhole()
{
    for (const qsizetype length : {127, 128, 129, 256, 1000}) {
        const QString text(length, QLatin1Char('x'));
        JsonWriter writer;
        writer.string(QStringView(text));
        QCOMPARE(writer.take(), '"' + text.toLatin1() + '"');
        writer.string(QByteArrayView(text.toLatin1()));
        QCOMPARE(writer.take(), '"' + text.toLatin1() + '"');
    }
}

void TestJsonWriter::integer_extremes_areExact()
{
    JsonWriter writer;
    writer.beginArray();
    for (const qint64 number : {std::numeric_limits<qint64>::min(), qint64(-1), qint64(0),
                                qint64(9007199254740993), std::numeric_limits<qint64>::max()})
        writer.integer(number);
    writer.endArray();
    QCOMPARE(writer.buffer(), QByteArray("[-9223372036854775808,-1,0,9007199254740993,9223372036854775807]"));
}

void TestJsonWriter::number_notFinite_isNull()
{
    JsonWriter writer;
    writer.beginArray();
    writer.number(std::numeric_limits<double>::quiet_NaN());
    writer.number(std::numeric_limits<double>::infinity());
    writer.number(1234567.0);
    writer.number(-0.5);
    writer.endArray();
    QCOMPARE(writer.buffer(), QByteArray("[null,null,1.23457e+06,-0.5]"));
}

void TestJsonWriter::take_afterwards_startsAnew()
{
    JsonWriter writer;
    writer.integer(1);
    QCOMPARE(writer.take(), QByteArray("1"));
    writer.integer(2);
    QCOMPARE(writer.take(), QByteArray("2"));
}

void TestJsonWriter::clear_afterwards_startsAnew()
{
    JsonWriter writer;
    writer.integer(1);
    writer.clear();
    writer.integer(2);
    QCOMPARE(writer.buffer(), QByteArray("2"));
}

QTEST_APPLESS_MAIN(TestJsonWriter)
#include "tst_jsonwriter.moc"
