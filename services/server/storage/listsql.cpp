// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/listsql.h"

#include "server/domain/searchkey.h"

#include <algorithm>

namespace guarita::server::storage {

using domain::ItemField;
using domain::ItemQuery;
using domain::PageCursor;
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

/// A part of a WHERE clause and its values.
struct Condition
{
    QString sql;
    QVariantList values;

    void add(const QString &more, const QVariantList &moreValues)
    {
        sql += QStringLiteral(" AND ") + more;
        values.append(moreValues);
    }
};

/// Which items a query is about.
Condition filterOf(const ItemQuery &query)
{
    Condition filter{present, {}};
    if (query.lowestPrice)
        filter.add(QStringLiteral("preco_centavos >= ?"), {static_cast<qlonglong>(*query.lowestPrice)});
    if (query.highestPrice)
        filter.add(QStringLiteral("preco_centavos <= ?"), {static_cast<qlonglong>(*query.highestPrice)});
    if (const QString key = domain::searchKey(query.search); !key.isEmpty())
        filter.add(QStringLiteral("(nome_chave LIKE ? ESCAPE '!' OR descricao_chave LIKE ? ESCAPE '!')"),
                   {patternOf(key), patternOf(key)});
    return filter;
}

/// The order in which a page is read: towards the beginning if its cursor says so.
std::vector<SortField> readingOrder(std::vector<SortField> order, const ItemQuery &query)
{
    if (query.cursor && query.cursor->backward) {
        for (SortField &sort : order)
            sort.descending = !sort.descending;
    }
    return order;
}

QVariant keyValueOf(const PageCursor::Key &key)
{
    if (const qint64 *number = std::get_if<qint64>(&key))
        return static_cast<qlonglong>(*number);
    return std::get<QString>(key).isNull() ? QVariant(QStringLiteral("")) : QVariant(std::get<QString>(key));
}

/// What stands behind `keys` in `order`: (a, b) > (?, ?) where all fields go one way, which an index serves;
/// else a > ? OR (a = ? AND b < ?), with a >= ? before it for the index's sake.
Condition behind(const std::vector<SortField> &order, const std::vector<PageCursor::Key> &keys)
{
    const bool oneWay = std::all_of(order.begin(), order.end(), [&order](const SortField &sort) {
        return sort.descending == order.front().descending;
    });
    const QString sign = order.front().descending ? QStringLiteral("<") : QStringLiteral(">");
    Condition found;
    if (oneWay) {
        const QStringList marks(static_cast<qsizetype>(order.size()), QStringLiteral("?"));
        found.sql = u'(' + columnsOf(order) + QStringLiteral(") ") + sign + QStringLiteral(" (") +
                    marks.join(QStringLiteral(", ")) + u')';
        for (const PageCursor::Key &key : keys)
            found.values.append(keyValueOf(key));
        return found;
    }
    QStringList cases;
    QString same;
    QVariantList sameValues;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const QString column = columnOf(order[i].field);
        cases.append(u'(' + same + column +
                     (order[i].descending ? QStringLiteral(" < ?)") : QStringLiteral(" > ?)")));
        found.values.append(sameValues);
        found.values.append(keyValueOf(keys[i]));
        same += column + QStringLiteral(" = ? AND ");
        sameValues.append(keyValueOf(keys[i]));
    }
    found.sql = columnOf(order.front().field) + sign + QStringLiteral("= ? AND (") +
                cases.join(QStringLiteral(" OR ")) + u')';
    found.values.prepend(keyValueOf(keys.front()));
    return found;
}

/// Around a query for the ids of a page: the rows themselves. Only they are read from the table, however far
/// the page is from the first one.
QString rowsOf(const QString &ids, const QString &columns, const QString &total, const QString &order)
{
    return QStringLiteral("SELECT ") + columns + total + QStringLiteral(" FROM (") + ids +
           QStringLiteral(") AS pagina JOIN itens USING (id)") + order;
}

/// LIMIT and OFFSET. One more than is asked for where that tells whether more follow.
QVariantList windowOf(const ItemQuery &query)
{
    return {static_cast<qlonglong>(query.offset ? query.limit : query.limit + 1),
            static_cast<qlonglong>(query.offset.value_or(0))};
}

