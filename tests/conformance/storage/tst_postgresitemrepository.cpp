// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"
#include "postgresfixture.h"

#include "server/storage/itempool.h"

#include <QtCore/QElapsedTimer>

#include <set>

namespace guarita::server::storage {

class PostgresItemRepositoryTest final : public ItemRepositorySuite, private PostgresFixture
{
    Q_OBJECT

protected:
    std::shared_ptr<const sql::SqlDialect> freshDatabase() override { return makeDatabase(); }

private Q_SLOTS:
    void initTestCase();

    void ping_unixSocket_answers();
    void ping_severalHosts_findsTheOneThatAnswers();
    void ping_nobodyListens_unavailableAtOnce();
    void read_backendTerminated_isRepeated();
    void write_backendTerminated_isDoneOnce();
    void write_connectionLostInCommit_outcomeUnknownAndNotRepeated();
    void write_connectionLostBeforeCommit_isRepeatedOnce();
    void write_diskFull_changesNothing();
    void write_rowLocked_busy();
    void write_statementTooSlow_timedOut();
    void purge_itemRestoredMeanwhile_isKept();
    void migrate_extensionMissing_searchesWithoutIndex();
    void pool_databaseStoppedAndStarted_recoversWithinTwoSeconds();
    void pool_databaseCrashesUnderWrites_noAcknowledgedWriteLost();
    void pool_startedBeforeTheDatabase_migratesLater();

private:
    std::unique_ptr<ItemPool> makePool(const core::Clock &clock, int workers = 4);
};

void PostgresItemRepositoryTest::initTestCase()
{
    QVERIFY2(support::PostgresCluster::installed(), "PostgreSQL is not installed");
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
}

std::unique_ptr<ItemPool> PostgresItemRepositoryTest::makePool(const core::Clock &clock, int workers)
{
    sql::PoolLimits limits;
    limits.workers = workers;
    return std::make_unique<ItemPool>(
        [dialect = dialect()] { return std::make_unique<SqlItemRepository>(dialect); }, limits, clock);
}

void PostgresItemRepositoryTest::ping_unixSocket_answers()
{
    QVERIFY(SqlItemRepository(dialectOf(m_cluster.socketUrl(m_database))).ping());
}

void PostgresItemRepositoryTest::ping_severalHosts_findsTheOneThatAnswers()
{
    const QString url = QStringLiteral("postgresql://guarita@127.0.0.1:1,127.0.0.1:%1/%2");
    const Outcome<core::Done> answer =
        SqlItemRepository(dialectOf(url.arg(m_cluster.port()).arg(m_database))).ping();
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().detail));
}

void PostgresItemRepositoryTest::ping_nobodyListens_unavailableAtOnce()
{
    QElapsedTimer timer;
    timer.start();
    SqlItemRepository nobody(dialectOf(QStringLiteral("postgresql://guarita@127.0.0.1:1/x")));
    QCOMPARE(nobody.ping().error().failure, Failure::Unavailable);
    QVERIFY(timer.elapsed() < 1000);
}

void PostgresItemRepositoryTest::read_backendTerminated_isRepeated()
{
    const domain::Item created = items().create(draft(), at(1)).value();
    for (int round = 0; round < 3; ++round) {
        terminateBackends();
        QCOMPARE(items().find(created.id).value(), created);
        terminateBackends();
        QCOMPARE(total(), 1);
    }
}

void PostgresItemRepositoryTest::write_backendTerminated_isDoneOnce()
{
    for (qint64 round = 1; round <= 3; ++round) {
        terminateBackends();
        const Outcome<domain::Item> created = items().create(draft(), at(1));
        QVERIFY2(created, created ? "" : qPrintable(created.error().detail));
        terminateBackends();
        QCOMPARE(items().update(created.value().id, draft(), 1, at(2)).value().versao, 2);
        QCOMPARE(total(), round);
    }
}

void PostgresItemRepositoryTest::write_connectionLostInCommit_outcomeUnknownAndNotRepeated()
{
    QVERIFY(items().ping());
    onInsert(QStringLiteral("PERFORM nextval('tentativas'), pg_terminate_backend(pg_backend_pid());"), true);
    const Outcome<domain::Item> created = items().create(draft(), at(1));
    QVERIFY(!created);
    QCOMPARE(created.error().failure, Failure::UnknownOutcome);
    QCOMPARE(m_cluster.query(m_database, QStringLiteral("SELECT last_value FROM tentativas")),
             QStringLiteral("1"));
    QCOMPARE(total(), 0); // and the connection is back
}

