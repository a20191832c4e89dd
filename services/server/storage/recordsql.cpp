// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/recordsql.h"

namespace guarita::server::storage {

namespace {

// A transaction's changes become visible when it ends, which says nothing about their numbers. Behind
// pg_snapshot_xmin no transaction is under way any more. What is not before pg_snapshot_xmax, although it can
// be seen, was written by another cluster and came here by a dump. An era ends with a promotion (the timeline
// is another one) and with a restore (the table is).
#define GUARITA_ERA                                                                                          \
    "CASE WHEN pg_is_in_recovery() THEN 'r' ELSE substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)" \
    " END || '-' || CAST(CAST(CAST('mudancas' AS regclass) AS oid) AS text)"

constexpr RecordSql postgresRecordSql = {
    "UPDATE mudancas SET transacao = '0' WHERE transacao >= pg_snapshot_xmax(pg_current_snapshot())",
    "SELECT " GUARITA_ERA ", CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text), 0",
    "SELECT " GUARITA_ERA
    ", CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text), 0, EXISTS (SELECT 1 FROM mudancas"
    " WHERE transacao >= pg_snapshot_xmin(pg_current_snapshot())"
    " AND transacao < pg_snapshot_xmax(pg_current_snapshot()))",
    "transacao < pg_snapshot_xmin(pg_current_snapshot())", "(CAST(? AS xid8), ?)"};

// One writes at a time, so that changes become visible in the order of their numbers.
constexpr RecordSql sqliteRecordSql = {
    nullptr, "SELECT '', 0, coalesce(max(id), 0) FROM mudancas",
    "SELECT '', 0, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'mudancas'), 0), 0", "TRUE",
    "(CAST(? AS INTEGER), ?)"};

} // namespace

const RecordSql &recordSql(sql::Database database)
{
    return database == sql::Database::Postgres ? postgresRecordSql : sqliteRecordSql;
}

} // namespace guarita::server::storage
