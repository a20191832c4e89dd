// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/sqldialect.h"
#include "server/storage/storageerror.h"

#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

#include <map>
#include <memory>

namespace guarita::server::storage {

/// One connection, which is opened when it is needed and opened again after a loss. Belongs to one thread.
///
/// The rule of repetition: a read is repeated once after a loss. A write is repeated once if its COMMIT was
/// not sent, since then nothing was changed. After a loss during COMMIT nobody knows, and it is never
/// repeated.
class SqlConnection
{
public:
    explicit SqlConnection(std::shared_ptr<const SqlDialect> dialect);
    ~SqlConnection();
    SqlConnection(const SqlConnection &) = delete;
    SqlConnection &operator=(const SqlConnection &) = delete;

    /// Runs `body` (a callable that returns an Outcome) on an open connection, without a transaction.
    template <typename Body>
    std::invoke_result_t<Body> read(Body body)
    {
        for (bool again = false;; again = true) {
            if (const Outcome<core::Done> opened = ensureOpen(); !opened)
                return opened.error();
            auto outcome = body();
            if (outcome || !repeatable(outcome.error(), again))
                return outcome;
        }
    }

    /// Runs `body` in a transaction, which is committed if the body succeeds and rolled back if it fails.
    template <typename Body>
    std::invoke_result_t<Body> write(Body body)
    {
        for (bool again = false;; again = true) {
            Outcome<core::Done> step = beginWrite();
            if (step) {
                auto outcome = body();
                if (outcome)
                    step = commit();
                else
                    rollback(outcome.error());
                const bool repeat =
                    outcome ? !step && repeatable(step.error(), again) : repeatable(outcome.error(), again);
                if (repeat)
                    continue;
                if (step)
                    return outcome;
            } else if (repeatable(step.error(), again)) {
                continue;
            }
            return step.error();
        }
    }

    /// Executes one statement, prepared once per connection. Its rows are read from the query before the next
    /// call; QSqlQuery::finish() must follow, or SQLite keeps its snapshot.
    Outcome<QSqlQuery *> run(const QString &sql, const QVariantList &values = {});
    /// The same for a statement that is worth planning each time anew, or that has too many forms to keep
    /// them all. The query must be gone before the connection is used again.
    Outcome<QSqlQuery> runOnce(const QString &sql, const QVariantList &values = {});
    StorageError failure(const QSqlError &error) const;

private:
    Outcome<core::Done> ensureOpen();
    Outcome<core::Done> migrate();
    Outcome<qint64> schemaVersion();
    Outcome<core::Done> migrateLocked();
    Outcome<core::Done> apply(const MigrationStep &step);
    Outcome<QSqlQuery> prepared(const QString &sql);
    Outcome<core::Done> executePrepared(QSqlQuery &query, const QVariantList &values);
    Outcome<core::Done> beginWrite();
    Outcome<core::Done> commit();
    void rollback(const StorageError &cause);
    Outcome<core::Done> execute(const QString &sql);
    /// Whether to try once more; if the connection is gone, it is closed here.
    bool repeatable(const StorageError &error, bool already);
    void close();

    const std::shared_ptr<const SqlDialect> m_dialect;
    QSqlDatabase m_database;
    std::map<QString, QSqlQuery> m_prepared; // must be empty before the database is closed
    bool m_open = false;
};

} // namespace guarita::server::storage
