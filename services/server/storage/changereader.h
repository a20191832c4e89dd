// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/changelog.h"
#include "server/storage/outcome.h"
#include "server/storage/recordsql.h"
#include "sql/sqlconnection.h"

#include <optional>
#include <vector>

namespace guarita::server::storage {

/// Reads the record of changes that the tables' triggers keep. Needs no transaction.
class ChangeReader
{
public:
    ChangeReader(sql::SqlConnection &connection, const RecordSql &sql)
        : m_connection(connection)
        , m_sql(sql)
    {
    }

    Outcome<std::vector<domain::RecordedChange>> history(qint64 id, std::optional<qint64> before,
                                                         qint64 most);
    Outcome<ChangeMark> latest();
    /// Only where the database has something to adopt, and within a transaction.
    Outcome<core::Done> adopt();
    Outcome<ChangesRead> since(const ChangeMark &mark, qint64 most);

private:
    sql::SqlConnection &m_connection;
    const RecordSql &m_sql;
};

} // namespace guarita::server::storage
