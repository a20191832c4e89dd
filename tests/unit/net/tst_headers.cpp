// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/headers.h"

#include <QtTest/QTest>

using namespace guarita::net;
using namespace Qt::StringLiterals;

class HeadersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void find_otherCase_givesFirst();
    void find_absent_isNull();
    void value_emptyAndAbsent_areEmpty();
    void set_several_leavesOneAtTheEnd();
    void remove_otherCase_removesAll();
    void equality_order_matters();
    void isToken_everyCharacter_asRfc9110();
    void isToken_empty_isFalse();
    void isFieldValue_everyCharacter_asRfc9110();
};

void HeadersTest::find_otherCase_givesFirst()
{
    const Headers headers{{"accept", "a"}, {"x-a", "1"}, {"X-A", "2"}};
    QVERIFY(headers.find("X-a"));
    QCOMPARE(*headers.find("X-a"), "1");
    QCOMPARE(headers.count("x-A"), 2);
    QVERIFY(headers.contains("ACCEPT"));
}

void HeadersTest::find_absent_isNull()
{
    const Headers headers{{"accept", "a"}};
    QVERIFY(!headers.find("accep"));
    QVERIFY(!headers.find("accept-"));
    QVERIFY(!headers.find(""));
    QCOMPARE(headers.count("x"), 0);
    QVERIFY(Headers().empty());
}

void HeadersTest::value_emptyAndAbsent_areEmpty()
{
    const Headers headers{{"a", ""}};
    QVERIFY(headers.contains("a"));
    QVERIFY(headers.value("a").isEmpty());
    QVERIFY(headers.value("b").isEmpty());
}

void HeadersTest::set_several_leavesOneAtTheEnd()
{
    Headers headers{{"a", "1"}, {"b", "2"}, {"A", "3"}};
    headers.set("a", "4");
    const Headers expected{{"b", "2"}, {"a", "4"}};
    QVERIFY(headers == expected);
}

void HeadersTest::remove_otherCase_removesAll()
{
    Headers headers{{"a", "1"}, {"b", "2"}, {"A", "3"}};
    headers.remove("A");
    QCOMPARE(headers.size(), std::size_t(1));
    QVERIFY(!headers.contains("a"));
    headers.remove("none");
    QCOMPARE(headers.size(), std::size_t(1));
}

void HeadersTest::equality_order_matters()
{
    const Headers ab{{"a", "1"}, {"b", "2"}};
    const Headers ba{{"b", "2"}, {"a", "1"}};
    QVERIFY(!(ab == ba));
    QVERIFY(ab == Headers(ab));
}

void HeadersTest::isToken_everyCharacter_asRfc9110()
{
    const QByteArray others = "!#$%&'*+-.^_`|~";
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        const bool letterOrDigit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        QCOMPARE(isToken(QByteArray("x") + c), letterOrDigit || others.contains(c));
    }
}

void HeadersTest::isToken_empty_isFalse()
{
    QVERIFY(!isToken(""));
}

void HeadersTest::isFieldValue_everyCharacter_asRfc9110()
{
    for (int byte = 0; byte < 256; ++byte) {
        const bool expected = byte == '\t' || (byte >= 0x20 && byte != 0x7f);
        QCOMPARE(isFieldValue(QByteArray(1, static_cast<char>(byte))), expected);
    }
    QVERIFY(isFieldValue(""));
    QVERIFY(!isFieldValue("a\0b"_ba));
}

QTEST_APPLESS_MAIN(HeadersTest)
#include "tst_headers.moc"
