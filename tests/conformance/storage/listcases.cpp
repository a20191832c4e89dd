// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"

#include "server/domain/searchkey.h"

#include <algorithm>
#include <limits>

namespace guarita::server::storage {

using domain::Item;
using domain::ItemField;
using domain::ItemPage;
using domain::ItemQuery;
using domain::SortField;
using Order = std::vector<SortField>;

namespace {

int compared(const Item &a, const Item &b, ItemField field)
{
    const auto sign = [](auto left, auto right) { return left < right ? -1 : left > right ? 1 : 0; };
    switch (field) {
    case ItemField::Nome: // UTF-8's bytes are in the order of code points, UTF-16's units are not
        return sign(domain::searchKey(a.content.nome).toUtf8(), domain::searchKey(b.content.nome).toUtf8());
    case ItemField::Preco:
        return sign(a.content.precoCentavos, b.content.precoCentavos);
    case ItemField::CriadoEm:
        return sign(a.criadoEm, b.criadoEm);
    case ItemField::AtualizadoEm:
        return sign(a.atualizadoEm, b.atualizadoEm);
    case ItemField::Id:
        break;
    }
    return sign(a.id, b.id);
}

/// What the database must do, done here.
std::vector<Item> sorted(std::vector<Item> items, Order order)
{
    order.push_back({ItemField::Id, !order.empty() && order.back().descending});
    std::sort(items.begin(), items.end(), [&order](const Item &a, const Item &b) {
        for (const SortField &sort : order) {
            if (const int difference = compared(a, b, sort.field))
                return sort.descending ? difference > 0 : difference < 0;
        }
        return false;
    });
    return items;
}

std::vector<Item> part(const std::vector<Item> &items, qint64 limit, qint64 offset)
{
    const qint64 size = static_cast<qint64>(items.size());
    const qint64 from = std::min(offset, size);
    return {items.begin() + from, items.begin() + std::min(size - from, limit) + from};
}

/// Every field in both directions, alone and before every other.
std::vector<Order> manyOrders()
{
    constexpr ItemField fields[] = {ItemField::Id, ItemField::Nome, ItemField::Preco, ItemField::CriadoEm,
                                    ItemField::AtualizadoEm};
    std::vector<Order> orders{
        {},
        {{ItemField::Preco, true}, {ItemField::Nome, false}, {ItemField::AtualizadoEm, true}},
        {{ItemField::Nome, false}, {ItemField::Id, true}, {ItemField::Preco, false}}};
    for (const ItemField first : fields) {
        for (const bool down : {false, true}) {
            orders.push_back({{first, down}});
            for (const ItemField second : fields) {
                if (second != first)
                    orders.push_back({{first, down}, {second, orders.size() % 2 == 0}});
            }
        }
    }
    return orders;
}

QByteArray described(const Order &order)
{
    QByteArray text;
    for (const SortField &sort : order)
        text += (sort.descending ? " -" : " ") + QByteArray::number(static_cast<int>(sort.field));
    return text;
}

struct SearchCase
{
    const char *name;
    const char16_t *search;
    const char16_t *expected; // names, of the items in list_search_findsWhatMatches()
};

constexpr SearchCase searchCases[] = {
    {"nothing", u"", u"Café|CAFETEIRA|100% puro|snake_case|Straße|barra\\|!"},
    {"without accents", u"cafe", u"Café|CAFETEIRA"},
    {"with accents", u"café", u"Café|CAFETEIRA"},
    {"decomposed, upper case", u"CAFE\u0301", u"Café|CAFETEIRA"},
    {"in the middle", u"fete", u"CAFETEIRA"},
    {"only in a description", u"acucar", u"100% puro"},
    {"in both", u"puro", u"100% puro|snake_case"},
    {"two words", u"cafe especial", u""},
    {"two words in a row", u"especial da serra", u"Café"},
    {"sharp s", u"ß", u"Straße"},
    {"sharp s written out", u"SS", u"Straße"},
    {"percent", u"%", u"100% puro"},
    {"percent between", u"1%0", u""},
    {"underscore", u"_", u"snake_case"},
    {"underscore as a letter", u"snak_", u""},
    {"backslash", u"\\", u"barra\\"},
    {"exclamation mark", u"!", u"!"},
    {"escaped percent", u"!%", u""},
    {"quote", u"'", u"barra\\"},
    {"question mark", u"?", u"barra\\"},
    {"dollar", u"$1", u"barra\\"},
    {"one letter", u"z", u"snake_case"},
    {"space", u" ", u"Café|100% puro|snake_case|barra\\"},
    {"a mark alone is nothing", u"\u0301", u"Café|CAFETEIRA|100% puro|snake_case|Straße|barra\\|!"},
    {"in none", u"xyzw", u""},
    {"across the texts", u"caféespecial", u""},
    {"a cup", u"🍵", u"snake_case"},
};

QStringList namesOf(const std::vector<Item> &items)
{
    QStringList names;
    for (const Item &item : items)
        names.append(item.content.nome);
    return names;
}

} // namespace

QStringList ItemRepositorySuite::names(const ItemQuery &query)
{
    const Outcome<ItemPage> outcome = items().list(query);
    if (!outcome)
        return {outcome.error().detail};
    const qint64 count = static_cast<qint64>(outcome.value().items.size());
    if (query.offset.value_or(0) == 0 && count < query.limit && outcome.value().total != count)
        return {QStringLiteral("a wrong total")};
    return namesOf(outcome.value().items);
}

QStringList ItemRepositorySuite::found(const QString &search)
{
    ItemQuery query;
    query.search = search;
    return names(query);
}

/// With ties in every field but the id, and some rows that are removed.
void ItemRepositorySuite::createMany()
{
    const QStringList names{QStringLiteral("Café"),  QStringLiteral("cafe"), QStringLiteral("Água"),
                            QStringLiteral("agua"),  QStringLiteral("Chá"),  QStringLiteral("ÇA"),
                            QStringLiteral("🍵"),     QStringLiteral("Ａ"),   QStringLiteral("_"),
                            QStringLiteral("a b"),   QStringLiteral("Zé"),   QStringLiteral("-1"),
                            QStringLiteral("Straße")};
    for (int i = 0; i < 65; ++i) {
        const domain::ItemDraft content{names[i * 5 % names.size()], std::nullopt, i * 7 % 4 * 100};
        const Item item = items().create(content, at(1000 - i % 6)).value();
        if (i % 3 == 0)
            QVERIFY(items().update(item.id, content, std::nullopt, at(2000 - i % 4)));
        if (i % 8 == 5)
            QVERIFY(items().remove(item.id, std::nullopt, at(3000)));
    }
}

void ItemRepositorySuite::list_empty_noItemsTotalZero()
{
    for (const QString &search : {QString(), QStringLiteral("a")}) {
        ItemQuery query;
        query.search = search;
        const Outcome<ItemPage> page = items().list(query);
        QVERIFY(page);
        QVERIFY(page.value().items.empty());
        QCOMPARE(page.value().total, 0);
    }
}

void ItemRepositorySuite::list_pages_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<QList<int>>("expected");
    QTest::newRow("first") << 2LL << 0LL << QList<int>{0, 1};
    QTest::newRow("middle") << 2LL << 2LL << QList<int>{2, 3};
    QTest::newRow("last") << 2LL << 4LL << QList<int>{4};
    QTest::newRow("beyond") << 2LL << 5LL << QList<int>{};
    QTest::newRow("all") << 1000LL << 0LL << QList<int>{0, 1, 2, 3, 4};
    QTest::newRow("far beyond") << 1000LL << std::numeric_limits<qint64>::max() << QList<int>{};
}

