// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/config.h"

#include <QtTest/QTest>

using namespace guarita::config;
using namespace std::chrono_literals;

class TestConfigValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void integer_text_isReadOrRefused_data();
    void integer_text_isReadOrRefused();
    void bytes_text_isReadOrRefused_data();
    void bytes_text_isReadOrRefused();
    void duration_text_isReadOrRefused_data();
    void duration_text_isReadOrRefused();
    void boolean_text_isReadOrRefused_data();
    void boolean_text_isReadOrRefused();
    void choice_text_isReadOrRefused();
    void origin_text_isReadOrRefused_data();
    void origin_text_isReadOrRefused();
    void origins_text_isReadOrRefused_data();
    void origins_text_isReadOrRefused();
    void nonEmptyText_empty_isRefused();
    void mistake_longValue_isCut();
};

namespace {

const QString name = QStringLiteral("X");
constexpr qint64 refused = -77;

Reader readerOf(const QString &value, const QString &standard = {})
{
    return Reader({{name, standard, QStringLiteral("A value.")}},
                  {{}, {{name, value}}, QStringLiteral("/nowhere")});
}

void addNumbers(const std::vector<std::pair<const char *, qint64>> &rows)
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("expected");
    for (const auto &[text, expected] : rows)
        QTest::newRow(*text ? text : "(empty)") << QString::fromUtf8(text) << expected;
}

} // namespace

void TestConfigValues::integer_text_isReadOrRefused_data()
{
    addNumbers({{"0", 0},
                {"-5", -5},
                {"-6", refused},
                {"100", 100},
                {"101", refused},
                {"007", 7},
                {"", refused},
                {"+5", refused},
                {" 5", refused},
                {"5 ", refused},
                {"5.0", refused},
                {"0x5", refused},
                {"five", refused},
                {"99999999999999999999", refused},
                {"５", refused}});
}

void TestConfigValues::integer_text_isReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(qint64, expected);
    Reader reader = readerOf(text, QStringLiteral("42"));
    QCOMPARE(reader.integer(name, -5, 100), expected == refused ? 42 : expected);
    QCOMPARE(reader.mistakes().size(), std::size_t(expected == refused));
}

void TestConfigValues::bytes_text_isReadOrRefused_data()
{
    addNumbers({{"1", 1},
                {"8KiB", 8192},
                {"1MiB", 1048576},
                {"2GiB", qint64(2) << 30},
                {"0", refused},
                {"3GiB", refused},
                {"1KB", refused},
                {"1 KiB", refused},
                {"KiB", refused},
                {"1kib", refused},
                {"-1KiB", refused},
                {"1.5MiB", refused},
                {"9223372036854775807GiB", refused},
                {"", refused}});
}

void TestConfigValues::bytes_text_isReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(qint64, expected);
    Reader reader = readerOf(text, QStringLiteral("1KiB"));
    QCOMPARE(reader.bytes(name, 1, qint64(2) << 30), expected == refused ? 1024 : expected);
    QCOMPARE(reader.mistakes().size(), std::size_t(expected == refused));
}

