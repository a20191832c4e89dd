// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/bearer.h"

#include <QtTest/QTest>

using namespace guarita::gateway;
using guarita::net::Headers;

Q_DECLARE_METATYPE(Bearer::Kind)

class TestBearer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bearerOf_field_isRead_data();
    void bearerOf_field_isRead();
    void bearerOf_noField_isAbsent();
    void bearerOf_twoFields_isMalformed();
};

void TestBearer::bearerOf_field_isRead_data()
{
    using Kind = Bearer::Kind;
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QByteArray>("token");
    const auto row = [](const char *field, Kind kind, const char *token = "") {
        QTest::newRow(field) << QByteArray(field) << kind << QByteArray(token);
    };
    row("Bearer abc.def.ghi", Kind::Present, "abc.def.ghi");
    row("bearer abc", Kind::Present, "abc");
    row("BEARER aZ0-._~+/==", Kind::Present, "aZ0-._~+/==");
    row("Bearer", Kind::Malformed);
    row("Bearer ", Kind::Malformed);
    row("Bearer  abc", Kind::Malformed);
    row("Bearer abc def", Kind::Malformed);
    row("Bearer abc ", Kind::Malformed);
    row("Bearer \"abc\"", Kind::Malformed);
    row("Bearer =", Kind::Malformed);
    row("Bearer a=b", Kind::Malformed);
    row("Bearer a,b", Kind::Malformed);
    row("Bearer\tabc", Kind::Absent);
    row("Bearerabc", Kind::Absent);
    row("Basic dXN1YXJpbzpzZW5oYTEyMw==", Kind::Absent);
    row("", Kind::Absent);
}

void TestBearer::bearerOf_field_isRead()
{
    QFETCH(QByteArray, field);
    QFETCH(Bearer::Kind, kind);
    QFETCH(QByteArray, token);
    const Bearer bearer = bearerOf(Headers{{"authorization", field}});
    QCOMPARE(bearer.kind, kind);
    QCOMPARE(bearer.token, token);
}

void TestBearer::bearerOf_noField_isAbsent()
{
    QCOMPARE(bearerOf(Headers{{"x-authorization", "Bearer a"}}).kind, Bearer::Kind::Absent);
}

void TestBearer::bearerOf_twoFields_isMalformed()
{
    const Headers headers{{"authorization", "Bearer a"}, {"authorization", "Bearer a"}};
    QCOMPARE(bearerOf(headers).kind, Bearer::Kind::Malformed);
}

QTEST_GUILESS_MAIN(TestBearer)
#include "tst_bearer.moc"