void ItemRepositorySuite::list_pages()
{
    QFETCH(qint64, limit);
    QFETCH(qint64, offset);
    QFETCH(QList<int>, expected);
    std::vector<Item> all;
    for (int i = 0; i < 5; ++i)
        all.push_back(items().create(draft(QString::number(i)), at(i)).value());
    std::vector<Item> wanted;
    for (int index : expected)
        wanted.push_back(all[static_cast<std::size_t>(index)]);

    ItemQuery query;
    query.limit = limit;
    query.offset = offset;
    for (const Order &order : {Order{}, Order{{ItemField::Preco, false}, {ItemField::CriadoEm, false}}}) {
        for (const QString &search : {QString(), QStringLiteral("%")}) {
            query.order = order;
            query.search = search;
            const Outcome<ItemPage> page = items().list(query);
            QVERIFY2(page, page ? "" : qPrintable(page.error().detail));
            QCOMPARE(page.value().total, search.isEmpty() ? 5 : 0);
            QCOMPARE(page.value().items, search.isEmpty() ? wanted : std::vector<Item>{});
        }
    }
}

void ItemRepositorySuite::list_withoutTotal_saysNone()
{
    QVERIFY(items().create(draft(), at(1)));
    ItemQuery query;
    query.withTotal = false;
    for (qint64 offset : {0, 5}) {
        for (const QString &search : {QString(), QStringLiteral("cafe")}) {
            query.offset = offset;
            query.search = search;
            const Outcome<ItemPage> page = items().list(query);
            QVERIFY2(page, page ? "" : qPrintable(page.error().detail));
            QVERIFY(!page.value().total);
            QCOMPARE(page.value().items.size(), std::size_t(offset == 0));
        }
    }
}

