// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"
#include "postgresfixture.h"

#include "support/pgbouncer.h"

#include <QtCore/QElapsedTimer>

namespace guarita::server::storage {

/// PostgreSQL behind a PgBouncer that lends its connections for a transaction only. There are fewer of them
/// than the suite's threads.
class PgBouncerItemRepositoryTest final : public ItemRepositorySuite, private PostgresFixture
{
    Q_OBJECT

protected:
    std::shared_ptr<const sql::SqlDialect> freshDatabase() override;

private Q_SLOTS:
    void initTestCase();

    void sessions_manyClients_areShared();
    void transaction_limits_areItsOwn();
    void read_limits_areItsOwn();
    void read_statementTooSlow_timedOut();
    void read_backendTerminated_isRepeated();
    void write_backendTerminated_isDoneOnce();
    void write_connectionLostInCommit_outcomeUnknown();
    void write_textOfADatabaseWithBackslashes_isKept();
    void write_nul_isRefused();

private:
    static constexpr int poolSize = 2;
    support::PgBouncer m_bouncer{m_cluster, poolSize};
};

namespace {

const QString limits = QStringLiteral("SELECT current_setting('statement_timeout') || ' ' ||"
                                      " current_setting('lock_timeout') || ' ' ||"
                                      " current_setting('idle_in_transaction_session_timeout') || ' ' ||"
                                      " current_setting('TimeZone')");

} // namespace

void PgBouncerItemRepositoryTest::initTestCase()
{
    if (!support::PgBouncer::installed())
        QSKIP("PgBouncer is not installed");
    QVERIFY2(support::PostgresCluster::installed(), "PostgreSQL is not installed");
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
    QVERIFY2(m_bouncer.start(), qPrintable(m_bouncer.error()));
}

std::shared_ptr<const sql::SqlDialect> PgBouncerItemRepositoryTest::freshDatabase()
{
    if (!makeDatabase())
        return nullptr;
    const core::Result<sql::PostgresSettings> settings =
        sql::parseDatabaseUrl(m_bouncer.url(m_database), {}, sql::Pooler::Transaction);
    return settings ? sql::postgresDialect(settings.value()) : nullptr;
}

void PgBouncerItemRepositoryTest::sessions_manyClients_areShared()
{
    QVERIFY(items().ping());
    std::atomic<int> good = 0;
    together([&](int index) {
        const auto repository = another();
        for (int i = 0; i < 5; ++i) {
            const Outcome<domain::Item> created = repository->create(draft(QString::number(index)), at(i));
            good += created && repository->find(created.value().id) ? 1 : 0;
        }
    });
    QCOMPARE(good.load(), crowd * 5);
    const QString backends = sql(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname ="
                                                " current_database() AND pid <> pg_backend_pid()"));
    QVERIFY2(backends.toInt() <= poolSize, qPrintable(backends));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM pg_prepared_statements")), QStringLiteral("0"));
}

void PgBouncerItemRepositoryTest::transaction_limits_areItsOwn()
{
    sql::SqlConnection connection = newConnection();
    const Outcome<QString> seen = connection.write([&]() -> Outcome<QString> {
        Outcome<QSqlQuery> query = connection.runOnce(limits);
        if (!query)
            return query.error();
        query.value().next();
        return query.value().value(0).toString();
    });
    QVERIFY(seen);
    QCOMPARE(seen.value(), QStringLiteral("2s 500ms 5s UTC"));
}

void PgBouncerItemRepositoryTest::read_limits_areItsOwn()
{
    QCOMPARE(value(limits), QStringLiteral("2s 500ms 5s UTC"));
}

void PgBouncerItemRepositoryTest::read_statementTooSlow_timedOut()
{
    sql::SqlConnection connection = newConnection();
    QElapsedTimer timer;
    timer.start();
    const Outcome<core::Done> slow = connection.read([&]() -> Outcome<core::Done> {
        const Outcome<QSqlQuery> query = connection.runOnce(QStringLiteral("SELECT pg_sleep(30)"));
        return query ? Outcome<core::Done>(core::Done{}) : query.error();
    });
    QVERIFY(!slow);
    QCOMPARE(slow.error().failure, Failure::TimedOut);
    QVERIFY(timer.elapsed() < 5000);
    QCOMPARE(total(), 0);
}

void PgBouncerItemRepositoryTest::read_backendTerminated_isRepeated()
{
    const domain::Item created = items().create(draft(), at(1)).value();
    for (int round = 0; round < 3; ++round) {
        terminateBackends();
        const Outcome<domain::Item> found = items().find(created.id);
        QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
    }
}

void PgBouncerItemRepositoryTest::write_backendTerminated_isDoneOnce()
{
    for (qint64 round = 1; round <= 3; ++round) {
        terminateBackends();
        const Outcome<domain::Item> created = items().create(draft(), at(1));
        QVERIFY2(created, created ? "" : qPrintable(created.error().detail));
        QCOMPARE(total(), round);
    }
}

void PgBouncerItemRepositoryTest::write_connectionLostInCommit_outcomeUnknown()
{
    QVERIFY(items().ping());
    onInsert(QStringLiteral("PERFORM pg_terminate_backend(pg_backend_pid());"), true);
    QCOMPARE(items().create(draft(), at(1)).error().failure, Failure::UnknownOutcome);
    QCOMPARE(total(), 0);
}

void PgBouncerItemRepositoryTest::write_textOfADatabaseWithBackslashes_isKept()
{
    sql(QStringLiteral("ALTER DATABASE %1 SET standard_conforming_strings = off").arg(m_database));
    const QString text = QStringLiteral("\\ \\' '' \\\\ \\x41 ?");
    const Outcome<domain::Item> created = another()->create(draft(text), at(1));
    QVERIFY2(created, created ? "" : qPrintable(created.error().detail));
    QCOMPARE(another()->find(created.value().id).value().content.nome, text);
}

void PgBouncerItemRepositoryTest::write_nul_isRefused()
{
    QCOMPARE(items().create(draft(QStringLiteral("a") + QChar(u'\0')), at(1)).error().failure,
             Failure::Internal);
    QCOMPARE(total(), 0);
}

} // namespace guarita::server::storage

QTEST_GUILESS_MAIN(guarita::server::storage::PgBouncerItemRepositoryTest)
#include "tst_pgbounceritemrepository.moc"
