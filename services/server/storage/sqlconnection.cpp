// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/sqlconnection.h"

namespace guarita::server::storage {

using core::Done;

SqlConnection::SqlConnection(std::shared_ptr<const SqlDialect> dialect)
    : m_dialect(std::move(dialect))
    , m_database(QSqlDatabase::addDatabase(
          m_dialect->driver(), QStringLiteral("guarita-%1").arg(reinterpret_cast<quintptr>(this), 0, 16)))
{
    m_dialect->configure(m_database);
}

SqlConnection::~SqlConnection()
{
    close();
    const QString name = m_database.connectionName();
    m_database = QSqlDatabase(); // removeDatabase() warns of every copy that is left
    QSqlDatabase::removeDatabase(name);
}

void SqlConnection::close()
{
    // The order matters: a prepared query that outlives its connection frees its statement on the next one,
    // which aborts whatever transaction runs there.
    m_prepared.clear();
    m_database.close();
    m_open = false;
}

StorageError SqlConnection::failure(const QSqlError &error) const
{
    const QString detail = error.text();
    switch (m_dialect->classify(error)) {
    case SqlFault::Lost:
        return {Failure::Unavailable, detail};
    case SqlFault::Conflict:
        return {Failure::Conflict, detail};
    case SqlFault::Busy:
        return {Failure::Busy, detail};
    case SqlFault::TimedOut:
        return {Failure::TimedOut, detail};
    case SqlFault::DiskFull:
        return {Failure::DiskFull, detail};
    case SqlFault::Other:
        break;
    }
    return {Failure::Internal, detail};
}

bool SqlConnection::repeatable(const StorageError &error, bool already)
{
    const bool wasOpen = m_open;
    if (error.failure == Failure::Unavailable)
        close();
    if (already)
        return false;
    // A connection that could not even be opened has nothing to repeat: its caller must not wait twice.
    return (error.failure == Failure::Unavailable && wasOpen) || error.failure == Failure::Conflict;
}

Outcome<Done> SqlConnection::ensureOpen()
{
    if (m_open)
        return Done{};
    if (!m_database.open())
        return StorageError{Failure::Unavailable, m_database.lastError().text()};
    if (const QSqlError error = m_dialect->prepareSession(m_database); error.isValid()) {
        close();
        return StorageError{Failure::Unavailable, error.text()};
    }
    Outcome<Done> migrated = migrate();
    if (!migrated) {
        // Without its schema a database cannot be used, whatever the reason is.
        close();
        return StorageError{Failure::Unavailable, migrated.error().detail};
    }
    m_open = true;
    return migrated;
}

Outcome<qint64> SqlConnection::schemaVersion()
{
    QSqlQuery query(m_database);
    query.setForwardOnly(m_dialect->forwardOnly());
    if (!query.exec(QStringLiteral("SELECT coalesce(max(versao), 0) FROM esquema")))
        return failure(query.lastError());
    if (!query.next())
        return StorageError{Failure::Internal, QStringLiteral("no schema version")};
    return query.value(0).toLongLong();
}

Outcome<Done> SqlConnection::migrate()
{
    // The usual case costs one query. A newer schema is not refused: an old server may run beside a new one.
    const Outcome<qint64> version = schemaVersion();
    if (version && version.value() >= m_dialect->migrations().back().version)
        return Done{};
    if (!version && version.error().failure == Failure::Unavailable)
        return version.error();

    if (Outcome<Done> begun = execute(m_dialect->beginWrite()); !begun)
        return begun;
    Outcome<Done> migrated = migrateLocked();
    if (!migrated) {
        static_cast<void>(execute(QStringLiteral("ROLLBACK")));
        return migrated;
    }
    return execute(QStringLiteral("COMMIT"));
}

Outcome<Done> SqlConnection::migrateLocked()
{
    QStringList statements = m_dialect->lockSchema();
    statements.append(QStringLiteral("CREATE TABLE IF NOT EXISTS esquema (versao bigint PRIMARY KEY)"));
    for (const QString &sql : statements) {
        if (Outcome<Done> done = execute(sql); !done)
            return done;
    }
    // Only now, under the lock: another process may have migrated meanwhile.
    const Outcome<qint64> version = schemaVersion();
    if (!version)
        return version.error();
    for (const Migration &migration : m_dialect->migrations()) {
        if (migration.version <= version.value())
            continue;
        for (const MigrationStep &step : migration.steps) {
            if (Outcome<Done> done = apply(step); !done)
                return done;
        }
        const QString record = QStringLiteral("INSERT INTO esquema (versao) VALUES (%1)");
        if (Outcome<Done> done = execute(record.arg(migration.version)); !done)
            return done;
    }
    return Done{};
}

Outcome<Done> SqlConnection::apply(const MigrationStep &step)
{
    if (const QString *sql = std::get_if<QString>(&step))
        return execute(*sql);
    return std::get<CodeStep>(step)(*this);
}

Outcome<Done> SqlConnection::execute(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        return failure(query.lastError());
    return Done{};
}

Outcome<Done> SqlConnection::beginWrite()
{
    if (Outcome<Done> opened = ensureOpen(); !opened)
        return opened;
    return execute(m_dialect->beginWrite());
}

Outcome<Done> SqlConnection::commit()
{
    Outcome<Done> committed = execute(QStringLiteral("COMMIT"));
    if (committed)
        return committed;
    const StorageError cause = committed.error();
    if (cause.failure == Failure::Unavailable) {
        close();
        return StorageError{Failure::UnknownOutcome, cause.detail};
    }
    rollback(cause); // the database said itself that it did not commit
    return cause;
}

void SqlConnection::rollback(const StorageError &cause)
{
    if (cause.failure == Failure::Unavailable)
        return; // nothing to end; repeatable() closes
    // The next transaction must not begin inside this one. SQLite may have ended it itself, which makes
    // ROLLBACK fail; a new connection is right in either case.
    if (!execute(QStringLiteral("ROLLBACK")))
        close();
}

Outcome<QSqlQuery> SqlConnection::prepared(const QString &sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(m_dialect->forwardOnly());
    if (!query.prepare(sql))
        return failure(query.lastError());
    return query;
}

Outcome<Done> SqlConnection::executePrepared(QSqlQuery &query, const QVariantList &values)
{
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(static_cast<int>(i), values[i]);
    if (!query.exec())
        return failure(query.lastError());
    return Done{};
}

Outcome<QSqlQuery *> SqlConnection::run(const QString &sql, const QVariantList &values)
{
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end()) {
        Outcome<QSqlQuery> query = prepared(sql);
        if (!query)
            return query.error();
        found = m_prepared.emplace(sql, std::move(query).value()).first;
    }
    if (const Outcome<Done> done = executePrepared(found->second, values); !done)
        return done.error();
    return &found->second;
}

Outcome<QSqlQuery> SqlConnection::runOnce(const QString &sql, const QVariantList &values)
{
    Outcome<QSqlQuery> query = prepared(sql);
    if (!query)
        return query;
    if (const Outcome<Done> done = executePrepared(query.value(), values); !done)
        return done.error();
    return query;
}

} // namespace guarita::server::storage
