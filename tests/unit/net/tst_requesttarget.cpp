// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/requesttarget.h"

#include <QtTest/QTest>

using namespace guarita::net;

/// Single targets stand in targetcases.cpp; here is what holds for all of them.
class RequestTargetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_everyEncodedByteInPath_asDocumented();
    void parse_everyEncodedByteInQuery_asDocumented();
    void parse_everyRawByte_sameInBothWays();
    void parse_canonical_isFixpoint_data();
    void parse_canonical_isFixpoint();
    void parse_absoluteForm_keepsAuthority();
    void parse_plain_sharesItsBytes();
};

namespace {

QByteArray encoded(int byte)
{
    return '%' + QByteArray::number(byte + 0x100, 16).last(2);
}

bool isUnreserved(int byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte > 0 && byte < 0x80 && QByteArray("-._~").contains(static_cast<char>(byte)));
}

bool isControl(int byte)
{
    return byte < 0x20 || byte == 0x7f;
}

} // namespace

void RequestTargetTest::parse_everyEncodedByteInPath_asDocumented()
{
    for (int byte = 0; byte < 256; ++byte) {
        RequestTarget target;
        const Verdict verdict = parseRequestTarget("/a" + encoded(byte), target);
        if (isControl(byte) || byte == '/' || byte == '\\') {
            QCOMPARE(verdict, &rejections::forbiddenPercentEncoding);
        } else if (byte >= 0x80) {
            QCOMPARE(verdict, &rejections::pathNotUtf8);
        } else {
            QVERIFY(!verdict);
            const QByteArray decoded = QByteArray("/a") + static_cast<char>(byte);
            QCOMPARE(target.path, decoded);
            QCOMPARE(target.canonical, isUnreserved(byte) ? decoded : "/a" + encoded(byte).toUpper());
        }
    }
}

void RequestTargetTest::parse_everyEncodedByteInQuery_asDocumented()
{
    for (int byte = 0; byte < 256; ++byte) {
        RequestTarget target;
        const Verdict verdict = parseRequestTarget("/?" + encoded(byte), target);
        if (isControl(byte)) {
            QCOMPARE(verdict, &rejections::forbiddenPercentEncoding);
            continue;
        }
        QVERIFY(!verdict);
        QCOMPARE(target.query,
                 isUnreserved(byte) ? QByteArray(1, static_cast<char>(byte)) : encoded(byte).toUpper());
        QCOMPARE(target.canonical, "/?" + target.query);
    }
}

/// The quick way for plain targets and the slow one for encoded targets must allow the same characters.
void RequestTargetTest::parse_everyRawByte_sameInBothWays()
{
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        for (const QByteArray &start : {QByteArray("/x"), QByteArray("/?x")}) {
            RequestTarget quick;
            RequestTarget slow;
            const Verdict quickVerdict = parseRequestTarget(start + c + 'y', quick);
            const Verdict slowVerdict = parseRequestTarget(start + c + "%79", slow);
            QCOMPARE(quickVerdict, slowVerdict);
            if (!quickVerdict) {
                QCOMPARE(quick.canonical, slow.canonical);
                QCOMPARE(quick.path, slow.path);
                QCOMPARE(quick.query, slow.query);
            }
        }
    }
}

void RequestTargetTest::parse_canonical_isFixpoint_data()
{
    QTest::addColumn<QByteArray>("raw");
    for (const char *raw :
         {"/", "/%61%2c%2C", "/%c3%a9/%E2%82%AC?%2f%61", "/a%20b%25?", "http://h/%7e", "/%25%32%46"})
        QTest::newRow(raw) << QByteArray(raw);
}

void RequestTargetTest::parse_canonical_isFixpoint()
{
    QFETCH(const QByteArray, raw);
    RequestTarget first;
    RequestTarget second;
    QVERIFY(!parseRequestTarget(raw, first));
    QVERIFY(!parseRequestTarget(first.canonical, second));
    QCOMPARE(second.canonical, first.canonical);
    QCOMPARE(second.path, first.path);
    QCOMPARE(second.query, first.query);
}

void RequestTargetTest::parse_absoluteForm_keepsAuthority()
{
    RequestTarget target;
    QVERIFY(!parseRequestTarget("http://Exemplo.br:8000/itens?a", target));
    QCOMPARE(target.authority, "Exemplo.br:8000");
    QCOMPARE(target.canonical, "/itens?a");
    QCOMPARE(target.path, "/itens");
    QCOMPARE(target.query, "a");
}

void RequestTargetTest::parse_plain_sharesItsBytes()
{
    RequestTarget target;
    QVERIFY(!parseRequestTarget("/itens/42", target));
    QVERIFY(target.path.constData() == target.canonical.constData());
}

QTEST_APPLESS_MAIN(RequestTargetTest)
#include "tst_requesttarget.moc"
