// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serversettings.h"

#include <QtCore/QFileInfo>

#include <algorithm>

namespace guarita::server {

namespace {

constexpr quint16 defaultPort = 8002;

const QString urlKey = QStringLiteral("DATABASE_URL");
const QString fileKey = QStringLiteral("SQLITE_FILE");
const QString workersKey = QStringLiteral("DB_WORKERS");
const QString queueKey = QStringLiteral("DB_QUEUE");
const QString retentionKey = QStringLiteral("ITEM_RETENTION");
const QString nameKey = QStringLiteral("SERVER_NAME");

std::shared_ptr<const storage::SqlDialect> readSqlite(config::Reader &reader)
{
    const QString file = reader.nonEmptyText(fileKey);
    const QFileInfo info(file);
    if (!file.isEmpty() && (info.isDir() || !QFileInfo(info.absolutePath()).isDir()))
        reader.reject(fileKey, QStringLiteral("must be a file in a folder that exists"));
    return storage::sqliteDialect(file);
}

std::shared_ptr<const storage::SqlDialect> readDatabase(config::Reader &reader)
{
    const QString url = reader.text(urlKey);
    if (url.isEmpty())
        return readSqlite(reader);
    core::Result<storage::PostgresSettings> settings = storage::parseDatabaseUrl(url);
    if (settings)
        return storage::postgresDialect(std::move(settings).value());
    reader.reject(urlKey, settings.error().message);
    return nullptr;
}

QString readName(config::Reader &reader)
{
    constexpr qsizetype mostCharacters = 64;
    const QString name = reader.text(nameKey);
    const bool plain =
        std::all_of(name.begin(), name.end(), [](QChar c) { return c > QChar(u' ') && c < QChar(0x7F); });
    if (!plain || name.size() > mostCharacters)
        reader.reject(nameKey, QStringLiteral("must be up to 64 ASCII characters without spaces"));
    return name;
}

} // namespace

std::vector<config::Key> serverKeys()
{
    std::vector<config::Key> keys = runtime::commonKeys(defaultPort, runtime::Tier::Inner);
    const std::vector<config::Key> own = {
        {urlKey, QString(),
         QStringLiteral(
             "postgresql://user:password@host:port/dbname; several hosts are separated by commas. Without "
             "it items are kept in SQLITE_FILE."),
         true},
        {fileKey, QStringLiteral("guarita.sqlite"),
         QStringLiteral("The embedded database's file; servers on one machine may share it.")},
        {workersKey, QStringLiteral("4"),
         QStringLiteral("Database connections, each with a thread of its own.")},
        {queueKey, QStringLiteral("256"),
         QStringLiteral("Jobs that may wait for a database connection; more are refused with 503.")},
        {retentionKey, QStringLiteral("30d"),
         QStringLiteral(
             "How long a removed item can be restored, 1min to 3650d; then it is deleted for good.")},
        {nameKey, QString(),
         QStringLiteral("What GET /identidade calls this server; servidor-<port> if it is empty.")},
    };
    keys.insert(keys.end(), own.begin(), own.end());
    return keys;
}

ServerSettings readServerSettings(config::Reader &reader, const runtime::CommonSettings &common)
{
    ServerSettings settings;
    settings.common = common;
    settings.database = readDatabase(reader);
    settings.pool.workers = static_cast<int>(reader.integer(workersKey, 1, 64));
    settings.pool.queue = static_cast<int>(reader.integer(queueKey, 1, 100'000));
    settings.retention.kept =
        reader.duration(retentionKey, std::chrono::minutes(1), std::chrono::hours(24 * 3650));
    settings.name = readName(reader);
    return settings;
}

} // namespace guarita::server
