// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/sqldialect.h"

#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

namespace guarita::server::storage {

namespace {

// SQLite's primary result codes (https://www.sqlite.org/rescode.html).
enum PrimaryCode {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CantOpen = 14,
    NotADb = 26
};

int primaryCode(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xFF; // the bits above belong to the extended code
}

class SqliteDialect final : public SqlDialect
{
public:
    explicit SqliteDialect(const QString &file)
        : m_file(file)
    {
    }

    QString driver() const override { return QStringLiteral("QSQLITE"); }
    QString place() const override { return m_file; }

    void configure(QSqlDatabase &database) const override
    {
        database.setDatabaseName(m_file);
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    }

    QSqlError prepareSession(QSqlDatabase &database) const override;

    // Taking the write lock at once: a transaction that reads first could not get it later without a
    // deadlock.
    QString beginWrite() const override { return QStringLiteral("BEGIN IMMEDIATE"); }
    QStringList lockSchema() const override { return {}; } // BEGIN IMMEDIATE is the lock
    const std::vector<Migration> &migrations() const override { return sqliteMigrations(); }
    bool forwardOnly() const override { return true; }
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
        if (primaryCode(error) != Busy || attempt == attempts)
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
    switch (primaryCode(error)) {
    case Busy:
    case Locked:
        return SqlFault::Busy;
    case Full:
        return SqlFault::DiskFull;
    case ReadOnly:
    case IoError:
    case Corrupt:
    case CantOpen:
    case NotADb:
        return SqlFault::Lost; // the file went away or came back as another one: open it anew
    default:
        return SqlFault::Other;
    }
}

} // namespace

std::shared_ptr<const SqlDialect> sqliteDialect(const QString &file)
{
    return std::make_shared<SqliteDialect>(file);
}

} // namespace guarita::server::storage
