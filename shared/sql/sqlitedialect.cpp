// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqldialect.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

namespace guarita::sql {

namespace {

struct CodeMeaning
{
    int code; // extended or primary; the extended one counts if both are there
    SqlFault fault;
};

constexpr int busy = 5;

/// SQLite's result codes (https://www.sqlite.org/rescode.html), as far as a caller can do something about
/// them. All others are a bug. After Lost the file is opened anew: it went away or came back as another one.
constexpr CodeMeaning resultCodes[] = {
    {busy, SqlFault::Busy},
    {517, SqlFault::Conflict}, // SQLITE_BUSY_SNAPSHOT: another has written since this transaction first read
    {6, SqlFault::Busy},       // SQLITE_LOCKED
    {7, SqlFault::Busy},       // SQLITE_NOMEM
    {8, SqlFault::ReadOnly},   // SQLITE_READONLY
    {1032, SqlFault::Lost},    // SQLITE_READONLY_DBMOVED
    {9, SqlFault::TimedOut},   // SQLITE_INTERRUPT
    {10, SqlFault::Lost},      // SQLITE_IOERR
    {11, SqlFault::Lost},      // SQLITE_CORRUPT
    {13, SqlFault::DiskFull},  // SQLITE_FULL
    {14, SqlFault::Lost},      // SQLITE_CANTOPEN
    {15, SqlFault::Busy},      // SQLITE_PROTOCOL: a race for the lock that WAL starts with
    {26, SqlFault::Lost},      // SQLITE_NOTADB
};

constexpr int primary(int code)
{
    return code & 0xFF; // the bits above belong to the extended code
}

class SqliteDialect final : public SqlDialect
{
public:
    explicit SqliteDialect(const QString &file)
        : m_file(file)
    {
    }

    Database kind() const override { return Database::Sqlite; }
    QString driver() const override { return QStringLiteral("QSQLITE"); }
    QString place() const override { return m_file; }

    void configure(QSqlDatabase &database) const override
    {
        database.setDatabaseName(m_file);
        // Longer than a wait for a lock of PostgreSQL's: there is only one, for which all that write stand in
        // line, each with a flush to the disk.
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    }

    QSqlError prepareSession(QSqlDatabase &database) const override;

    // Taking the write lock at once: a transaction that reads first could not get it later without a
    // deadlock.
    QString beginWrite() const override { return QStringLiteral("BEGIN IMMEDIATE"); }
    QStringList lockSchema() const override { return {}; } // BEGIN IMMEDIATE is the lock
    bool forwardOnly() const override { return true; }
    QString changeProbe() const override { return QStringLiteral("PRAGMA data_version"); }
    SqlFault classify(const QSqlError &error) const override;

private:
    const QString m_file;
};

QSqlError enterWal(QSqlDatabase &database)
{
    // When several processes open a new file at once, the switch to WAL reports "busy" without using the busy
    // timeout, since two that both read already would wait for each other. Taking and leaving the write lock
    // does use it, and afterwards the switch has usually been made by the other.
    constexpr int attempts = 10;
    QSqlQuery query(database);
    for (int attempt = 1; !query.exec(QStringLiteral("PRAGMA journal_mode=WAL")); ++attempt) {
        const QSqlError error = query.lastError();
        if (primary(error.nativeErrorCode().toInt()) != busy || attempt == attempts)
            return error;
        if (query.exec(QStringLiteral("BEGIN IMMEDIATE")))
            query.exec(QStringLiteral("ROLLBACK"));
    }
    return {};
}

QSqlError SqliteDialect::prepareSession(QSqlDatabase &database) const
{
    if (const QSqlError error = enterWal(database); error.isValid())
        return error;
    QSqlQuery query(database);
    for (const QString &pragma :
         {QStringLiteral("PRAGMA synchronous=FULL"), // an acknowledged write is on the disk
          QStringLiteral("PRAGMA foreign_keys=ON")}) {
        if (!query.exec(pragma))
            return query.lastError();
    }
    return {};
}

SqlFault SqliteDialect::classify(const QSqlError &error) const
{
    const int code = error.nativeErrorCode().toInt();
    for (const int wanted : {code, primary(code)}) {
        for (const CodeMeaning &meaning : resultCodes) {
            if (meaning.code == wanted)
                return meaning.fault;
        }
    }
    return SqlFault::Other;
}

} // namespace

std::shared_ptr<const SqlDialect> sqliteDialect(const QString &file)
{
    return std::make_shared<SqliteDialect>(file);
}

} // namespace guarita::sql
