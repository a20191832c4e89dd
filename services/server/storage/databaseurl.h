// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QString>

namespace guarita::server::storage {

/// What Qt's PostgreSQL driver needs to connect. Host and port stand in `options`, since only there several
/// are possible; name, user and password do not, since there a semicolon would be lost.
struct PostgresSettings
{
    QString database;
    QString user;
    QString password;
    QString options; // libpq's keyword=value form
    QString place;   // hosts and database for the log, without the password
};

/// Reads postgresql://user:password@host:port,host2:port2/dbname?name=value. User, password, names and values
/// are percent-encoded; a socket's folder is given as ?host=/folder. The error's message never holds the
/// password.
core::Result<PostgresSettings> parseDatabaseUrl(const QString &url);

} // namespace guarita::server::storage
