// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/item.h"
#include "sql/finisher.h"

#include <QtCore/QVariant>
#include <QtSql/QSqlQuery>

namespace guarita::server::storage {

/// The columns of an item, in the order in which itemAt() reads them.
#define GUARITA_ITEM_COLUMNS "id, nome, descricao, preco_centavos, versao, criado_em_ms, atualizado_em_ms"
constexpr int itemColumns = 7;

inline domain::Timestamp stampAt(const QSqlQuery &query, int column)
{
    return domain::Timestamp(std::chrono::milliseconds(query.value(column).toLongLong()));
}

/// The item whose columns begin at `first` in the query's row.
inline domain::Item itemAt(const QSqlQuery &query, int first = 0)
{
    domain::Item item;
    item.id = query.value(first).toLongLong();
    item.content.nome = query.value(first + 1).toString();
    if (!query.isNull(first + 2))
        item.content.descricao = query.value(first + 2).toString();
    item.content.precoCentavos = query.value(first + 3).toLongLong();
    item.versao = query.value(first + 4).toLongLong();
    item.criadoEm = stampAt(query, first + 5);
    item.atualizadoEm = stampAt(query, first + 6);
    return item;
}

inline QVariant stampValue(domain::Timestamp stamp)
{
    return static_cast<qlonglong>(stamp.time_since_epoch().count());
}

inline QVariant number(qint64 value)
{
    return static_cast<qlonglong>(value);
}

} // namespace guarita::server::storage
