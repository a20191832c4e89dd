// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/changelog.h"
#include "server/storage/sqlconnection.h"

#include <optional>
#include <vector>

namespace guarita::server::storage {

/// Reads the record of changes that the tables' triggers keep. Needs no transaction.
class ChangeReader
{
public:
    ChangeReader(SqlConnection &connection, const SqlDialect &dialect)
        : m_connection(connection)
        , m_dialect(dialect)
    {
    }

    Outcome<std::vector<domain::RecordedChange>> history(qint64 id, std::optional<qint64> before,
                                                         qint64 most);
    Outcome<ChangeMark> latest();
    /// Only where the dialect has something to adopt, and within a transaction.
    Outcome<core::Done> adopt();
    Outcome<ChangesRead> since(const ChangeMark &mark, qint64 most);

private:
    SqlConnection &m_connection;
    const SqlDialect &m_dialect;
};

} // namespace guarita::server::storage
