// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/pagelinks.h"

#include <QtTest/QTest>

#include <limits>

using namespace guarita::server;
using namespace guarita::server::web;

class TestPageLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void links_page_areThoseThatExist_data();
    void links_page_areThoseThatExist();
    void links_parameters_areKept();
};

namespace {

constexpr qint64 most = std::numeric_limits<qint64>::max();
constexpr qint64 unknown = -1;

} // namespace

void TestPageLinks::links_page_areThoseThatExist_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QByteArray>("expected"); // relation and offset
    const auto row = [](const char *name, qint64 limit, qint64 offset, qint64 total, int rows,
                        const char *expected) {
        QTest::newRow(name) << limit << offset << total << rows << QByteArray(expected);
    };
    row("nothing", 10, 0, 0, 0, "first=0 last=0");
    row("one page", 10, 0, 7, 7, "first=0 last=0");
    row("one full page", 10, 0, 10, 10, "first=0 last=0");
    row("first of two", 10, 0, 11, 10, "first=0 next=10 last=10");
    row("first of three", 10, 0, 30, 10, "first=0 next=10 last=20");
    row("second of three", 10, 10, 30, 10, "first=0 prev=0 next=20 last=20");
    row("last", 10, 20, 30, 10, "first=0 prev=10 last=20");
    row("between the pages", 10, 5, 30, 10, "first=0 prev=0 next=15 last=20");
    row("just behind the last", 10, 30, 30, 0, "first=0 prev=20 last=20");
    row("far behind the last", 10, most, 30, 0, "first=0 prev=20 last=20");
    row("far behind nothing", 10, most, 0, 0, "first=0 prev=0 last=0");
    row("no total, full", 10, 0, unknown, 10, "first=0 next=10");
    row("no total, not full", 10, 10, unknown, 9, "first=0 prev=0");
    row("no total, empty", 10, 30, unknown, 0, "first=0 prev=20");
}

void TestPageLinks::links_page_areThoseThatExist()
{
    QFETCH(qint64, limit);
    QFETCH(qint64, offset);
    QFETCH(qint64, total);
    QFETCH(int, rows);
    QFETCH(QByteArray, expected);
    domain::ItemQuery query;
    query.limit = limit;
    query.offset = offset;
    query.withTotal = total != unknown;
    domain::ItemPage page;
    page.items.resize(static_cast<std::size_t>(rows));
    if (query.withTotal)
        page.total = total;

    QByteArrayList links;
    for (const QByteArray &pair : expected.split(' ')) {
        const QByteArrayList parts = pair.split('=');
        links.append("</itens?limit=10&offset=" + parts[1] + (query.withTotal ? "" : "&total=false") +
                     ">; rel=\"" + parts[0] + '"');
    }
    QCOMPARE(pageLinks(query, page), links.join(", "));
}

void TestPageLinks::links_parameters_areKept()
{
    domain::ItemQuery query;
    query.order = {{domain::ItemField::Preco, false}, {domain::ItemField::Nome, true}};
    query.search = QStringLiteral("pão, >\"x\"");
    domain::ItemPage page;
    page.total = 0;
    const QByteArray kept = "&ordem=preco,-nome&q=p%C3%A3o%2C%20%3E%22x%22";
    QCOMPARE(pageLinks(query, page), "</itens?limit=100&offset=0" + kept + ">; rel=\"first\", " +
                                         "</itens?limit=100&offset=0" + kept + ">; rel=\"last\"");
}

QTEST_APPLESS_MAIN(TestPageLinks)
#include "tst_pagelinks.moc"
