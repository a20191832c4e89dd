// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/formbody.h"

#include <QtTest/QTest>

using namespace guarita::gateway;

using Fields = std::map<QByteArray, QByteArray>;
Q_DECLARE_METATYPE(Fields)

class TestFormBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_wellFormed_decodes_data();
    void parse_wellFormed_decodes();
    void parse_malformed_isRefused_data();
    void parse_malformed_isRefused();
    void contentType_any_isJudged_data();
    void contentType_any_isJudged();
};

void TestFormBody::parse_wellFormed_decodes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Fields>("fields");
    QTest::newRow("empty") << QByteArray() << Fields{};
    QTest::newRow("two") << QByteArray("username=usuario&password=senha123")
                         << Fields{{"username", "usuario"}, {"password", "senha123"}};
    QTest::newRow("plus") << QByteArray("a=b+c%2B") << Fields{{"a", "b c+"}};
    QTest::newRow("percent") << QByteArray("%61=%C3%a9%26%3D%25") << Fields{{"a", "\xC3\xA9&=%"}};
    QTest::newRow("equals in the value") << QByteArray("a=b=c") << Fields{{"a", "b=c"}};
    QTest::newRow("no equals") << QByteArray("a") << Fields{{"a", ""}};
    QTest::newRow("empty pairs") << QByteArray("&a=1&&b=2&") << Fields{{"a", "1"}, {"b", "2"}};
    QTest::newRow("empty name") << QByteArray("=1") << Fields{{"", "1"}};
    QTest::newRow("four bytes") << QByteArray("a=%F0%9F%98%80") << Fields{{"a", "\xF0\x9F\x98\x80"}};
    QTest::newRow("NUL") << QByteArray("a=x%00y") << Fields{{"a", QByteArray("x\0y", 3)}};
}

void TestFormBody::parse_wellFormed_decodes()
{
    QFETCH(QByteArray, body);
    QFETCH(Fields, fields);
    const auto parsed = parseForm(body);
    QVERIFY(parsed.has_value());
    QVERIFY(*parsed == fields);
}

void TestFormBody::parse_malformed_isRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    for (const char *body : {"a=%", "a=%4", "a=%zz", "a=%4g", "%=1", "a=%C3", "a=%C3%28", "a=%ED%A0%80",
                             "a=%C0%80", "a=\xff", "a=1&a=2", "a=1&%61=2"})
        QTest::newRow(body) << QByteArray(body);
}

void TestFormBody::parse_malformed_isRefused()
{
    QFETCH(QByteArray, body);
    QVERIFY(!parseForm(body).has_value());
}

void TestFormBody::contentType_any_isJudged_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("form");
    const auto row = [](const char *type, bool form) { QTest::newRow(type) << QByteArray(type) << form; };
    row("application/x-www-form-urlencoded", true);
    row("Application/X-WWW-Form-UrlEncoded", true);
    row("application/x-www-form-urlencoded; charset=UTF-8", true);
    row("application/x-www-form-urlencoded;charset=\"utf-8\"", true);
    row("application/x-www-form-urlencoded; charset=latin1", false);
    row("application/x-www-form-urlencodedx", false);
    row("application/json", false);
    row("multipart/form-data; boundary=x", false);
    row("", false);
}

void TestFormBody::contentType_any_isJudged()
{
    QFETCH(QByteArray, type);
    QFETCH(bool, form);
    QCOMPARE(isFormContentType(type), form);
}

QTEST_GUILESS_MAIN(TestFormBody)
#include "tst_formbody.moc"
