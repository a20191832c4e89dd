// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>

namespace guarita::sql {

/// How long PostgreSQL may keep a worker waiting. What DATABASE_URL says itself counts instead.
struct DatabaseLimits
{
    std::chrono::milliseconds connect{2'000}; // whole seconds, rounded up; libpq takes less than 2 s as 2 s
    std::chrono::milliseconds statement{2'000};
    std::chrono::milliseconds lock{500};   // of them, for another transaction's lock
    std::chrono::milliseconds idle{5'000}; // between two statements of a transaction: its client is gone
};

/// What stands between a program and PostgreSQL.
enum class Pooler {
    None,        // nothing, or what gives each connection a session of its own
    Transaction, // each transaction may run in another session (PgBouncer's pool_mode=transaction)
};

/// What Qt's PostgreSQL driver needs to connect. Host and port stand in `options`, since only there several
/// are possible; name, user and password do not, since there a semicolon would be lost.
struct PostgresSettings
{
    QString database;
    QString user;
    QString password;
    QString options; // libpq's keyword=value form
    QString place;   // hosts and database for the log, without the password
    Pooler pooler = Pooler::None;
    /// With Pooler::Transaction: the statements that make a transaction what `options` makes a session.
    QStringList transactionSettings;
};

/// Reads postgresql://user:password@host:port,host2:port2/dbname?name=value. User, password, names and values
/// are percent-encoded; a socket's folder is given as ?host=/folder. The error's message never holds the
/// password. `program` is what the database's administrator sees of who is connected, unless the URL says it.
core::Result<PostgresSettings> parseDatabaseUrl(const QString &url, const DatabaseLimits &limits = {},
                                                Pooler pooler = Pooler::None,
                                                const QString &program = QStringLiteral("guarita"));

} // namespace guarita::sql
