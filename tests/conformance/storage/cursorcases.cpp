// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"

#include "server/domain/itemquery.h"

#include <algorithm>

namespace guarita::server::storage {

using domain::Item;
using domain::ItemField;
using domain::ItemPage;
using domain::ItemQuery;

namespace {

constexpr ItemField fields[] = {ItemField::Id, ItemField::Nome, ItemField::Preco, ItemField::CriadoEm,
                                ItemField::AtualizadoEm};

/// Alone, and mixed in every direction.
std::vector<std::vector<domain::SortField>> orders()
{
    std::vector<std::vector<domain::SortField>> all{{}};
    for (const ItemField first : fields) {
        for (const bool down : {false, true}) {
            all.push_back({{first, down}});
            for (const bool other : {false, true}) {
                all.push_back(
                    {{first, down}, {first == ItemField::Preco ? ItemField::Nome : ItemField::Preco, other}});
            }
        }
    }
    return all;
}

} // namespace

/// From the first page to the last, each from the cursor of the one before, and back again.
void ItemRepositorySuite::list_cursors_leadThroughAllAndBack()
{
    createMany();
    for (const QString &search : {QString(), QStringLiteral("A")}) {
        for (const auto &order : orders()) {
            ItemQuery query;
            query.order = order;
            query.search = search;
            query.limit = 1000;
            const std::vector<Item> all = items().list(query).value().items;
            QVERIFY(all.size() > 20);

            query.limit = 7;
            std::vector<Item> forward;
            ItemPage page;
            do {
                page = items().list(query).value();
                QCOMPARE(page.total, static_cast<qint64>(all.size()));
                QVERIFY(!page.items.empty());
                forward.insert(forward.end(), page.items.begin(), page.items.end());
                QCOMPARE(page.more, forward.size() < all.size());
                query.cursor = domain::cursorAt(page.items.back(), query, false);
            } while (page.more);
            QVERIFY(forward == all);

            std::vector<Item> backward = page.items; // the last page
            do {
                query.cursor = domain::cursorAt(backward.front(), query, true);
                page = items().list(query).value();
                backward.insert(backward.begin(), page.items.begin(), page.items.end());
                QCOMPARE(page.more, backward.size() < all.size());
            } while (page.more);
            QVERIFY(backward == all);
        }
    }
}

void ItemRepositorySuite::list_cursorWhileItemsComeAndGo_missesNone()
{
    for (int i = 0; i < 10; ++i)
        QVERIFY(items().create(draft(QStringLiteral("n%1").arg(i)), at(1)));
    ItemQuery query;
    query.limit = 4;
    query.order = {{ItemField::Nome, false}};
    const ItemPage first = items().list(query).value();
    QVERIFY(items().remove(first.items.back().id, std::nullopt, at(2))); // where the cursor stands
    QVERIFY(items().remove(first.items.front().id, std::nullopt, at(2)));
    QVERIFY(items().create(draft(QStringLiteral("n05")), at(3))); // before it
    query.cursor = domain::cursorAt(first.items.back(), query, false);
    QCOMPARE(names(query), (QStringList{QStringLiteral("n4"), QStringLiteral("n5"), QStringLiteral("n6"),
                                        QStringLiteral("n7")}));
}

void ItemRepositorySuite::list_priceRange_findsThose()
{
    for (const qint64 price : {500, 100, 300, 200, 400})
        QVERIFY(items().create(draft(QString::number(price), price), at(1)));
    ItemQuery query;
    query.order = {{ItemField::Preco, true}};
    query.lowestPrice = 200;
    query.highestPrice = 400;
    const QStringList three{QStringLiteral("400"), QStringLiteral("300"), QStringLiteral("200")};
    QCOMPARE(names(query), three);
    QCOMPARE(items().list(query).value().total, 3);
    query.order = {{ItemField::Preco, true}, {ItemField::Nome, false}};
    query.offset = 1;
    query.limit = 1;
    QCOMPARE(items().list(query).value().items.front().content.nome, three[1]);
    query.offset = 3;
    QCOMPARE(items().list(query).value().total, 3);
    query.offset = 0;
    query.search = QStringLiteral("3");
    QCOMPARE(items().list(query).value().total, 1);
    query.highestPrice = std::nullopt;
    query.lowestPrice = 301;
    QCOMPARE(items().list(query).value().total, 0);
}

} // namespace guarita::server::storage
