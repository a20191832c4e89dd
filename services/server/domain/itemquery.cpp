// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/itemquery.h"

#include "server/domain/searchkey.h"

#include <algorithm>

namespace guarita::server::domain {

namespace {

PageCursor::Key keyOf(const Item &item, ItemField field)
{
    switch (field) {
    case ItemField::Nome:
        return searchKey(item.content.nome);
    case ItemField::Preco:
        return item.content.precoCentavos;
    case ItemField::CriadoEm:
        return static_cast<qint64>(item.criadoEm.time_since_epoch().count());
    case ItemField::AtualizadoEm:
        return static_cast<qint64>(item.atualizadoEm.time_since_epoch().count());
    case ItemField::Id:
        break;
    }
    return item.id;
}

} // namespace

std::vector<SortField> totalOrder(const ItemQuery &query)
{
    std::vector<SortField> order = query.order;
    const auto id = std::find_if(order.begin(), order.end(),
                                 [](const SortField &sort) { return sort.field == ItemField::Id; });
    if (id != order.end())
        order.erase(id + 1, order.end());
    else
        order.push_back({ItemField::Id, !order.empty() && order.back().descending});
    return order;
}

PageCursor cursorAt(const Item &item, const ItemQuery &query, bool backward)
{
    PageCursor cursor;
    cursor.backward = backward;
    for (const SortField &sort : totalOrder(query))
        cursor.keys.push_back(keyOf(item, sort.field));
    return cursor;
}

bool hasTextKeys(ItemField field)
{
    return field == ItemField::Nome;
}

} // namespace guarita::server::domain
