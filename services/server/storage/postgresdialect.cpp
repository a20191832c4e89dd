// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/sqldialect.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>

#include <cstring>

namespace guarita::server::storage {

namespace {

struct StateMeaning
{
    const char *prefix; // of the SQLSTATE; the longest one that fits counts
    SqlFault fault;
};

/// PostgreSQL's appendix A, as far as a caller can do something about it.
constexpr StateMeaning sqlStates[] = {
    {"", SqlFault::Other},         // all that is not below is a bug: of syntax, of types, of constraints
    {"08", SqlFault::Lost},        // connection exception; also a pooler that has no server to offer
    {"25006", SqlFault::ReadOnly}, // read-only transaction: a standby, or writes were switched off
    {"25P03", SqlFault::Lost},     // it hung up on a transaction that was idle
    {"25P04", SqlFault::Lost},     // it hung up on a transaction that took too long
    {"40001", SqlFault::Conflict}, // serialisation failure
    {"40P01", SqlFault::Conflict}, // deadlock
    {"40003", SqlFault::Lost},     // it does not know itself whether the statement was done
    {"53", SqlFault::Busy},        // insufficient resources: memory, connections
    {"53100", SqlFault::DiskFull}, {"55P03", SqlFault::Busy}, // lock not available: lock_timeout
    {"57014", SqlFault::TimedOut},                            // query cancelled: statement_timeout
    {"57P0", SqlFault::Lost}, // shut down, crashed, starting, database dropped, session idle for too long
    {"72000", SqlFault::Conflict}, // the snapshot is too old
};

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

class PostgresDialect final : public SqlDialect
{
public:
    explicit PostgresDialect(PostgresSettings settings)
        : m_settings(std::move(settings))
    {
    }

    QString driver() const override { return QStringLiteral("QPSQL"); }
    QString place() const override { return m_settings.place; }

    void configure(QSqlDatabase &database) const override
    {
        database.setDatabaseName(m_settings.database);
        database.setUserName(m_settings.user);
        database.setPassword(m_settings.password);
        database.setConnectOptions(m_settings.options);
    }

    QSqlError prepareSession(QSqlDatabase &) const override { return {}; } // all is in the connect options

    QString beginWrite() const override { return QStringLiteral("BEGIN"); }
    bool prepares() const override { return m_settings.pooler == Pooler::None; }
    QStringList transactionSettings() const override { return m_settings.transactionSettings; }

    QStringList lockSchema() const override
    {
        // Waiting for another starter is no reason to give up, nor is a table with millions of rows. The
        // number is this program's own, in every database.
        return {QStringLiteral("SET LOCAL lock_timeout = '15s'"),
                QStringLiteral("SET LOCAL statement_timeout = '15min'"),
                QStringLiteral("SELECT pg_advisory_xact_lock(7161971690114)")};
    }

    const std::vector<Migration> &migrations() const override { return postgresMigrations(); }
    bool forwardOnly() const override { return false; }
    const RecordSql &recordSql() const override { return postgresRecordSql; }
    bool announces() const override { return prepares(); } // both want a session that is one's own
    SqlFault classify(const QSqlError &error) const override;

private:
    const PostgresSettings m_settings;
};

SqlFault PostgresDialect::classify(const QSqlError &error) const
{
    const QByteArray state = error.nativeErrorCode().toLatin1();
    if (state.isEmpty())
        return SqlFault::Lost; // it comes from the client's library: there is no server
    const StateMeaning *best = sqlStates;
    for (const StateMeaning &meaning : sqlStates) {
        if (state.startsWith(meaning.prefix) && std::strlen(meaning.prefix) > std::strlen(best->prefix))
            best = &meaning;
    }
    return best->fault;
}

} // namespace

std::shared_ptr<const SqlDialect> postgresDialect(PostgresSettings settings)
{
    return std::make_shared<PostgresDialect>(std::move(settings));
}

} // namespace guarita::server::storage
