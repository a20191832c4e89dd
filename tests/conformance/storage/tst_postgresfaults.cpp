// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgresfixture.h"

#include "server/storage/itempool.h"
#include "server/storage/migrations.h"
#include "server/storage/sqlitemrepository.h"
#include "support/fakeclock.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

#include <array>
#include <barrier>
#include <mutex>
#include <set>
#include <thread>

namespace guarita::server::storage {

/// What a PostgreSQL that fails does to those who use it, beyond what the suite asks of every storage.
class PostgresFaultsTest final : public QObject, private PostgresFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void write_serialisationFailures_areRepeatedForAWhile();
    void write_deadlock_isResolved();
    void write_backendsTerminatedAgainAndAgain_eachIsDoneAsItWasSaid();
    void write_databaseReadOnly_failsWhileReadsGoOn();
    void write_serverBecameReadOnly_anotherConnectionIsTried();
    void pool_databaseReadOnly_readsGoOn();
    void ping_newerSchema_isRefusedUntilItIsKnown();

private:
    static domain::ItemDraft draft(const QString &nome = QStringLiteral("Café"))
    {
        return {nome, std::nullopt, 1990};
    }
    static domain::Timestamp at(qint64 milliseconds)
    {
        return domain::Timestamp(std::chrono::milliseconds(milliseconds));
    }
    SqlItemRepository &items() { return *m_items; }
    QString total() { return sql(QStringLiteral("SELECT count(*) FROM itens")); }

    std::shared_ptr<const sql::SqlDialect> m_dialect;
    std::unique_ptr<SqlItemRepository> m_items;
};

void PostgresFaultsTest::initTestCase()
{
    QVERIFY2(support::PostgresCluster::installed(), "PostgreSQL is not installed");
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
}

void PostgresFaultsTest::init()
{
    m_dialect = makeDatabase();
    QVERIFY(m_dialect);
    m_items = std::make_unique<SqlItemRepository>(m_dialect);
}

void PostgresFaultsTest::cleanup()
{
    m_items.reset();
}

void PostgresFaultsTest::write_serialisationFailures_areRepeatedForAWhile()
{
    QVERIFY(items().ping());
    onInsert(
        QStringLiteral("IF nextval('tentativas') < 6 THEN RAISE EXCEPTION USING ERRCODE = '40001'; END IF;"),
        false);
    const Outcome<domain::Item> created = items().create(draft(), at(1));
    QVERIFY2(created, created ? "" : qPrintable(created.error().detail));
    QCOMPARE(sql(QStringLiteral("SELECT last_value FROM tentativas")), QStringLiteral("6"));

    sql(QStringLiteral("SELECT setval('tentativas', 1); ALTER SEQUENCE tentativas INCREMENT BY -1 MINVALUE"
                       " -100000"));
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(items().create(draft(), at(1)).error().failure, Failure::Conflict);
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(total(), QStringLiteral("1"));
}

void PostgresFaultsTest::write_deadlock_isResolved()
{
    // Each of two transactions holds one row before it asks for the other's. PostgreSQL looks for a deadlock
    // only after a wait, which has to be shorter than lock_timeout. No time passes for those who repeat.
    sql(QStringLiteral("ALTER DATABASE %1 SET deadlock_timeout = '20ms'").arg(m_database));
    const qint64 first = items().create(draft(), at(1)).value().id;
    const qint64 second = items().create(draft(), at(1)).value().id;
    std::atomic<int> runs = 0;
    std::barrier bothHoldOne(2);
    const auto write = [&](std::array<qint64, 2> order) {
        sql::SqlConnection connection(m_dialect, itemSchema(m_dialect->kind()),
                                      {.clock = std::make_shared<support::FakeClock>()});
        bool once = true;
        const auto lock = [&](qint64 id) {
            return connection.runOnce(QStringLiteral("UPDATE itens SET versao = versao + 1 WHERE id = ?"),
                                      {static_cast<qlonglong>(id)});
        };
        return connection.write([&]() -> Outcome<core::Done> {
            ++runs;
            Outcome<QSqlQuery> locked = lock(order[0]);
            if (std::exchange(once, false))
                bothHoldOne.arrive_and_wait();
            if (locked)
                locked = lock(order[1]);
            return locked ? Outcome<core::Done>(core::Done{}) : locked.error();
        });
    };
    std::optional<Outcome<core::Done>> other;
    std::thread thread([&] { other.emplace(write({second, first})); });
    const Outcome<core::Done> written = write({first, second});
    thread.join();
    QVERIFY2(written, written ? "" : qPrintable(written.error().detail));
    QVERIFY2(*other, *other ? "" : qPrintable(other->error().detail));
    QVERIFY2(runs > 2, "there was no deadlock");
    QCOMPARE(items().find(first).value().versao, 3);
    QCOMPARE(items().find(second).value().versao, 3);
}