void PostgresItemRepositoryTest::write_connectionLostBeforeCommit_isRepeatedOnce()
{
    QVERIFY(items().ping());
    onInsert(QStringLiteral(
                 "IF nextval('tentativas') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"),
             false);
    const Outcome<domain::Item> created = items().create(draft(), at(1));
    QVERIFY2(created, created ? "" : qPrintable(created.error().detail));
    QCOMPARE(total(), 1);
}

void PostgresItemRepositoryTest::write_diskFull_changesNothing()
{
    QVERIFY(items().create(draft(), at(1)));
    onInsert(QStringLiteral("RAISE EXCEPTION USING ERRCODE = '53100';"), false);
    QCOMPARE(items().create(draft(), at(1)).error().failure, Failure::DiskFull);
    QCOMPARE(total(), 1);
    sql(QStringLiteral("DROP TRIGGER hook ON itens"));
    QVERIFY(items().create(draft(), at(1)));
}

void PostgresItemRepositoryTest::write_rowLocked_busy()
{
    const domain::Item created = items().create(draft(), at(1)).value();
    sql::SqlConnection holder = newConnection();
    const Outcome<core::Done> held = holder.write([&]() -> Outcome<core::Done> {
        if (Outcome<QSqlQuery *> lock = holder.run(QStringLiteral("SELECT id FROM itens FOR UPDATE")); !lock)
            return lock.error();
        const Outcome<domain::Item> updated = items().update(created.id, draft(), std::nullopt, at(2));
        if (updated || updated.error().failure != Failure::Busy)
            return StorageError{Failure::Internal, QStringLiteral("not busy")};
        return core::Done{};
    });
    QVERIFY2(held, held ? "" : qPrintable(held.error().detail));
    QVERIFY(items().update(created.id, draft(), 1, at(3)));
}

void PostgresItemRepositoryTest::write_statementTooSlow_timedOut()
{
    QVERIFY(items().ping());
    onInsert(QStringLiteral("PERFORM pg_sleep(30);"), false);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(items().create(draft(), at(1)).error().failure, Failure::TimedOut);
    QVERIFY(timer.elapsed() < 5000);
    QCOMPARE(total(), 0);
}

void PostgresItemRepositoryTest::purge_itemRestoredMeanwhile_isKept()
{
    const domain::Item created = items().create(draft(), at(1)).value();
    QVERIFY(items().remove(created.id, std::nullopt, at(2)));
    std::thread purger;
    std::optional<Outcome<qint64>> purged;
    sql::SqlConnection holder = newConnection();
    const Outcome<core::Done> restored = holder.write([&]() -> Outcome<core::Done> {
        const Outcome<QSqlQuery> update =
            holder.runOnce(QStringLiteral("UPDATE itens SET excluido_em_ms = NULL"));
        if (!update)
            return update.error();
        purger = std::thread([&] { purged = another()->purge(at(100), 10); });
        // It has seen the row as removed, and waits for it. Should it have given up, the test shows less.
        static_cast<void>(QTest::qWaitFor(
            [this] {
                return m_cluster.query(m_database,
                                       QStringLiteral("SELECT count(*) FROM pg_locks WHERE NOT granted")) ==
                       QStringLiteral("1");
            },
            400));
        return core::Done{};
    });
    purger.join();
    QVERIFY2(restored, restored ? "" : qPrintable(restored.error().detail));
    QVERIFY(*purged ? purged->value() == 0 : purged->error().failure == Failure::Busy);
    QVERIFY(items().find(created.id));
}

void PostgresItemRepositoryTest::migrate_extensionMissing_searchesWithoutIndex()
{
    const QString indexes =
        QStringLiteral("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%gin_trgm%'");
    QVERIFY(items().create(draft(), at(1)));
    QCOMPARE(value(indexes), QStringLiteral("2"));

    freshDatabase();
    const QString name = m_database;
    // A role that may make tables, but neither extensions nor objects like those that an extension brings.
    m_cluster.query(name, QStringLiteral("CREATE ROLE leigo LOGIN; CREATE SCHEMA casa AUTHORIZATION leigo;"
                                         " ALTER ROLE leigo SET search_path = casa"));
    const auto modest =
        dialectOf(m_cluster.url(name).replace(QStringLiteral("guarita@"), QStringLiteral("leigo@")));
    SqlItemRepository repository(modest);
    const Outcome<domain::Item> created = repository.create(draft(), at(1));
    QVERIFY2(created, created ? "" : qPrintable(created.error().detail));
    QCOMPARE(m_cluster.query(name, indexes), QStringLiteral("0"));
    domain::ItemQuery query;
    query.search = QStringLiteral("cafe");
    QCOMPARE(repository.list(query).value().total, 1);
}

