// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/users/auditrecord.h"
#include "sql/sqlconnection.h"

#include <optional>
#include <vector>

namespace guarita::gateway {

/// Which records are wanted.
struct AuditQuery
{
    qint64 limit = 100;
    std::optional<qint64> before = {}; // ids below
    std::optional<qint64> after = {};  // ids above; the oldest first then, else the newest
    std::optional<QByteArray> who = {};
    std::optional<QByteArray> action = {};
    std::optional<AuditOutcome> outcome = {};
    std::optional<StoreTime> since = {}; // inclusive
    std::optional<StoreTime> until = {}; // exclusive
};

/// The table of the audit. Rows are added and, once they are old, deleted; the database refuses to change
/// one, and to delete one that is younger than a day. Belongs to the thread of its connection.
class AuditTable
{
public:
    template <typename T>
    using Outcome = sql::Outcome<T>;

    /// The connection outlives the table.
    AuditTable(sql::SqlConnection &connection, sql::Database database)
        : m_connection(connection)
        , m_database(database)
    {
    }

    /// Inside the transaction that is open: what the records tell of is made with them or not at all. Ids are
    /// in the order of commits, so whoever follows them misses none.
    Outcome<core::Done> append(const std::vector<AuditRecord> &records);
    /// In a transaction of its own.
    Outcome<core::Done> write(const std::vector<AuditRecord> &records);
    Outcome<std::vector<AuditRecord>> list(const AuditQuery &query);
    /// Deletes the oldest of those from before `before`, at most `most`; how many they were.
    Outcome<qint64> forget(StoreTime before, qint64 most);

private:
    Outcome<core::Done> takeTurns();

    sql::SqlConnection &m_connection;
    const sql::Database m_database;
};

} // namespace guarita::gateway
