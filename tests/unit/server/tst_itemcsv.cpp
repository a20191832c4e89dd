// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/csv.h"

#include <QtTest/QTest>

using namespace guarita::server;
using namespace guarita::server::web;

class TestItemCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rows_fields_areQuotedAsNeeded_data();
    void rows_fields_areQuotedAsNeeded();
    void rows_items_haveAllColumns();
};

void TestItemCsv::rows_fields_areQuotedAsNeeded_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("plain") << QStringLiteral("Café 🍵; a=b") << QByteArray("Café 🍵; a=b");
    QTest::newRow("empty") << QStringLiteral("") << QByteArray("\"\"");
    QTest::newRow("comma") << QStringLiteral("a,b") << QByteArray("\"a,b\"");
    QTest::newRow("quote") << QStringLiteral("a\"b\"") << QByteArray("\"a\"\"b\"\"\"");
    QTest::newRow("lines") << QStringLiteral("a\r\nb\n") << QByteArray("\"a\r\nb\n\"");
    QTest::newRow("spaces around") << QStringLiteral(" a ") << QByteArray("\" a \"");
    QTest::newRow("one space") << QStringLiteral(" ") << QByteArray("\" \"");
}

void TestItemCsv::rows_fields_areQuotedAsNeeded()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, field);
    domain::Item item;
    item.content = {text, text, 0};
    QVERIFY2(csvRows({item}).startsWith("0," + field + ',' + field + ",0.00,"), csvRows({item}).constData());
}

void TestItemCsv::rows_items_haveAllColumns()
{
    domain::Item item;
    item.id = 7;
    item.content = {QStringLiteral("a"), std::nullopt, 1990};
    item.versao = 3;
    item.atualizadoEm = domain::Timestamp(std::chrono::milliseconds(1));
    const QByteArray row = "7,a,,19.90,3,1970-01-01T00:00:00.000Z,1970-01-01T00:00:00.001Z\r\n";
    QCOMPARE(csvRows({item, item}), row + row);
    QCOMPARE(csvHeader().count(','), row.count(','));
    QCOMPARE(csvRows({}), QByteArray());
}

QTEST_APPLESS_MAIN(TestItemCsv)
#include "tst_itemcsv.moc"
