// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serversettings.h"

#include <QtCore/QFileInfo>

#include <algorithm>

namespace guarita::server {

using namespace std::chrono_literals;

namespace {

constexpr quint16 defaultPort = 8002;

const QString urlKey = QStringLiteral("DATABASE_URL");
const QString fileKey = QStringLiteral("SQLITE_FILE");
const QString workersKey = QStringLiteral("DB_WORKERS");
const QString queueKey = QStringLiteral("DB_QUEUE");
const QString queueWaitKey = QStringLiteral("DB_QUEUE_WAIT");
const QString connectKey = QStringLiteral("DB_CONNECT_TIMEOUT");
const QString statementKey = QStringLiteral("DB_STATEMENT_TIMEOUT");
const QString lockKey = QStringLiteral("DB_LOCK_TIMEOUT");
const QString idleKey = QStringLiteral("DB_IDLE_TIMEOUT");
const QString poolerKey = QStringLiteral("DB_POOLER");
const QString retentionKey = QStringLiteral("ITEM_RETENTION");
const QString keysKey = QStringLiteral("IDEMPOTENCY_RETENTION");
const QString followersKey = QStringLiteral("EVENT_SUBSCRIBERS");
const QString batchesKey = QStringLiteral("MAX_BATCHES");
const QString exportsKey = QStringLiteral("MAX_EXPORTS");
const QString nameKey = QStringLiteral("SERVER_NAME");

std::shared_ptr<const sql::SqlDialect> readSqlite(config::Reader &reader)
{
    const QString file = reader.nonEmptyText(fileKey);
    const QFileInfo info(file);
    if (!file.isEmpty() && (info.isDir() || !QFileInfo(info.absolutePath()).isDir()))
        reader.reject(fileKey, QStringLiteral("must be a file in a folder that exists"));
    return sql::sqliteDialect(file);
}

sql::DatabaseLimits readLimits(config::Reader &reader)
{
    sql::DatabaseLimits limits;
    limits.connect = reader.duration(connectKey, 2s, 1min);
    limits.statement = reader.duration(statementKey, 10ms, 10min);
    limits.lock = reader.duration(lockKey, 10ms, 10min);
    limits.idle = reader.duration(idleKey, 100ms, 10min);
    if (limits.lock >= limits.statement)
        reader.reject(lockKey, QStringLiteral("must be shorter than ") + statementKey);
    return limits;
}

sql::Pooler readPooler(config::Reader &reader)
{
    const QString transaction = QStringLiteral("transaction");
    return reader.choice(poolerKey, {QStringLiteral("none"), transaction}) == transaction
               ? sql::Pooler::Transaction
               : sql::Pooler::None;
}

std::shared_ptr<const sql::SqlDialect> readDatabase(config::Reader &reader)
{
    const QString url = reader.text(urlKey);
    const sql::DatabaseLimits limits = readLimits(reader);
    const sql::Pooler pooler = readPooler(reader);
    if (url.isEmpty())
        return readSqlite(reader);
    core::Result<sql::PostgresSettings> settings =
        sql::parseDatabaseUrl(url, limits, pooler, QStringLiteral("guarita-server"));
    if (settings)
        return sql::postgresDialect(std::move(settings).value());
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

std::vector<config::Key> databaseKeys()
{
    return {
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
        {queueWaitKey, QStringLiteral("2s"),
         QStringLiteral(
             "How long a job may wait for a database connection, 10ms to 10min; then it is refused "
             "with 503.")},
        {connectKey, QStringLiteral("2s"),
         QStringLiteral("How long connecting to one host of DATABASE_URL may take, 2s to 1min, in whole "
                        "seconds; its connect_timeout counts instead if it has one.")},
        {statementKey, QStringLiteral("2s"),
         QStringLiteral("How long PostgreSQL may run one statement, 10ms to 10min.")},
        {lockKey, QStringLiteral("500ms"),
         QStringLiteral("How long a statement may wait for another transaction in PostgreSQL, 10ms to 10min; "
                        "shorter than DB_STATEMENT_TIMEOUT. In SQLite, where all that write stand in one "
                        "line, it is always 5s.")},
        {idleKey, QStringLiteral("5s"),
         QStringLiteral("When PostgreSQL gives up a transaction whose server says nothing more, 100ms to "
                        "10min.")},
        {poolerKey, QStringLiteral("none"),
         QStringLiteral("transaction if DATABASE_URL leads to a PgBouncer with pool_mode=transaction; none "
                        "for PostgreSQL itself and for pool_mode=session.")},
    };
}

} // namespace

std::vector<config::Key> serverKeys()
{
    std::vector<config::Key> keys = runtime::commonKeys(defaultPort, runtime::Tier::Inner);
    const std::vector<config::Key> own = {
        {retentionKey, QStringLiteral("30d"),
         QStringLiteral(
             "How long a removed item can be restored, 1min to 3650d; then it is deleted for good.")},
        {keysKey, QStringLiteral("24h"),
         QStringLiteral("How long a repeated request with an Idempotency-Key is recognised, 1min to 365d.")},
        {followersKey, QStringLiteral("256"),
         QStringLiteral("Clients that may follow GET /itens/eventos at once, 0 to 10000; more get 503.")},
        {batchesKey, QStringLiteral("2"),
         QStringLiteral("Batches of changes under way at once, 1 to 64; more get 503. Each takes a database "
                        "connection: fewer than DB_WORKERS leave some to others.")},
        {exportsKey, QStringLiteral("16"),
         QStringLiteral("Exports under way at once, 1 to 10000; more get 503.")},
        {nameKey, QString(),
         QStringLiteral("What GET /identidade calls this server; servidor-<port> if it is empty.")},
    };
    for (const std::vector<config::Key> &more : {tier::verifyingKeys(), databaseKeys(), own})
        keys.insert(keys.end(), more.begin(), more.end());
    return keys;
}

ServerSettings readServerSettings(config::Reader &reader, const runtime::CommonSettings &common)
{
    ServerSettings settings;
    settings.common = common;
    settings.tier = tier::readTier(reader, common.host);
    settings.database = readDatabase(reader);
    settings.pool.workers = static_cast<int>(reader.integer(workersKey, 1, 64));
    settings.pool.queue = static_cast<int>(reader.integer(queueKey, 1, 100'000));
    settings.pool.queueWait = reader.duration(queueWaitKey, 10ms, 10min);
    settings.retention.kept =
        reader.duration(retentionKey, std::chrono::minutes(1), std::chrono::hours(24 * 3650));
    settings.retention.keysKept =
        reader.duration(keysKey, std::chrono::minutes(1), std::chrono::hours(24 * 365));
    settings.feed.followers = static_cast<int>(reader.integer(followersKey, 0, 10'000));
    settings.batches = static_cast<int>(reader.integer(batchesKey, 1, 64));
    settings.exports = static_cast<int>(reader.integer(exportsKey, 1, 10'000));
    settings.name = readName(reader);
    return settings;
}

} // namespace guarita::server