void PostgresItemRepositoryTest::pool_databaseStoppedAndStarted_recoversWithinTwoSeconds()
{
    const core::SystemClock clock;
    const auto pool = makePool(clock);
    QTRY_VERIFY(pool->stats().available);
    const domain::Item created = items().create(draft(), at(1)).value();

    std::optional<Outcome<domain::Item>> found;
    const auto find = [&] {
        found.reset();
        pool->submit([&](ItemRepository &repository) { return repository.find(created.id); },
                     [&](Outcome<domain::Item> outcome) { found = std::move(outcome); });
    };
    find();
    QTRY_VERIFY(found);
    QVERIFY(*found);

    QVERIFY(m_cluster.stop());
    for (int i = 0; i < 20; ++i) {
        QElapsedTimer timer;
        timer.start();
        find();
        QTRY_VERIFY(found);
        QCOMPARE(found->error().failure, Failure::Unavailable);
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    }
    QVERIFY(!pool->stats().available);

    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
    QTRY_VERIFY_WITH_TIMEOUT(pool->stats().available, 2000);
    find();
    QTRY_VERIFY(found);
    QCOMPARE(found->value(), created);
}

void PostgresItemRepositoryTest::pool_databaseCrashesUnderWrites_noAcknowledgedWriteLost()
{
    const core::SystemClock clock;
    const auto pool = makePool(clock);
    QTRY_VERIFY(pool->stats().available);

    std::set<QString> acknowledged;
    std::set<QString> unknown;
    int sent = 0;
    int inFlight = 0;
    int acknowledgedAfter = 0;
    bool crashed = false;
    bool over = false;
    std::function<void()> write = [&] {
        if (over)
            return;
        const QString name = QString::number(++sent);
        ++inFlight;
        pool->submit([name](ItemRepository &repository) { return repository.create(draft(name), at(1)); },
                     [&, name](Outcome<domain::Item> outcome) {
                         --inFlight;
                         if (outcome)
                             acknowledged.insert(name);
                         else if (outcome.error().failure == Failure::UnknownOutcome)
                             unknown.insert(name);
                         acknowledgedAfter += crashed && outcome ? 1 : 0;
                         write();
                     });
    };
    for (int i = 0; i < 8; ++i)
        write();
    QTRY_VERIFY(acknowledged.size() > 100);
    QVERIFY(m_cluster.kill());
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
    crashed = true;
    QTRY_VERIFY(acknowledgedAfter > 100);
    over = true;
    QTRY_COMPARE(inFlight, 0);

    std::multiset<QString> stored;
    const QString names = m_cluster.query(m_database, QStringLiteral("SELECT nome FROM itens"));
    for (const QString &name : names.split(u'\n'))
        stored.insert(name);
    for (const QString &name : acknowledged)
        QCOMPARE(stored.count(name), std::size_t(1));
    for (const QString &name : stored)
        QVERIFY2(acknowledged.contains(name) || unknown.contains(name), "a write that failed was done");
}

void PostgresItemRepositoryTest::pool_startedBeforeTheDatabase_migratesLater()
{
    QVERIFY(m_cluster.stop());
    const core::SystemClock clock;
    const auto pool = makePool(clock);
    const auto other = makePool(clock);
    QTRY_VERIFY(pool->stats().jobs == 0 && !pool->stats().available);
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
    QTRY_VERIFY_WITH_TIMEOUT(pool->stats().available && other->stats().available, 2000);
    bool created = false;
    pool->submit([](ItemRepository &repository) { return repository.create(draft(), at(1)); },
                 [&](Outcome<domain::Item> outcome) { created = outcome.ok(); });
    QTRY_VERIFY(created);
}

} // namespace guarita::server::storage

QTEST_GUILESS_MAIN(guarita::server::storage::PostgresItemRepositoryTest)
#include "tst_postgresitemrepository.moc"
