// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/searchkeyfill.h"

#include "server/domain/searchkey.h"
#include "server/storage/searchkeyvalue.h"
#include "sql/sqlconnection.h"

namespace guarita::server::storage {

using core::Done;
using sql::SqlConnection;

namespace {

constexpr qlonglong batch = 500;

struct Batch
{
    QVariantList values; // id, nome_chave, descricao_chave of each row
    qlonglong rows = 0;
    qlonglong lastId = 0;
};

Outcome<Batch> readBatch(SqlConnection &connection, qlonglong after)
{
    Outcome<QSqlQuery> read = connection.runOnce(
        QStringLiteral("SELECT id, nome, descricao FROM itens WHERE id > ? ORDER BY id LIMIT ?"),
        {after, batch});
    if (!read)
        return read.error();
    QSqlQuery &query = read.value();
    Batch found;
    while (query.next()) {
        std::optional<QString> description;
        if (!query.isNull(2))
            description = query.value(2).toString();
        found.lastId = query.value(0).toLongLong();
        found.values.append({found.lastId, keyValue(query.value(1).toString()), keyValue(description)});
        ++found.rows;
    }
    if (const QSqlError error = query.lastError(); error.isValid())
        return connection.failure(error);
    return found;
}

Outcome<Done> writeBatch(SqlConnection &connection, const Batch &found)
{
    QStringList rows;
    for (qlonglong i = 0; i < found.rows; ++i)
        rows.append(QStringLiteral("(CAST(? AS bigint), CAST(? AS text), CAST(? AS text))"));
    const QString sql =
        QStringLiteral("UPDATE itens SET nome_chave = novo.column2, descricao_chave = novo.column3"
                       " FROM (VALUES ") +
        rows.join(u',') + QStringLiteral(") AS novo WHERE itens.id = novo.column1");
    if (Outcome<QSqlQuery> written = connection.runOnce(sql, found.values); !written)
        return written.error();
    return Done{};
}

} // namespace

Outcome<Done> fillSearchKeys(SqlConnection &connection)
{
    for (qlonglong last = 0;;) {
        const Outcome<Batch> found = readBatch(connection, last);
        if (!found)
            return found.error();
        if (found.value().rows == 0)
            return Done{};
        if (Outcome<Done> written = writeBatch(connection, found.value()); !written)
            return written;
        last = found.value().lastId;
    }
}

} // namespace guarita::server::storage
