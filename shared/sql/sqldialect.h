// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/databaseurl.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <memory>

class QSqlDatabase;
class QSqlError;

namespace guarita::sql {

/// What a driver's error means for the connection and the transaction.
enum class SqlFault {
    Lost,     // the connection is of no use any more
    ReadOnly, // this server takes no writes; another connection may lead to one that does
    Conflict, // the transaction may succeed if it is tried again
    Busy,     // others held what was needed for too long
    TimedOut, // the database gave the statement up
    DiskFull,
    Other, // a mistake of this program or of the database
};

enum class Database { Sqlite, Postgres };

/// How to talk to one of the two databases. What a program has in it, and says to it, is not known here;
/// where that depends on the database, kind() tells which one it is. Immutable, shared by all connections,
/// callable from any thread.
class SqlDialect
{
public:
    virtual ~SqlDialect() = default;

    virtual Database kind() const = 0;
    virtual QString driver() const = 0;
    virtual QString place() const = 0; // for the log
    /// Tells a closed connection where to go.
    virtual void configure(QSqlDatabase &database) const = 0;
    /// Right after connecting. An invalid error means success.
    virtual QSqlError prepareSession(QSqlDatabase &database) const = 0;

    virtual QString beginWrite() const = 0;
    /// Whether statements are prepared in the session. If not, values are written into each statement.
    virtual bool prepares() const { return true; }
    /// What each transaction has to begin with, since the session does not keep it.
    virtual QStringList transactionSettings() const { return {}; }
    /// Statements at the begin of a migration's transaction: they wait until no other process migrates.
    virtual QStringList lockSchema() const = 0;

    /// Whether results are read row by row. QPSQL would switch to its single-row mode, in which a second
    /// query on the connection discards the first one's rows.
    virtual bool forwardOnly() const = 0;
    virtual SqlFault classify(const QSqlError &error) const = 0;

    /// Whether sessions can be told of each other's changes (LISTEN and NOTIFY).
    virtual bool announces() const { return false; }
    /// A query whose value is another one once another session has changed something; empty if there is none.
    virtual QString changeProbe() const { return {}; }
};

std::shared_ptr<const SqlDialect> postgresDialect(PostgresSettings settings);
std::shared_ptr<const SqlDialect> sqliteDialect(const QString &file);

} // namespace guarita::sql
