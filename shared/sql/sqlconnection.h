// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backoff.h"
#include "core/clock.h"
#include "core/random.h"
#include "sql/jobtiming.h"
#include "sql/schema.h"
#include "sql/sqldialect.h"
#include "sql/storageerror.h"

#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace guarita::sql {

void sleepFor(std::chrono::milliseconds time);

/// What waiting takes. Tests give their own.
struct Waiting
{
    std::shared_ptr<const core::Clock> clock = std::make_shared<core::SystemClock>();
    std::shared_ptr<core::Random> random = std::make_shared<core::SystemRandom>();
    std::function<void(std::chrono::milliseconds)> sleep = &sleepFor;
};

/// One connection, which is opened when it is needed and opened again after a loss. Each time the schema is
/// brought up to date first. Belongs to one thread.
///
/// The rule of repetition:
/// - After a loss of an open connection, a read is repeated once. So is a write if its COMMIT was not sent,
///   since then nothing was changed. Where no connection could be opened there is nothing to repeat.
/// - After a loss during COMMIT nobody knows, and it is never repeated: Failure::UnknownOutcome.
/// - A server that takes no writes is left like one that is lost: another connection may lead to one that
///   does.
/// - What collided with other transactions (a serialisation failure, a deadlock) was undone by the database
///   and is repeated, after a wait of nothing to 10 ms, then 20 ms, and so on up to 80 ms, as long as the
///   next attempt begins within a second of the first one.
/// A body may therefore run several times; only what it does through the connection is undone.
///
/// On a dialect that does not prepare, each transaction begins with its settings in the round trip of its
/// BEGIN. A statement without a transaction goes in one round trip with them, which PostgreSQL takes for a
/// transaction of its own.
class SqlConnection
{
public:
    SqlConnection(std::shared_ptr<const SqlDialect> dialect, Schema schema, Waiting waiting = {});
    ~SqlConnection();
    SqlConnection(const SqlConnection &) = delete;
    SqlConnection &operator=(const SqlConnection &) = delete;

    /// Runs `body` (a callable that returns an Outcome) on an open connection, without a transaction.
    template <typename Body>
    std::invoke_result_t<Body> read(Body body)
    {
        const Measured measured(*this);
        for (Attempts attempts(m_waiting);;) {
            if (const Outcome<core::Done> opened = ensureOpen(); !opened)
                return opened.error();
            auto outcome = guarded(body);
            if (outcome || !repeatable(outcome.error(), attempts))
                return outcome;
        }
    }

    /// Runs `body` in a transaction, which is committed if the body succeeds and rolled back if it fails.
    template <typename Body>
    std::invoke_result_t<Body> write(Body body)
    {
        const Measured measured(*this);
        for (Attempts attempts(m_waiting);;) {
            Outcome<core::Done> step = beginWrite();
            if (step) {
                auto outcome = guarded(body);
                if (outcome)
                    step = commit();
                else
                    rollback(outcome.error());
                const bool repeat = outcome ? !step && repeatable(step.error(), attempts)
                                            : repeatable(outcome.error(), attempts);
                if (repeat)
                    continue;
                if (step)
                    return outcome;
            } else if (repeatable(step.error(), attempts)) {
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

    /// Since this was asked last.
    SqlCost takeCost() { return std::exchange(m_cost, {}); }

private:
    /// While it lives, time counts as the database's.
    class Measured
    {
    public:
        explicit Measured(SqlConnection &connection)
            : m_connection(connection)
            , m_begin(connection.m_waiting.clock->now())
        {
        }
        ~Measured() { m_connection.m_cost.time += m_connection.m_waiting.clock->now() - m_begin; }
        Measured(const Measured &) = delete;
        Measured &operator=(const Measured &) = delete;

    private:
        SqlConnection &m_connection;
        const core::Instant m_begin;
    };

    /// A body that throws leaves nothing behind: whatever was open ends with the connection.
    template <typename Body>
    std::invoke_result_t<Body> guarded(Body &body)
    {
        try {
            return body();
        } catch (...) {
            close();
            throw;
        }
    }

    /// What one call has behind it.
    struct Attempts
    {
        explicit Attempts(const Waiting &waiting);
        const core::Instant lastStart; // no attempt begins later
        core::Backoff backoff;
        bool lost = false;
    };

    Outcome<core::Done> ensureOpen();
    Outcome<core::Done> migrate();
    Outcome<qint64> schemaVersion();
    Outcome<core::Done> migrateLocked();
    Outcome<core::Done> apply(const MigrationStep &step);
    Outcome<QSqlQuery> prepared(const QString &sql);
    Outcome<core::Done> executePrepared(QSqlQuery &query, const QString &sql, const QVariantList &values);
    Outcome<core::Done> begin();
    Outcome<core::Done> beginWrite();
    Outcome<core::Done> commit();
    void rollback(const StorageError &cause);
    void endTransaction();
    Outcome<core::Done> execute(const QString &sql);
    Outcome<core::Done> executeTogether(QSqlQuery &query, const QStringList &statements);
    /// Whether to try once more, after the wait that comes before; if the connection is gone, it is closed
    /// here.
    bool repeatable(const StorageError &error, Attempts &attempts);
    void close();

    const std::shared_ptr<const SqlDialect> m_dialect;
    const Schema m_schema;
    const Waiting m_waiting;
    QSqlDatabase m_database;
    std::map<QString, QSqlQuery> m_prepared; // must be empty before the database is closed
    /// PostgreSQL does not free a statement in the transaction that it made fail: they go after that.
    std::vector<QSqlQuery> m_failed;
    SqlCost m_cost;
    bool m_open = false;
    bool m_inTransaction = false;
};

} // namespace guarita::sql
