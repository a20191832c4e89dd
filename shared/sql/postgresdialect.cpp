// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqldialect.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>

#include <cstring>

namespace guarita::sql {

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

class PostgresDialect final : public SqlDialect
{
public:
    explicit PostgresDialect(PostgresSettings settings)
        : m_settings(std::move(settings))
    {
    }

    Database kind() const override { return Database::Postgres; }
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
        // number is Guarita's own, in every database, and one for all its programs.
        return {QStringLiteral("SET LOCAL lock_timeout = '15s'"),
                QStringLiteral("SET LOCAL statement_timeout = '15min'"),
                QStringLiteral("SELECT pg_advisory_xact_lock(7161971690114)")};
    }

    bool forwardOnly() const override { return false; }
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

} // namespace guarita::sql