void ItemRepositorySuite::list_order_isAsNamed()
{
    const std::pair<Order, const char *> cases[] = {
        {{}, "Zebra água Agua abacate Élan"},
        {{{ItemField::Id, false}}, "Zebra água Agua abacate Élan"},
        {{{ItemField::Id, true}}, "Élan abacate Agua água Zebra"},
        {{{ItemField::Nome, false}}, "abacate água Agua Élan Zebra"},
        {{{ItemField::Nome, true}}, "Zebra Élan Agua água abacate"},
        {{{ItemField::Preco, false}}, "Agua Élan Zebra água abacate"},
        {{{ItemField::Preco, true}}, "abacate água Zebra Élan Agua"},
        {{{ItemField::Preco, false}, {ItemField::Nome, true}}, "Élan Agua Zebra água abacate"},
        {{{ItemField::CriadoEm, false}}, "Élan abacate Agua água Zebra"},
        {{{ItemField::AtualizadoEm, true}}, "Agua Zebra água abacate Élan"},
    };
    qint64 time = 100;
    for (const auto &[nome, preco] :
         {std::pair{"Zebra", 5}, {"água", 5}, {"Agua", 1}, {"abacate", 9}, {"Élan", 1}})
        QVERIFY(items().create(draft(QString::fromUtf8(nome), preco), at(--time)));
    QVERIFY(items().update(3, draft(QStringLiteral("Agua"), 1), std::nullopt, at(200)));
    ItemQuery query;
    for (const auto &[order, expected] : cases) {
        query.order = order;
        QCOMPARE(names(query).join(u' '), QString::fromUtf8(expected));
    }
}

void ItemRepositorySuite::list_orderAndPage_isThatPartOfTheWhole()
{
    createMany();
    const std::vector<Item> all = page(1000).items;
    QCOMPARE(all.size(), std::size_t(57));
    ItemQuery query;
    for (const Order &order : manyOrders()) {
        const std::vector<Item> whole = sorted(all, order);
        query.order = order;
        for (const auto &[limit, offset] :
             {std::pair<qint64, qint64>{1000, 0}, {10, 0}, {10, 10}, {7, 33}, {1, 56}, {10, 50}, {10, 57}}) {
            query.limit = limit;
            query.offset = offset;
            const Outcome<ItemPage> page = items().list(query);
            QVERIFY2(page, page ? "" : qPrintable(page.error().detail));
            QVERIFY2(page.value().items == part(whole, limit, offset), described(order).constData());
            QCOMPARE(page.value().total, 57);
        }
    }
}

void ItemRepositorySuite::list_search_findsWhatMatches()
{
    const auto create = [this](const char16_t *name, const char16_t *description = nullptr) {
        domain::ItemDraft content = draft(QString::fromUtf16(name));
        if (description)
            content.descricao = QString::fromUtf16(description);
        QVERIFY(items().create(content, at(1)));
    };
    create(u"Café", u"Especial da SERRA");
    create(u"CAFETEIRA");
    create(u"100% puro", u"sem Açúcar, puro");
    create(u"snake_case", u"Puro azul 🍵");
    create(u"Straße", u"");
    create(u"barra\\", u"it's ? $1");
    create(u"!");
    create(u"removido", u"Café especial da serra % _ \\ ! ß acucar");
    QVERIFY(items().remove(8, std::nullopt, at(2)));
    for (const SearchCase &row : searchCases) {
        const QString names = found(QString::fromUtf16(row.search)).join(u'|');
        QVERIFY2(names == QString::fromUtf16(row.expected),
                 qPrintable(QString::fromLatin1(row.name) + QStringLiteral(": ") + names));
    }
}

void ItemRepositorySuite::list_changedItem_isFoundByWhatItIsNow()
{
    const Item item = items().create({QStringLiteral("Chá"), QStringLiteral("Verde"), 1}, at(1)).value();
    QVERIFY(items().update(item.id, draft(QStringLiteral("Café")), std::nullopt, at(2)));
    QCOMPARE(found(QStringLiteral("cha")), QStringList());
    QCOMPARE(found(QStringLiteral("verde")), QStringList());
    QCOMPARE(found(QStringLiteral("cafe")), QStringList{QStringLiteral("Café")});
}

void ItemRepositorySuite::list_searchOrderAndPage_isThatPartOfTheMatches()
{
    createMany();
    ItemQuery query;
    query.limit = 1000;
    query.search = QStringLiteral("A");
    const std::vector<Item> matches = items().list(query).value().items;
    QVERIFY(matches.size() > 20 && matches.size() < 57);
    for (const Order &order :
         {Order{}, Order{{ItemField::Nome, true}}, Order{{ItemField::Preco, false}, {ItemField::Nome, true}},
          Order{{ItemField::AtualizadoEm, true}, {ItemField::Id, false}}}) {
        query.order = order;
        query.limit = 7;
        for (qint64 offset = 0; offset < 40; offset += 7) {
            query.offset = offset;
            const Outcome<ItemPage> page = items().list(query);
            QVERIFY2(page, page ? "" : qPrintable(page.error().detail));
            QCOMPARE(page.value().items, part(sorted(matches, order), 7, offset));
            QCOMPARE(page.value().total, static_cast<qint64>(matches.size()));
        }
    }
}

} // namespace guarita::server::storage
