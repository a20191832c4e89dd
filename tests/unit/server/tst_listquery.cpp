// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/listquery.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::server::web;

class TestListQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_good_data();
    void read_good();
    void read_bad_data();
    void read_bad();
};

void TestListQuery::read_good_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("offset");
    QTest::newRow("none") << QByteArray() << 1000LL << 0LL;
    QTest::newRow("limit") << QByteArray("limit=1") << 1LL << 0LL;
    QTest::newRow("offset") << QByteArray("offset=0") << 1000LL << 0LL;
    QTest::newRow("both") << QByteArray("offset=9223372036854775807&limit=1000") << 1000LL
                          << 9223372036854775807LL;
}

void TestListQuery::read_good()
{
    QFETCH(QByteArray, query);
    const core::Result<ListQuery, http::Problem> read = readListQuery(query);
    QVERIFY(read);
    QTEST(read.value().limit, "limit");
    QTEST(read.value().offset, "offset");
}

void TestListQuery::read_bad_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query :
         {"limit=0", "limit=1001", "limit=-1", "limit=", "limit", "limit=a", "limit=1.0", "limit=01",
          "limit=%31", "limit=1&limit=1", "offset=-1", "offset=", "offset=9223372036854775808",
          "offset=1&offset=2", "x=1", "Limit=1", "&", "limit=1&&"})
        QTest::newRow(query) << QByteArray(query);
}

void TestListQuery::read_bad()
{
    QFETCH(QByteArray, query);
    const core::Result<ListQuery, http::Problem> read = readListQuery(query);
    QVERIFY(!read);
    QCOMPARE(read.error().status, 400);
    QCOMPARE(read.error().reason, QByteArray("parametro_invalido"));
    QVERIFY(!read.error().detail.portuguese.isEmpty() && !read.error().detail.english.isEmpty());
}

QTEST_GUILESS_MAIN(TestListQuery)
#include "tst_listquery.moc"
