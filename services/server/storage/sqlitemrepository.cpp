// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/sqlitemrepository.h"

#include "server/storage/itemrows.h"
#include "server/storage/listsql.h"
#include "server/storage/migrations.h"

#include <algorithm>

namespace guarita::server::storage {

using core::Done;
using domain::ChangeOrder;
using domain::Item;
using domain::ItemPage;
using domain::ItemQuery;
using domain::Timestamp;
using sql::Finisher;

namespace {

QString purgeSql()
{
    // The condition stands outside as well: an item that is restored while this statement waits for its row
    // is looked at again, but only by the outer condition.
    return QStringLiteral("DELETE FROM itens WHERE excluido_em_ms < ? AND id IN (SELECT id FROM itens"
                          " WHERE excluido_em_ms < ? ORDER BY excluido_em_ms LIMIT ?)");
}

/// A page that was read from a cursor holds one item more than was asked for, if there is one.
void trim(ItemPage &page, const ItemQuery &query)
{
    if (query.offset)
        return;
    page.more = page.items.size() > static_cast<std::size_t>(query.limit);
    if (!page.more)
        return;
    if (query.cursor && query.cursor->backward)
        page.items.erase(page.items.begin()); // the one that is furthest from the cursor
    else
        page.items.pop_back();
}

} // namespace

SqlItemRepository::SqlItemRepository(const std::shared_ptr<const sql::SqlDialect> &dialect)
    : m_recordSql(recordSql(dialect->kind()))
    , m_connection(dialect, itemSchema(dialect->kind()))
{
}

Outcome<Done> SqlItemRepository::ping()
{
    return m_connection.read([this]() -> Outcome<Done> {
        Outcome<QSqlQuery *> query = m_connection.run(QStringLiteral("SELECT 1"));
        if (!query)
            return query.error();
        query.value()->finish();
        return Done{};
    });
}

Outcome<Item> SqlItemRepository::find(qint64 id)
{
    return m_connection.read([&]() -> Outcome<Item> {
        Outcome<QSqlQuery *> query =
            m_connection.run(QStringLiteral("SELECT " GUARITA_ITEM_COLUMNS
                                            " FROM itens WHERE id = ? AND excluido_em_ms IS NULL"),
                             {number(id)});
        if (!query)
            return query.error();
        const Finisher finisher(*query.value());
        if (!query.value()->next())
            return StorageError{Failure::NotFound, {}};
        return itemAt(*query.value());
    });
}

Outcome<qint64> SqlItemRepository::count(const ItemQuery &query)
{
    const Statement statement = countStatement(query);
    Outcome<QSqlQuery> rows = m_connection.runOnce(statement.sql, statement.values);
    if (!rows)
        return rows.error();
    if (!rows.value().next())
        return m_connection.failure(rows.value().lastError());
    return rows.value().value(0).toLongLong();
}

Outcome<ItemPage> SqlItemRepository::list(const ItemQuery &query)
{
    const Statement statement = pageStatement(query, QStringLiteral(GUARITA_ITEM_COLUMNS));
    return m_connection.read([&]() -> Outcome<ItemPage> {
        ItemPage page;
        {
            Outcome<QSqlQuery> rows = m_connection.runOnce(statement.sql, statement.values);
            if (!rows)
                return rows.error();
            while (rows.value().next()) {
                page.items.push_back(itemAt(rows.value()));
                if (query.withTotal)
                    page.total = rows.value().value(itemColumns).toLongLong();
            }
            if (const QSqlError error = rows.value().lastError(); error.isValid())
                return m_connection.failure(error); // SQLite reads while it goes
        }
        trim(page, query);
        if (!page.items.empty() || !query.withTotal)
            return page;
        if (query.offset.value_or(0) == 0 && !query.cursor) {
            page.total = 0;
            return page;
        }
        const Outcome<qint64> total = count(query);
        if (!total)
            return total.error();
        page.total = total.value();
        return page;
    });
}

Outcome<std::vector<domain::RecordedChange>>
SqlItemRepository::history(qint64 id, std::optional<qint64> before, qint64 most)
{
    return m_connection.read([&] { return m_reader.history(id, before, most); });
}

Outcome<Done> SqlItemRepository::makeChanges(const ChangeOrder &order, ChangeReport &report)
{
    if (order.key) {
        Outcome<std::optional<ChangeReport>> earlier = m_keys.claim(order);
        if (!earlier)
            return earlier.error();
        if (earlier.value()) {
            report = std::move(*earlier.value());
            return Done{};
        }
    }
    Outcome<std::vector<ChangeResult>> results = m_writer.make(order);
    if (!results)
        return results.error();
    report.results = std::move(results).value();
    const auto refused = std::find_if(report.results.begin(), report.results.end(),
                                      [](const ChangeResult &result) { return !result; });
    report.made = !order.atomic || refused == report.results.end();
    if (!report.made)
        return StorageError{refused->error(), {}}; // rolls back
    return order.key ? m_keys.settle(order, report) : Done{};
}

Outcome<ChangeReport> SqlItemRepository::change(const ChangeOrder &order)
{
    ChangeReport report;
    const Outcome<Done> done = m_connection.write([&]() -> Outcome<Done> {
        report = {};
        return makeChanges(order, report);
    });
    if (!done && report.made)
        return done.error();
    return report;
}

Outcome<qint64> SqlItemRepository::purge(Timestamp before, qint64 most)
{
    const QVariantList values = {stampValue(before), stampValue(before), number(most)};
    return m_connection.write([&]() -> Outcome<qint64> {
        Outcome<QSqlQuery *> query = m_connection.run(purgeSql(), values);
        if (!query)
            return query.error();
        const Finisher finisher(*query.value());
        return query.value()->numRowsAffected();
    });
}

Outcome<qint64> SqlItemRepository::forgetKeys(Timestamp before, qint64 most)
{
    return m_connection.write([&] { return m_keys.forget(before, most); });
}

Outcome<ChangeMark> SqlItemRepository::latestChange()
{
    // Who may not write here does without.
    if (m_recordSql.adopt)
        static_cast<void>(m_connection.write([&] { return m_reader.adopt(); }));
    return m_connection.read([&] { return m_reader.latest(); });
}

Outcome<ChangesRead> SqlItemRepository::changesSince(const ChangeMark &mark, qint64 most)
{
    return m_connection.read([&] { return m_reader.since(mark, most); });
}

} // namespace guarita::server::storage