void PostgresFaultsTest::write_backendsTerminatedAgainAndAgain_eachIsDoneAsItWasSaid()
{
    constexpr int writers = 4;
    constexpr int each = 100;
    QVERIFY(items().ping());
    std::mutex mutex;
    std::set<QString> acknowledged;
    std::set<QString> unknown;
    std::atomic<int> running = writers;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            const auto repository = std::make_unique<SqlItemRepository>(m_dialect);
            for (int i = 0; i < each; ++i) {
                const QString name = QStringLiteral("%1-%2").arg(writer).arg(i);
                const Outcome<domain::Item> created = repository->create(draft(name), at(1));
                const std::scoped_lock lock(mutex);
                if (created)
                    acknowledged.insert(name);
                else if (created.error().failure == Failure::UnknownOutcome)
                    unknown.insert(name);
            }
            --running;
        });
    }
    // One session does it, so that they come quickly enough to hit many writes.
    m_cluster.query(m_database,
                    QStringLiteral("DO $$ BEGIN FOR i IN 1..10 LOOP PERFORM pg_terminate_backend(pid) FROM"
                                   " pg_stat_activity WHERE datname = current_database() AND pid <>"
                                   " pg_backend_pid(); PERFORM pg_stat_clear_snapshot();"
                                   " PERFORM pg_sleep(0.2); END LOOP; END $$"));
    while (running > 0) {
        terminateBackends();
        QTest::qWait(200);
    }
    for (std::thread &thread : threads)
        thread.join();

    std::multiset<QString> stored;
    const QString names = sql(QStringLiteral("SELECT nome FROM itens"));
    for (const QString &name : names.split(u'\n'))
        stored.insert(name);
    QVERIFY(acknowledged.size() > std::size_t(writers * each / 2));
    for (const QString &name : acknowledged)
        QCOMPARE(stored.count(name), std::size_t(1));
    for (const QString &name : unknown)
        QVERIFY(stored.count(name) <= 1);
    for (const QString &name : stored)
        QVERIFY2(acknowledged.contains(name) || unknown.contains(name), "a write that failed was done");
}

void PostgresFaultsTest::write_databaseReadOnly_failsWhileReadsGoOn()
{
    const domain::Item created = items().create(draft(), at(1)).value();
    sql(QStringLiteral("ALTER DATABASE %1 SET default_transaction_read_only = on").arg(m_database));
    terminateBackends();
    // Whoever is content with any server still reads; by default one that takes writes is looked for.
    SqlItemRepository content(
        dialectOf(m_cluster.url(m_database) + QStringLiteral("?target_session_attrs=any")));
    QCOMPARE(content.find(created.id).value(), created);
    for (int i = 0; i < 2; ++i) {
        const Outcome<domain::Item> refused = content.create(draft(), at(2));
        QCOMPARE(refused.error().failure, Failure::Unavailable);
        QVERIFY(refused.error().readOnly);
        QCOMPARE(content.find(created.id).value(), created);
    }
    QCOMPARE(items().create(draft(), at(2)).error().failure, Failure::Unavailable);
    QCOMPARE(items().find(created.id).error().failure, Failure::Unavailable);

    m_cluster.query(QStringLiteral("postgres"),
                    QStringLiteral("ALTER DATABASE %1 RESET default_transaction_read_only").arg(m_database));
    QVERIFY(content.create(draft(), at(3)));
    QVERIFY(items().create(draft(), at(3)));
    QCOMPARE(total(), QStringLiteral("3"));
}

void PostgresFaultsTest::write_serverBecameReadOnly_anotherConnectionIsTried()
{
    QVERIFY(items().ping());
    // As when a failover leaves the connection with what has become a standby: once.
    onInsert(QStringLiteral("IF nextval('tentativas') = 1 THEN RAISE EXCEPTION USING ERRCODE = '25006';"
                            " END IF;"),
             false);
    const QString backend = QStringLiteral("SELECT min(pid) FROM pg_stat_activity WHERE datname ="
                                           " current_database() AND pid <> pg_backend_pid()");
    const QString before = sql(backend);
    QVERIFY(items().create(draft(), at(1)));
    QVERIFY(sql(backend) != before);
    QCOMPARE(total(), QStringLiteral("1"));
}

void PostgresFaultsTest::pool_databaseReadOnly_readsGoOn()
{
    const domain::Item created = items().create(draft(), at(1)).value();
    onInsert(QStringLiteral("RAISE EXCEPTION USING ERRCODE = '25006';"), false);
    const core::SystemClock clock;
    sql::PoolLimits limits;
    limits.workers = 1;
    limits.queueWait = std::chrono::minutes(1);
    const auto pool = std::make_unique<ItemPool>(
        [this] { return std::make_unique<SqlItemRepository>(m_dialect); }, limits, clock);
    std::vector<Failure> failures;
    int found = 0;
    for (int i = 0; i < 5; ++i) {
        pool->submit([](ItemRepository &repository) { return repository.create(draft(), at(1)); },
                     [&](const Outcome<domain::Item> &outcome) {
                         failures.push_back(outcome ? Failure::Internal : outcome.error().failure);
                     });
        pool->submit([&](ItemRepository &repository) { return repository.find(created.id); },
                     [&](const Outcome<domain::Item> &outcome) { found += outcome ? 1 : 0; });
    }
    QTRY_COMPARE(found, 5);
    QCOMPARE(failures, std::vector<Failure>(5, Failure::Unavailable));
    QVERIFY(pool->stats().available);
}

void PostgresFaultsTest::ping_newerSchema_isRefusedUntilItIsKnown()
{
    const domain::Item created = items().create(draft(), at(1)).value();
    sql(QStringLiteral("INSERT INTO esquema (versao) VALUES (999)"));
    SqlItemRepository later(m_dialect);
    const Outcome<core::Done> refused = later.ping();
    QVERIFY(!refused);
    QCOMPARE(refused.error().failure, Failure::Unavailable);
    QCOMPARE(refused.error().detail,
             QStringLiteral("the database has schema version 999, this program knows versions up to %1: use a"
                            " newer guarita-server")
                 .arg(itemSchema(m_dialect->kind()).version()));
    QCOMPARE(later.create(draft(), at(2)).error().failure, Failure::Unavailable);

    sql(QStringLiteral("DELETE FROM esquema WHERE versao = 999"));
    QCOMPARE(later.find(created.id).value(), created);
    QCOMPARE(total(), QStringLiteral("1"));
}

} // namespace guarita::server::storage

QTEST_GUILESS_MAIN(guarita::server::storage::PostgresFaultsTest)
#include "tst_postgresfaults.moc"
