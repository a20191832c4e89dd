// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/itemrepository.h"
#include "sql/sqlconnection.h"

#include <vector>

namespace guarita::server::storage {

/// Makes changes of items, within a transaction that is open. That each is recorded is up to the triggers of
/// the tables.
class ChangeWriter
{
public:
    explicit ChangeWriter(sql::SqlConnection &connection)
        : m_connection(connection)
    {
    }

    /// One result per change; goes on behind a refusal.
    Outcome<std::vector<ChangeResult>> make(const domain::ChangeOrder &order);

private:
    struct Maker; // one change of each kind

    Outcome<ChangeResult> oneRow(const QString &sql, const QVariantList &values, qint64 id,
                                 Failure otherwise);
    Outcome<ChangeResult> whyNoRow(qint64 id, Failure otherwise);
    Outcome<ChangeResult> find(qint64 id);
    Outcome<core::Done> create(const domain::ChangeOrder &order, std::size_t first, std::size_t count,
                               std::vector<ChangeResult> &results);

    sql::SqlConnection &m_connection;
};

} // namespace guarita::server::storage
