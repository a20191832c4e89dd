// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/sqldialect.h"
#include "support/postgrescluster.h"

namespace guarita::server::storage {

/// A cluster and what tests do to the databases in it.
class PostgresFixture
{
protected:
    static std::shared_ptr<const sql::SqlDialect> dialectOf(const QString &url)
    {
        const core::Result<sql::PostgresSettings> settings = sql::parseDatabaseUrl(url);
        return settings ? sql::postgresDialect(settings.value()) : nullptr;
    }

    /// A new, empty one, which the rest is about.
    std::shared_ptr<const sql::SqlDialect> makeDatabase()
    {
        m_database = QStringLiteral("itens_%1").arg(++m_count);
        return m_cluster.createDatabase(m_database) ? dialectOf(m_cluster.url(m_database)) : nullptr;
    }

    QString sql(const QString &text) { return m_cluster.query(m_database, text); }

    void terminateBackends()
    {
        sql(QStringLiteral("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                           " WHERE datname = current_database() AND pid <> pg_backend_pid()"));
    }

    /// Runs `body` (of a function in plpgsql) for each new row, at once or when it is committed.
    void onInsert(const QString &body, bool atCommit)
    {
        sql(QStringLiteral(
                "CREATE SEQUENCE tentativas; CREATE FUNCTION hook() RETURNS trigger LANGUAGE plpgsql AS"
                " $f$ BEGIN %1 RETURN NEW; END $f$; CREATE %2 TRIGGER hook AFTER INSERT ON itens %3"
                " FOR EACH ROW EXECUTE FUNCTION hook()")
                .arg(body, atCommit ? QStringLiteral("CONSTRAINT") : QString(),
                     atCommit ? QStringLiteral("DEFERRABLE INITIALLY DEFERRED") : QString()));
    }

    support::PostgresCluster m_cluster;
    QString m_database;

private:
    int m_count = 0;
};

} // namespace guarita::server::storage
