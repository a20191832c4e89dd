// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/sqlitemrepository.h"

namespace guarita::server::storage {

using core::Done;
using domain::Item;
using domain::ItemDraft;
using domain::ItemPage;
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

/// The drivers write a null QString as NULL, which an empty text is not.
QVariant textValue(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

QVariant textValue(const std::optional<QString> &text)
{
    return text ? textValue(*text) : QVariant(QMetaType::fromType<QString>());
}

QVariant stampValue(Timestamp stamp)
{
    return static_cast<qlonglong>(stamp.time_since_epoch().count());
}

const QString createSql()
{
    return QStringLiteral(
        "INSERT INTO itens (nome, descricao, preco_centavos, versao, criado_em_ms, atualizado_em_ms)"
        " VALUES (?, ?, ?, 1, ?, ?) RETURNING " GUARITA_ITEM_COLUMNS);
}

const QString findSql()
{
    return QStringLiteral("SELECT " GUARITA_ITEM_COLUMNS " FROM itens WHERE id = ?");
}

const QString listSql()
{
    // Both in one statement, so that the page and the total are of one moment.
    return QStringLiteral("SELECT " GUARITA_ITEM_COLUMNS ", (SELECT count(*) FROM itens)"
                          " FROM itens ORDER BY id LIMIT ? OFFSET ?");
}

const QString countSql()
{
    return QStringLiteral("SELECT count(*) FROM itens");
}

const QString updateSql(bool conditional)
{
    return conditional
               ? QStringLiteral(
                     "UPDATE itens SET nome = ?, descricao = ?, preco_centavos = ?, atualizado_em_ms = ?,"
                     " versao = versao + 1 WHERE id = ? AND versao = ? RETURNING " GUARITA_ITEM_COLUMNS)
               : QStringLiteral(
                     "UPDATE itens SET nome = ?, descricao = ?, preco_centavos = ?, atualizado_em_ms = ?,"
                     " versao = versao + 1 WHERE id = ? RETURNING " GUARITA_ITEM_COLUMNS);
}

const QString removeSql(bool conditional)
{
    return conditional ? QStringLiteral(
                             "DELETE FROM itens WHERE id = ? AND versao = ? RETURNING " GUARITA_ITEM_COLUMNS)
                       : QStringLiteral("DELETE FROM itens WHERE id = ? RETURNING " GUARITA_ITEM_COLUMNS);
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

StorageError SqlItemRepository::whyNoRow(qint64 id)
{
    Outcome<QSqlQuery *> query = m_connection.run(findSql(), {static_cast<qlonglong>(id)});
    if (!query)
        return query.error();
    const Finisher finisher(*query.value());
    return {query.value()->next() ? Failure::VersionMismatch : Failure::NotFound, {}};
}

Outcome<Item> SqlItemRepository::oneRow(const QString &sql, const QVariantList &values, qint64 id)
{
    Outcome<QSqlQuery *> query = m_connection.run(sql, values);
    if (!query)
        return query.error();
    {
        const Finisher finisher(*query.value());
        if (query.value()->next())
            return itemOf(*query.value());
    }
    return whyNoRow(id);
}

Outcome<Item> SqlItemRepository::create(const ItemDraft &draft, Timestamp now)
{
    const QVariantList values = {textValue(draft.nome), textValue(draft.descricao),
                                 static_cast<qlonglong>(draft.precoCentavos), stampValue(now),
                                 stampValue(now)};
    return m_connection.write([&] { return oneRow(createSql(), values, 0); });
}

Outcome<Item> SqlItemRepository::find(qint64 id)
{
    return m_connection.read([&]() -> Outcome<Item> {
        Outcome<QSqlQuery *> query = m_connection.run(findSql(), {static_cast<qlonglong>(id)});
        if (!query)
            return query.error();
        const Finisher finisher(*query.value());
        if (!query.value()->next())
            return StorageError{Failure::NotFound, {}};
        return itemOf(*query.value());
    });
}

Outcome<ItemPage> SqlItemRepository::list(qint64 limit, qint64 offset)
{
    return m_connection.read([&]() -> Outcome<ItemPage> {
        Outcome<QSqlQuery *> rows =
            m_connection.run(listSql(), {static_cast<qlonglong>(limit), static_cast<qlonglong>(offset)});
        if (!rows)
            return rows.error();
        ItemPage page;
        {
            const Finisher finisher(*rows.value());
            while (rows.value()->next()) {
                page.items.push_back(itemOf(*rows.value()));
                page.total = rows.value()->value(7).toLongLong();
            }
            if (const QSqlError error = rows.value()->lastError();
                error.isValid()) // SQLite reads while it goes
                return m_connection.failure(error);
        }
        if (!page.items.empty())
            return page;
        Outcome<QSqlQuery *> count = m_connection.run(countSql());
        if (!count)
            return count.error();
        const Finisher finisher(*count.value());
        if (count.value()->next())
            page.total = count.value()->value(0).toLongLong();
        return page;
    });
}

Outcome<Item> SqlItemRepository::update(qint64 id, const ItemDraft &draft, std::optional<qint64> expected,
                                        Timestamp now)
{
    QVariantList values = {textValue(draft.nome), textValue(draft.descricao),
                           static_cast<qlonglong>(draft.precoCentavos), stampValue(now),
                           static_cast<qlonglong>(id)};
    if (expected)
        values.append(static_cast<qlonglong>(*expected));
    return m_connection.write([&] { return oneRow(updateSql(expected.has_value()), values, id); });
}

Outcome<Done> SqlItemRepository::remove(qint64 id, std::optional<qint64> expected)
{
    QVariantList values = {static_cast<qlonglong>(id)};
    if (expected)
        values.append(static_cast<qlonglong>(*expected));
    return m_connection.write([&]() -> Outcome<Done> {
        Outcome<Item> removed = oneRow(removeSql(expected.has_value()), values, id);
        if (!removed)
            return removed.error();
        return Done{};
    });
}

} // namespace guarita::server::storage
