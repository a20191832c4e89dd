// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/sqldialect.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>

namespace guarita::server::storage {

namespace {

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
    SqlFault classify(const QSqlError &error) const override;

private:
    const PostgresSettings m_settings;
};

SqlFault PostgresDialect::classify(const QSqlError &error) const
{
    // PostgreSQL's appendix A. An error without SQLSTATE comes from the client's library: there is no server.
    const QString state = error.nativeErrorCode();
    const auto in = [&state](std::initializer_list<const char *> prefixes) {
        for (const char *prefix : prefixes) {
            if (state.startsWith(QString::fromLatin1(prefix)))
                return true;
        }
        return false;
    };
    // 25006: a read-only transaction, so this server is no longer the primary. 25P03: it hung up on an idle
    // one.
    if (state.isEmpty() || in({"08", "57P0", "25006", "25P03"}))
        return SqlFault::Lost;
    if (in({"40001", "40P01"}))
        return SqlFault::Conflict;
    if (in({"53100"}))
        return SqlFault::DiskFull;
    if (in({"55P03", "53"}))
        return SqlFault::Busy;
    if (in({"57014"}))
        return SqlFault::TimedOut;
    return SqlFault::Other;
}

} // namespace

std::shared_ptr<const SqlDialect> postgresDialect(PostgresSettings settings)
{
    return std::make_shared<PostgresDialect>(std::move(settings));
}

} // namespace guarita::server::storage
