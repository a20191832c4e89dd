// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqlconnection.h"

#include "sql/sqlliterals.h"

#include <thread>

namespace guarita::sql {

using core::Done;
using namespace std::chrono_literals;

void sleepFor(std::chrono::milliseconds time)
{
    std::this_thread::sleep_for(time);
}

SqlConnection::Attempts::Attempts(const Waiting &waiting)
    : lastStart(waiting.clock->now() + 1s)
    , backoff(*waiting.random, {10ms, 80ms, core::Jitter::Full})
{
}

SqlConnection::SqlConnection(std::shared_ptr<const SqlDialect> dialect, Schema schema, Waiting waiting)
    : m_dialect(std::move(dialect))
    , m_schema(std::move(schema))
    , m_waiting(std::move(waiting))
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
    endTransaction();
    m_database.close();
    m_open = false;
}

StorageError SqlConnection::failure(const QSqlError &error) const
{
    const QString detail = error.text();
    switch (m_dialect->classify(error)) {
    case SqlFault::Lost:
        return {Failure::Unavailable, detail};
    case SqlFault::ReadOnly:
        return {Failure::Unavailable, detail, true};
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

bool SqlConnection::repeatable(const StorageError &error, Attempts &attempts)
{
    if (error.failure == Failure::Unavailable) {
        // A connection that could not even be opened has nothing to repeat: its caller must not wait twice.
        const bool again = m_open && !attempts.lost;
        close();
        attempts.lost = true;
        return again;
    }
    if (error.failure != Failure::Conflict)
        return false;
    const std::chrono::milliseconds wait = attempts.backoff.next();
    if (m_waiting.clock->now() + wait > attempts.lastStart)
        return false;
    m_waiting.sleep(wait);
    return true;
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
    if (const Outcome<Done> done = executeTogether(
            query, {QStringLiteral("SELECT coalesce(max(versao), 0) FROM ") + m_schema.versionTable});
        !done)
        return done.error();
    if (!query.next())
        return StorageError{Failure::Internal, QStringLiteral("no schema version")};
    const qint64 version = query.value(0).toLongLong();
    if (version > m_schema.version())
        return StorageError{Failure::Unavailable,
                            QStringLiteral("the database has schema version %1, this program knows versions"
                                           " up to %2: use a newer %3")
                                .arg(version)
                                .arg(m_schema.version())
                                .arg(m_schema.program)};
    return version;
}

Outcome<Done> SqlConnection::migrate()
{
    // The usual case costs one query. What a newer program made of the database this one may spoil.
    const Outcome<qint64> version = schemaVersion();
    if (version && version.value() == m_schema.version())
        return Done{};
    if (!version && version.error().failure == Failure::Unavailable)
        return version.error();

    if (Outcome<Done> begun = begin(); !begun)
        return begun;
    Outcome<Done> migrated = migrateLocked();
    if (!migrated) {
        rollback(migrated.error());
        return migrated;
    }
    Outcome<Done> committed = execute(QStringLiteral("COMMIT"));
    endTransaction();
    return committed;
}

Outcome<Done> SqlConnection::migrateLocked()
{
    QStringList statements = m_dialect->lockSchema();
    statements.append(QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (versao bigint PRIMARY KEY)")
                          .arg(m_schema.versionTable));
    for (const QString &sql : statements) {
        if (Outcome<Done> done = execute(sql); !done)
            return done;
    }
    // Only now, under the lock: another process may have migrated meanwhile.
    const Outcome<qint64> version = schemaVersion();
    if (!version)
        return version.error();
    for (const Migration &migration : m_schema.migrations) {
        if (migration.version <= version.value())
            continue;
        for (const MigrationStep &step : migration.steps) {
            if (Outcome<Done> done = apply(step); !done)
                return done;
        }
        const QString record = QStringLiteral("INSERT INTO %1 (versao) VALUES (%2)");
        if (Outcome<Done> done = execute(record.arg(m_schema.versionTable).arg(migration.version)); !done)
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
    return executeTogether(query, {sql});
}

/// In one round trip. The query is left at what the last statement gives.
Outcome<Done> SqlConnection::executeTogether(QSqlQuery &query, const QStringList &statements)
{
    const QStringList all = m_inTransaction ? statements : m_dialect->transactionSettings() + statements;
    bool good = query.exec(all.join(QStringLiteral("; ")));
    for (qsizetype i = 1; good && i < all.size(); ++i)
        good = query.nextResult();
    if (!good)
        return failure(query.lastError());
    return Done{};
}

Outcome<Done> SqlConnection::begin()
{
    QSqlQuery query(m_database);
    const QStringList settings = m_dialect->transactionSettings();
    m_inTransaction = true; // its settings come behind BEGIN, not before it
    Outcome<Done> begun = executeTogether(query, QStringList(m_dialect->beginWrite()) + settings);
    m_inTransaction = begun.ok();
    if (!begun && !settings.isEmpty())
        rollback(begun.error()); // a setting may be what failed
    return begun;
}

Outcome<Done> SqlConnection::beginWrite()
{
    if (Outcome<Done> opened = ensureOpen(); !opened)
        return opened;
    return begin();
}

Outcome<Done> SqlConnection::commit()
{
    Outcome<Done> committed = execute(QStringLiteral("COMMIT"));
    if (committed) {
        endTransaction();
        return committed;
    }
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
    if (cause.failure == Failure::Unavailable && !cause.readOnly)
        return; // nothing to end; repeatable() closes
    // The next transaction must not begin inside this one. SQLite may have ended it itself, which makes
    // ROLLBACK fail; a new connection is right in either case.
    if (!execute(QStringLiteral("ROLLBACK")))
        close();
    endTransaction();
}

void SqlConnection::endTransaction()
{
    m_inTransaction = false;
    m_failed.clear();
}

Outcome<QSqlQuery> SqlConnection::prepared(const QString &sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(m_dialect->forwardOnly());
    if (m_dialect->prepares() && !query.prepare(sql))
        return failure(query.lastError());
    return query;
}

Outcome<Done> SqlConnection::executePrepared(QSqlQuery &query, const QString &sql, const QVariantList &values)
{
    ++m_cost.statements;
    if (!m_dialect->prepares()) {
        const std::optional<QString> text = withLiterals(sql, values, *m_database.driver());
        if (!text)
            return StorageError{Failure::Internal, QStringLiteral("not to be written as literals: ") + sql};
        return executeTogether(query, {*text});
    }
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
    if (const Outcome<Done> done = executePrepared(found->second, sql, values); !done)
        return done.error();
    return &found->second;
}

Outcome<QSqlQuery> SqlConnection::runOnce(const QString &sql, const QVariantList &values)
{
    Outcome<QSqlQuery> query = prepared(sql);
    if (!query)
        return query;
    const Outcome<Done> done = executePrepared(query.value(), sql, values);
    if (done)
        return query;
    if (m_inTransaction)
        m_failed.push_back(std::move(query).value());
    return done.error();
}

} // namespace guarita::sql
