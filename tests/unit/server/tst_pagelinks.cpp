// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/pagelinks.h"

#include "server/web/listquery.h"

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
    void links_withoutOffset_leadByCursors_data();
    void links_withoutOffset_leadByCursors();
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
    query.offset = 0;
    domain::ItemPage page;
    page.total = 0;
    const QByteArray kept = "&ordem=preco,-nome&q=p%C3%A3o%2C%20%3E%22x%22";
    QCOMPARE(pageLinks(query, page), "</itens?limit=100&offset=0" + kept + ">; rel=\"first\", " +
                                         "</itens?limit=100&offset=0" + kept + ">; rel=\"last\"");
}

void TestPageLinks::links_withoutOffset_leadByCursors_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<bool>("more");
    QTest::addColumn<bool>("placed"); // behind or before an item
    QTest::addColumn<bool>("backward");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, int rows, bool more, bool placed, bool backward,
                        const char *expected) {
        QTest::newRow(name) << rows << more << placed << backward << QByteArray(expected);
    };
    row("nothing", 0, false, false, false, "first");
    row("only page", 2, false, false, false, "first");
    row("first page", 2, true, false, false, "first next");
    row("in between", 2, true, true, false, "first prev next");
    row("last page", 2, false, true, false, "first prev");
    row("behind the last", 0, false, true, false, "first");
    row("back, in between", 2, true, true, true, "first prev next");
    row("back at the first", 2, false, true, true, "first next");
}

void TestPageLinks::links_withoutOffset_leadByCursors()
{
    QFETCH(int, rows);
    QFETCH(bool, placed);
    QFETCH(bool, backward);
    QFETCH(bool, more);
    QFETCH(QByteArray, expected);
    domain::ItemQuery query;
    query.limit = 2;
    query.order = {{domain::ItemField::Nome, true}};
    domain::ItemPage page;
    page.more = more;
    for (int i = 1; i <= rows; ++i) {
        page.items.emplace_back();
        page.items.back().id = i;
    }
    if (placed)
        query.cursor = domain::cursorAt({}, query, backward);

    const auto text = [](const domain::ItemQuery &wanted, const QByteArray &relation) {
        return "</itens?" + writeListQuery(wanted) + ">; rel=\"" + relation + '"';
    };
    QByteArrayList links;
    for (const QByteArray &relation : expected.split(' ')) {
        domain::ItemQuery wanted = query;
        wanted.cursor.reset();
        if (relation == "prev")
            wanted.cursor = domain::cursorAt(page.items.front(), query, true);
        else if (relation == "next")
            wanted.cursor = domain::cursorAt(page.items.back(), query, false);
        links.append(text(wanted, relation));
    }
    QCOMPARE(pageLinks(query, page), links.join(", "));
}

QTEST_APPLESS_MAIN(TestPageLinks)
#include "tst_pagelinks.moc"
