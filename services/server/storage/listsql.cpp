// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/listsql.h"

#include "server/domain/searchkey.h"

#include <algorithm>

namespace guarita::server::storage {

using domain::ItemField;
using domain::ItemQuery;
using domain::SortField;

namespace {

const QString present = QStringLiteral("excluido_em_ms IS NULL");

QString columnOf(ItemField field)
{
    switch (field) {
    case ItemField::Nome:
        return QStringLiteral("nome_chave");
    case ItemField::Preco:
        return QStringLiteral("preco_centavos");
    case ItemField::CriadoEm:
        return QStringLiteral("criado_em_ms");
    case ItemField::AtualizadoEm:
        return QStringLiteral("atualizado_em_ms");
    case ItemField::Id:
        break;
    }
    return QStringLiteral("id");
}

/// The wanted order, made total by the id. What comes after the id decides nothing.
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

QString orderBy(const std::vector<SortField> &order)
{
    QStringList terms;
    for (const SortField &sort : order)
        terms.append(columnOf(sort.field) + (sort.descending ? QStringLiteral(" DESC") : QString()));
    return QStringLiteral(" ORDER BY ") + terms.join(QStringLiteral(", "));
}

QString columnsOf(const std::vector<SortField> &order)
{
    QStringList columns;
    for (const SortField &sort : order)
        columns.append(columnOf(sort.field));
    return columns.join(QStringLiteral(", "));
}

/// For LIKE … ESCAPE '!': any text that has `key` in it.
QString patternOf(QString key)
{
    for (const QChar special : {u'!', u'%', u'_'}) // the first one first
        key.replace(special, QString(u'!') + special);
    return u'%' + key + u'%';
}

QString matching()
{
    return present +
           QStringLiteral(" AND (nome_chave LIKE ? ESCAPE '!' OR descricao_chave LIKE ? ESCAPE '!')");
}

/// Around a query for the ids of a page: the rows themselves. Only they are read from the table, however far
/// the page is from the first one.
QString rowsOf(const QString &ids, const QString &columns, const QString &total, const QString &order)
{
    return QStringLiteral("SELECT ") + columns + total + QStringLiteral(" FROM (") + ids +
           QStringLiteral(") AS pagina JOIN itens USING (id)") + order;
}

/// Of all items: the ids come from the index of their order.
Statement pageOfAll(const ItemQuery &query, const std::vector<SortField> &order, const QString &columns,
                    const QString &total)
{
    const QString ids = QStringLiteral("SELECT id FROM itens WHERE ") + present + orderBy(order) +
                        QStringLiteral(" LIMIT ? OFFSET ?");
    return {rowsOf(ids, columns, total, orderBy(order)),
            {static_cast<qlonglong>(query.limit), static_cast<qlonglong>(query.offset)}};
}

/// Of all items, by several fields, for which there is no index: sorting everything before the page would
/// take long. The index of the first field leads to the value that the page begins with, and only from there
/// on the others are sorted.
Statement leapOfAll(const ItemQuery &query, const std::vector<SortField> &order, const QString &columns,
                    const QString &total)
{
    const bool down = order.front().descending;
    const QString first = columnOf(order.front().field);
    const QString start = QStringLiteral("(SELECT valor FROM inicio)");
    const QString with = QStringLiteral("WITH inicio AS MATERIALIZED (SELECT ") + first +
                         QStringLiteral(" AS valor FROM itens WHERE ") + present +
                         orderBy({order.front(), {ItemField::Id, down}}) +
                         QStringLiteral(" LIMIT 1 OFFSET ?) ");
    const QString before = QStringLiteral("(SELECT count(*) FROM itens WHERE ") + present +
                           QStringLiteral(" AND ") + first + (down ? u'>' : u'<') + start + u')';
    const QString ids = QStringLiteral("SELECT id FROM itens WHERE ") + present + QStringLiteral(" AND ") +
                        first + (down ? QStringLiteral("<=") : QStringLiteral(">=")) + start +
                        orderBy(order) + QStringLiteral(" LIMIT ? OFFSET ? - ") + before;
    const auto offset = static_cast<qlonglong>(query.offset);
    return {with + rowsOf(ids, columns, total, orderBy(order)),
            {offset, static_cast<qlonglong>(query.limit), offset}};
}

/// Of the items that match. They are found first and once, for the page and the total alike: a planner that
/// guesses their number wrongly would rather walk the whole table in order.
Statement pageOfMatches(const ItemQuery &query, const std::vector<SortField> &order, const QString &key,
                        const QString &columns, const QString &total)
{
    const QString with = QStringLiteral("WITH achados AS MATERIALIZED (SELECT ") + columnsOf(order) +
                         QStringLiteral(" FROM itens WHERE ") + matching() + QStringLiteral(") ");
    const QString ids =
        QStringLiteral("SELECT id FROM achados") + orderBy(order) + QStringLiteral(" LIMIT ? OFFSET ?");
    return {with + rowsOf(ids, columns, total, orderBy(order)),
            {patternOf(key), patternOf(key), static_cast<qlonglong>(query.limit),
             static_cast<qlonglong>(query.offset)}};
}

} // namespace

Statement pageStatement(const ItemQuery &query, const QString &columns)
{
    const std::vector<SortField> order = totalOrder(query);
    const QString key = domain::searchKey(query.search);
    if (!key.isEmpty()) {
        const QString total =
            query.withTotal ? QStringLiteral(", (SELECT count(*) FROM achados)") : QString();
        return pageOfMatches(query, order, key, columns, total);
    }
    const QString total =
        query.withTotal ? QStringLiteral(", (SELECT count(*) FROM itens WHERE ") + present + u')' : QString();
    constexpr std::size_t indexed = 2; // one field and the id
    return order.size() > indexed && query.offset > 0 ? leapOfAll(query, order, columns, total)
                                                      : pageOfAll(query, order, columns, total);
}

Statement countStatement(const ItemQuery &query)
{
    const QString count = QStringLiteral("SELECT count(*) FROM itens WHERE ");
    const QString key = domain::searchKey(query.search);
    if (key.isEmpty())
        return {count + present, {}};
    return {count + matching(), {patternOf(key), patternOf(key)}};
}

} // namespace guarita::server::storage
