// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/itemquery.h"

#include <QtCore/QString>
#include <QtCore/QVariant>

namespace guarita::server::storage {

struct Statement
{
    QString sql;
    QVariantList values;
};

/// The page that a query asks for: each row has `columns` (of the table itens), then the total, if it is
/// wanted. A page without rows says no total: countStatement() does.
Statement pageStatement(const domain::ItemQuery &query, const QString &columns);
/// How many items a query is about.
Statement countStatement(const domain::ItemQuery &query);

} // namespace guarita::server::storage
