// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/changesignal.h"
#include "sql/sqlconnection.h"
#include "support/postgrescluster.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::sql;

namespace {

/// Who listens, and how often it has heard.
struct Listener
{
    Listener(std::shared_ptr<const SqlDialect> dialect, const char *channel)
        : signal(std::move(dialect), QString::fromLatin1(channel), [this] { ++heard; })
    {
    }

    int heard = 0; // once as soon as it listens
    ChangeSignal signal;
};

} // namespace

class TestChangeSignal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void announce_sameChannel_isHeard();
    void announce_anotherChannel_isNotHeard();
    void write_anotherSession_isHeardOfTheFile();

private:
    std::shared_ptr<const SqlDialect> m_postgres;
    support::PostgresCluster m_cluster;
};

void TestChangeSignal::initTestCase()
{
    QVERIFY2(support::PostgresCluster::installed(), "PostgreSQL is not installed");
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.error()));
    m_postgres = postgresDialect(parseDatabaseUrl(m_cluster.url(QStringLiteral("postgres"))).value());
}

void TestChangeSignal::announce_sameChannel_isHeard()
{
    Listener one(m_postgres, "guarita_a");
    Listener other(m_postgres, "guarita_a");
    QTRY_VERIFY(one.heard == 1 && other.heard == 1);
    one.signal.announce();
    QTRY_COMPARE(other.heard, 2);
}

void TestChangeSignal::announce_anotherChannel_isNotHeard()
{
    Listener one(m_postgres, "guarita_a");
    Listener same(m_postgres, "guarita_a");
    Listener other(m_postgres, "guarita_b");
    QTRY_VERIFY(one.heard == 1 && same.heard == 1 && other.heard == 1);
    one.signal.announce();
    QTRY_COMPARE(same.heard, 2);
    QTest::qWait(100);
    QCOMPARE(other.heard, 1);
}

void TestChangeSignal::write_anotherSession_isHeardOfTheFile()
{
    const QTemporaryDir folder;
    const auto file = sqliteDialect(folder.filePath(QStringLiteral("a.sqlite")));
    SqlConnection writer(file, {QStringLiteral("esquema"), QStringLiteral("guarita-test"), {}});
    const auto write = [&writer] {
        return writer.write([&writer]() -> Outcome<core::Done> {
            const Outcome<QSqlQuery> query =
                writer.runOnce(QStringLiteral("INSERT INTO esquema (versao) VALUES (0)"));
            return query ? Outcome<core::Done>(core::Done{}) : query.error();
        });
    };
    QVERIFY(writer.read([]() -> Outcome<core::Done> { return core::Done{}; })); // makes the file
    Listener listener(file, "unused");
    QTRY_COMPARE(listener.heard, 1);
    QVERIFY(write());
    QTRY_COMPARE(listener.heard, 2);
}

QTEST_GUILESS_MAIN(TestChangeSignal)
#include "tst_changesignal.moc"
