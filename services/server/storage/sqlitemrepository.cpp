// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/sqlitemrepository.h"

#include "server/storage/listsql.h"
#include "server/storage/sqltext.h"

namespace guarita::server::storage {

using core::Done;
using domain::Item;
using domain::ItemDraft;
using domain::ItemPage;
using domain::ItemQuery;
using domain::Timestamp;

namespace {

#define GUARITA_ITEM_COLUMNS "id, nome, descricao, preco_centavos, versao, criado_em_ms, atualizado_em_ms"

/// Ends a query's use of its rows on every way out.
class Finisher
{
public:
    explicit Finisher(QSqlQuery &query)
        : m_query(query)
    {
    }
    ~Finisher() { m_query.finish(); }
    Finisher(const Finisher &) = delete;
    Finisher &operator=(const Finisher &) = delete;

private:
    QSqlQuery &m_query;
};

Timestamp stampOf(const QVariant &value)
{
    return Timestamp(std::chrono::milliseconds(value.toLongLong()));
}

Item itemOf(const QSqlQuery &query)
{
    Item item;
    item.id = query.value(0).toLongLong();
    item.content.nome = query.value(1).toString();
    if (!query.isNull(2))
        item.content.descricao = query.value(2).toString();
    item.content.precoCentavos = query.value(3).toLongLong();
    item.versao = query.value(4).toLongLong();
    item.criadoEm = stampOf(query.value(5));
    item.atualizadoEm = stampOf(query.value(6));
    return item;
}

QVariant stampValue(Timestamp stamp)
{
    return static_cast<qlonglong>(stamp.time_since_epoch().count());
}

QVariant number(qint64 value)
{
    return static_cast<qlonglong>(value);
}

QString returning(const char *statement)
{
    return QLatin1String(statement) + QStringLiteral(" RETURNING " GUARITA_ITEM_COLUMNS);
}

QString createSql()
{
    return returning("INSERT INTO itens (nome, descricao, preco_centavos, nome_chave, descricao_chave,"
                     " versao, criado_em_ms, atualizado_em_ms) VALUES (?, ?, ?, ?, ?, 1, ?, ?)");
}

QString findSql()
{
    return QStringLiteral("SELECT " GUARITA_ITEM_COLUMNS
                          " FROM itens WHERE id = ? AND excluido_em_ms IS NULL");
}

QString updateSql(bool conditional)
{
    return conditional
               ? returning("UPDATE itens SET nome = ?, descricao = ?, preco_centavos = ?, nome_chave = ?,"
                           " descricao_chave = ?, atualizado_em_ms = ?, versao = versao + 1"
                           " WHERE id = ? AND excluido_em_ms IS NULL AND versao = ?")
               : returning("UPDATE itens SET nome = ?, descricao = ?, preco_centavos = ?, nome_chave = ?,"
                           " descricao_chave = ?, atualizado_em_ms = ?, versao = versao + 1"
                           " WHERE id = ? AND excluido_em_ms IS NULL");
}

// With a version of its own, so that an entity-tag from before the removal matches nothing after a
// restoration.
QString removeSql(bool conditional)
{
    return conditional ? returning("UPDATE itens SET excluido_em_ms = ?, versao = versao + 1"
                                   " WHERE id = ? AND excluido_em_ms IS NULL AND versao = ?")
                       : returning("UPDATE itens SET excluido_em_ms = ?, versao = versao + 1"
                                   " WHERE id = ? AND excluido_em_ms IS NULL");
}

QString restoreSql()
{
    return returning("UPDATE itens SET excluido_em_ms = NULL, atualizado_em_ms = ?, versao = versao + 1"
                     " WHERE id = ? AND excluido_em_ms IS NOT NULL");
}

QString purgeSql()
{
    // The condition stands outside as well: an item that is restored while this statement waits for its row
    // is looked at again, but only by the outer condition.
    return QStringLiteral("DELETE FROM itens WHERE excluido_em_ms < ? AND id IN (SELECT id FROM itens"
                          " WHERE excluido_em_ms < ? ORDER BY excluido_em_ms LIMIT ?)");
}

QVariantList contentValues(const ItemDraft &draft)
{
    return {textValue(draft.nome), textValue(draft.descricao), number(draft.precoCentavos),
            keyValue(draft.nome), keyValue(draft.descricao)};
}

} // namespace

SqlItemRepository::SqlItemRepository(std::shared_ptr<const SqlDialect> dialect)
    : m_connection(std::move(dialect))
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

StorageError SqlItemRepository::whyNoRow(qint64 id, Failure otherwise)
{
    Outcome<QSqlQuery *> query = m_connection.run(findSql(), {number(id)});
    if (!query)
        return query.error();
    const Finisher finisher(*query.value());
    return {query.value()->next() ? otherwise : Failure::NotFound, {}};
}

Outcome<Item> SqlItemRepository::oneRow(const QString &sql, const QVariantList &values, qint64 id,
                                        Failure otherwise)
{
    Outcome<QSqlQuery *> query = m_connection.run(sql, values);
    if (!query)
        return query.error();
    {
        const Finisher finisher(*query.value());
        if (query.value()->next())
            return itemOf(*query.value());
    }
    return whyNoRow(id, otherwise);
}

Outcome<Item> SqlItemRepository::create(const ItemDraft &draft, Timestamp now)
{
    QVariantList values = contentValues(draft);
    values.append({stampValue(now), stampValue(now)});
    return m_connection.write([&] { return oneRow(createSql(), values, 0, Failure::Internal); });
}

Outcome<Item> SqlItemRepository::find(qint64 id)
{
    return m_connection.read([&]() -> Outcome<Item> {
        Outcome<QSqlQuery *> query = m_connection.run(findSql(), {number(id)});
        if (!query)
            return query.error();
        const Finisher finisher(*query.value());
        if (!query.value()->next())
            return StorageError{Failure::NotFound, {}};
        return itemOf(*query.value());
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
                page.items.push_back(itemOf(rows.value()));
                if (query.withTotal)
                    page.total = rows.value().value(7).toLongLong();
            }
            if (const QSqlError error = rows.value().lastError(); error.isValid())
                return m_connection.failure(error); // SQLite reads while it goes
        }
        if (!page.items.empty() || !query.withTotal)
            return page;
        if (query.offset == 0) {
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

Outcome<Item> SqlItemRepository::update(qint64 id, const ItemDraft &draft, std::optional<qint64> expected,
                                        Timestamp now)
{
    QVariantList values = contentValues(draft);
    values.append({stampValue(now), number(id)});
    if (expected)
        values.append(number(*expected));
    return m_connection.write(
        [&] { return oneRow(updateSql(expected.has_value()), values, id, Failure::VersionMismatch); });
}

Outcome<Done> SqlItemRepository::remove(qint64 id, std::optional<qint64> expected, Timestamp now)
{
    QVariantList values = {stampValue(now), number(id)};
    if (expected)
        values.append(number(*expected));
    return m_connection.write([&]() -> Outcome<Done> {
        Outcome<Item> removed = oneRow(removeSql(expected.has_value()), values, id, Failure::VersionMismatch);
        if (!removed)
            return removed.error();
        return Done{};
    });
}

Outcome<Item> SqlItemRepository::restore(qint64 id, Timestamp now)
{
    const QVariantList values = {stampValue(now), number(id)};
    return m_connection.write([&] { return oneRow(restoreSql(), values, id, Failure::NotRemoved); });
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

} // namespace guarita::server::storage