void TestConfigValues::duration_text_isReadOrRefused_data()
{
    addNumbers({{"10s", 10'000},
                {"250ms", 250},
                {"2min", 120'000},
                {"1ms", 1},
                {"0s", refused},
                {"3min", refused},
                {"10", refused},
                {"s", refused},
                {"1h", refused},
                {"1d", refused},
                {"1w", refused},
                {"-1s", refused},
                {"1 s", refused},
                {"1.5s", refused},
                {"9223372036854775807min", refused},
                {"9223372036854775807d", refused},
                {"", refused}});
}

void TestConfigValues::duration_text_isReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(qint64, expected);
    Reader reader = readerOf(text, QStringLiteral("5s"));
    QCOMPARE(reader.duration(name, 1ms, 2min).count(), expected == refused ? 5'000 : expected);
    QCOMPARE(reader.mistakes().size(), std::size_t(expected == refused));
}

void TestConfigValues::boolean_text_isReadOrRefused_data()
{
    addNumbers(
        {{"true", 1}, {"false", 0}, {"TRUE", refused}, {"1", refused}, {"yes", refused}, {"", refused}});
}

void TestConfigValues::boolean_text_isReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(qint64, expected);
    Reader reader = readerOf(text, QStringLiteral("true"));
    QCOMPARE(reader.boolean(name), expected != 0);
    QCOMPARE(reader.mistakes().size(), std::size_t(expected == refused));
}

void TestConfigValues::choice_text_isReadOrRefused()
{
    const QStringList allowed{QStringLiteral("info"), QStringLiteral("error")};
    Reader good = readerOf(QStringLiteral("error"), QStringLiteral("info"));
    QCOMPARE(good.choice(name, allowed), QStringLiteral("error"));
    QVERIFY(good.mistakes().empty());

    Reader bad = readerOf(QStringLiteral("Error"), QStringLiteral("info"));
    QCOMPARE(bad.choice(name, allowed), QStringLiteral("info"));
    QCOMPARE(bad.mistakes().at(0).what, QStringLiteral("X must be one of info, error, not \"Error\""));
}

void TestConfigValues::origin_text_isReadOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // empty: refused
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(*text ? text : "(empty)") << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("http://localhost:8001", "http://localhost:8001");
    row("http://localhost:8001/", "http://localhost:8001");
    row("https://Example.ORG", "https://example.org");
    row("http://127.0.0.1:80", "http://127.0.0.1:80");
    row("http://[::1]:8002", "http://[::1]:8002");
    row("http://a-b.c_d:1", "http://a-b.c_d:1");
    for (const char *text : {"",
                             "localhost:8001",
                             "localhost",
                             "//localhost",
                             "ftp://localhost",
                             "file:///etc",
                             "http://",
                             "http://:80",
                             "http://localhost/a",
                             "http://localhost?x",
                             "http://localhost?",
                             "http://localhost#x",
                             "http://a:b@localhost",
                             "http://@localhost",
                             "http://localhost:0",
                             "http://localhost:65536",
                             "http://localhost:x",
                             "http://local host",
                             " http://localhost",
                             "http://1.2",
                             "http://17",
                             "http://a,http://b"})
        row(text, "");
}

void TestConfigValues::origin_text_isReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    Reader reader = readerOf(text);
    QCOMPARE(reader.origin(name).toString(), expected);
    QCOMPARE(reader.mistakes().size(), std::size_t(expected.isEmpty()));
}

void TestConfigValues::origins_text_isReadOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *text, const QStringList &expected) {
        QTest::newRow(*text ? text : "(empty)") << QString::fromUtf8(text) << expected;
    };
    const QString a = QStringLiteral("http://a:1");
    const QString b = QStringLiteral("http://b:2");
    row("http://a:1", {a});
    row("http://a:1,http://b:2", {a, b});
    row(" http://a:1 , http://b:2 ", {a, b});
    for (const char *text : {"", ",", "http://a:1,", ",http://a:1", "http://a:1,,http://b:2",
                             "http://a:1;http://b:2", "http://a:1,b", "http://a:1,http://a:1",
                             "http://a:1,http://A:1/", "http://a,http://a:80", "https://a:443,https://a"})
        row(text, {});
}

void TestConfigValues::origins_text_isReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(QStringList, expected);
    Reader reader = readerOf(text);
    QStringList read;
    for (const QUrl &url : reader.origins(name))
        read += url.toString();
    QCOMPARE(read, expected);
    QCOMPARE(reader.mistakes().size(), std::size_t(expected.isEmpty()));
}

void TestConfigValues::nonEmptyText_empty_isRefused()
{
    Reader reader = readerOf(QString(), QStringLiteral("d"));
    QCOMPARE(reader.nonEmptyText(name), QStringLiteral("d"));
    QCOMPARE(reader.mistakes().at(0).what, QStringLiteral("X must not be empty"));

    Reader good = readerOf(QStringLiteral("v"));
    QCOMPARE(good.nonEmptyText(name), QStringLiteral("v"));
    QVERIFY(good.mistakes().empty());
}

void TestConfigValues::mistake_longValue_isCut()
{
    Reader reader = readerOf(QString(500, QLatin1Char('x')) + QLatin1Char('\n'));
    reader.integer(name, 0, 1);
    QVERIFY(reader.mistakes().at(0).what.size() < 150);

    Reader control = readerOf(QStringLiteral("a\x1b[2Jb"));
    control.integer(name, 0, 1);
    QVERIFY(control.mistakes().at(0).what.contains(QStringLiteral("\"a?[2Jb\"")));
}

QTEST_APPLESS_MAIN(TestConfigValues)
#include "tst_configvalues.moc"
