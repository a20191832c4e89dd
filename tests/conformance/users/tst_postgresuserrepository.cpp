// SPDX-License-Identifier: GPL-3.0-or-later
#include "userrepositorysuite.h"

#include "support/postgrescluster.h"

namespace guarita::gateway {

class PostgresUserRepositoryTest final : public UserRepositorySuite
{
    Q_OBJECT

protected:
    std::shared_ptr<const sql::SqlDialect> freshDatabase() override
    {
        const QString name = QStringLiteral("usuarios_%1").arg(++m_count);
        const auto settings = sql::parseDatabaseUrl(m_cluster.url(name));
        return m_cluster.createDatabase(name) && settings ? sql::postgresDialect(settings.value()) : nullptr;
    }

private Q_SLOTS:
    void initTestCase();

private:
    support::PostgresCluster m_cluster;
    int m_count = 0;
};

void PostgresUserRepositoryTest::initTestCase()
{
    QVERIFY2(support::PostgresCluster::installed(), "PostgreSQL is not installed");
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
}

} // namespace guarita::gateway

QTEST_GUILESS_MAIN(guarita::gateway::PostgresUserRepositoryTest)
#include "tst_postgresuserrepository.moc"