/// Without a search, or for all of its matches in turn: the ids come from the index of their order.
Statement pageByIndex(const ItemQuery &query, const std::vector<SortField> &order, const QString &columns)
{
    const Condition filter = filterOf(query);
    Condition where = filter;
    if (query.cursor) {
        const Condition rest = behind(readingOrder(order, query), query.cursor->keys);
        where.add(rest.sql, rest.values);
    }
    const QString total = query.withTotal
                              ? QStringLiteral(", (SELECT count(*) FROM itens WHERE ") + filter.sql + u')'
                              : QString();
    const QString ids = QStringLiteral("SELECT id FROM itens WHERE ") + where.sql +
                        orderBy(readingOrder(order, query)) + QStringLiteral(" LIMIT ? OFFSET ?");
    QVariantList values = query.withTotal ? filter.values : QVariantList();
    values.append(where.values);
    values.append(windowOf(query));
    return {rowsOf(ids, columns, total, orderBy(order)), values};
}

/// By offset and by several fields, for which there is no index: sorting everything before the page would
/// take long. The index of the first field leads to the value that the page begins with, and only from there
/// on the others are sorted.
Statement leap(const ItemQuery &query, const std::vector<SortField> &order, const QString &columns)
{
    const Condition filter = filterOf(query);
    const bool down = order.front().descending;
    const QString first = columnOf(order.front().field);
    const QString start = QStringLiteral("(SELECT valor FROM inicio)");
    const QString with = QStringLiteral("WITH inicio AS MATERIALIZED (SELECT ") + first +
                         QStringLiteral(" AS valor FROM itens WHERE ") + filter.sql +
                         orderBy({order.front(), {ItemField::Id, down}}) +
                         QStringLiteral(" LIMIT 1 OFFSET ?) ");
    const QString total = query.withTotal
                              ? QStringLiteral(", (SELECT count(*) FROM itens WHERE ") + filter.sql + u')'
                              : QString();
    const QString before = QStringLiteral("(SELECT count(*) FROM itens WHERE ") + filter.sql +
                           QStringLiteral(" AND ") + first + (down ? u'>' : u'<') + start + u')';
    const QString ids = QStringLiteral("SELECT id FROM itens WHERE ") + filter.sql + QStringLiteral(" AND ") +
                        first + (down ? QStringLiteral("<=") : QStringLiteral(">=")) + start +
                        orderBy(order) + QStringLiteral(" LIMIT ? OFFSET ? - ") + before;
    const auto offset = static_cast<qlonglong>(*query.offset);
    QVariantList values = filter.values;
    values.append(offset);
    if (query.withTotal)
        values.append(filter.values);
    values.append(filter.values);
    values.append({static_cast<qlonglong>(query.limit), offset});
    values.append(filter.values);
    return {with + rowsOf(ids, columns, total, orderBy(order)), values};
}

/// Of the items that a search finds. They are found first and once, for the page and the total alike: a
/// planner that guesses their number wrongly would rather walk the whole table in order.
Statement pageOfMatches(const ItemQuery &query, const std::vector<SortField> &order, const QString &columns)
{
    const Condition filter = filterOf(query);
    const QString with = QStringLiteral("WITH achados AS MATERIALIZED (SELECT ") + columnsOf(order) +
                         QStringLiteral(" FROM itens WHERE ") + filter.sql + QStringLiteral(") ");
    const QString total = query.withTotal ? QStringLiteral(", (SELECT count(*) FROM achados)") : QString();
    QVariantList values = filter.values;
    QString where;
    if (query.cursor) {
        const Condition rest = behind(readingOrder(order, query), query.cursor->keys);
        where = QStringLiteral(" WHERE ") + rest.sql;
        values.append(rest.values);
    }
    const QString ids = QStringLiteral("SELECT id FROM achados") + where +
                        orderBy(readingOrder(order, query)) + QStringLiteral(" LIMIT ? OFFSET ?");
    values.append(windowOf(query));
    return {with + rowsOf(ids, columns, total, orderBy(order)), values};
}

} // namespace

Statement pageStatement(const ItemQuery &query, const QString &columns)
{
    const std::vector<SortField> order = domain::totalOrder(query);
    if (!query.sweeping && !domain::searchKey(query.search).isEmpty())
        return pageOfMatches(query, order, columns);
    constexpr std::size_t indexed = 2; // one field and the id
    return order.size() > indexed && query.offset.value_or(0) > 0 ? leap(query, order, columns)
                                                                  : pageByIndex(query, order, columns);
}

Statement countStatement(const ItemQuery &query)
{
    const Condition filter = filterOf(query);
    return {QStringLiteral("SELECT count(*) FROM itens WHERE ") + filter.sql, filter.values};
}

} // namespace guarita::server::storage
