// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/databaseurl.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::sql;
using namespace std::chrono_literals;

class TestDatabaseUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_good_givesParts_data();
    void parse_good_givesParts();
    void parse_good_boundsEveryWait();
    void parse_limits_areInTheOptions();
    void parse_ownParameters_comeFirstOrOverride();
    void parse_program_isSeenByTheDatabaseUnlessTheUrlNamesAnother();
    void parse_poolerOfTransactions_hasSettingsForEachInsteadOfOptions();
    void parse_bad_saysWhyWithoutThePassword_data();
    void parse_bad_saysWhyWithoutThePassword();
};

void TestDatabaseUrl::parse_good_givesParts_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QStringList>("login"); // database, user, password
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("port");
    const auto row = [](const char *url, const QStringList &login, const char *host, const char *port) {
        QTest::newRow(url) << QString::fromUtf8(url) << login << QString::fromUtf8(host)
                           << QString::fromUtf8(port);
    };
    const QStringList plain = {QStringLiteral("db"), QStringLiteral("u"), QStringLiteral("p")};
    row("postgresql://u:p@localhost:5433/db", plain, "'localhost'", "'5433'");
    row("postgres://u:p@localhost/db", plain, "'localhost'", "'5432'");
    row("postgresql://u:p@a,b:5433,c/db", plain, "'a,b,c'", "'5432,5433,5432'");
    row("postgresql://u:p@[::1]:5433,[fe80::1]/db", plain, "'::1,fe80::1'", "'5433,5432'");
    row("postgresql://u:p@/db?host=/var/run/pg&port=6000", plain, "'/var/run/pg'", "'6000'");
    row("postgresql://u:p@%2Frun%2Fpg/db", plain, "'/run/pg'", "'5432'");
    row("postgresql://u:p@h/db?", plain, "'h'", "'5432'");
    row("postgresql://h/db", {QStringLiteral("db"), QString(), QString()}, "'h'", "'5432'");
    row("postgresql://u@h/db", {QStringLiteral("db"), QStringLiteral("u"), QString()}, "'h'", "'5432'");
    row("postgresql://us%20er:p%40%3A%2F%3B%27%25@h/d%C3%A9",
        {QStringLiteral("dé"), QStringLiteral("us er"), QStringLiteral("p@:/;'%")}, "'h'", "'5432'");
    row("postgresql://u:a:b@c@h/db", {QStringLiteral("db"), QStringLiteral("u"), QStringLiteral("a:b@c")},
        "'h'", "'5432'");
    row("postgresql://u:p@h'%5C/db", plain, "'h\\'\\\\'", "'5432'");
}

void TestDatabaseUrl::parse_good_givesParts()
{
    QFETCH(QString, url);
    QFETCH(QStringList, login);
    QFETCH(QString, host);
    QFETCH(QString, port);
    const core::Result<PostgresSettings> settings = parseDatabaseUrl(url);
    QVERIFY2(settings, settings ? "" : qPrintable(settings.error().message));
    QCOMPARE(settings.value().database, login[0]);
    QCOMPARE(settings.value().user, login[1]);
    QCOMPARE(settings.value().password, login[2]);
    const QString options = u' ' + settings.value().options + u' ';
    QVERIFY2(options.contains(QStringLiteral(" host=%1 ").arg(host)), qPrintable(options));
    QVERIFY2(options.contains(QStringLiteral(" port=%1 ").arg(port)), qPrintable(options));
}

void TestDatabaseUrl::parse_good_boundsEveryWait()
{
    const QString options = parseDatabaseUrl(QStringLiteral("postgresql://h/db")).value().options;
    for (const char *bound :
         {"connect_timeout='2'", "tcp_user_timeout='5000'", "target_session_attrs='read-write'",
          "-c statement_timeout=2000", "-c lock_timeout=500", "-c TimeZone=UTC",
          "-c idle_in_transaction_session_timeout=5000"})
        QVERIFY2(options.contains(QString::fromLatin1(bound)), bound);
    QVERIFY(!options.contains(u';')); // the driver makes it a space
}

void TestDatabaseUrl::parse_limits_areInTheOptions()
{
    const DatabaseLimits limits{2'001ms, 10ms, 20ms, 30ms};
    const QString options = parseDatabaseUrl(QStringLiteral("postgresql://h/db"), limits).value().options;
    for (const char *bound : {"connect_timeout='3'", "-c statement_timeout=10", "-c lock_timeout=20",
                              "-c idle_in_transaction_session_timeout=30"})
        QVERIFY2(options.contains(QString::fromLatin1(bound)), bound);
}

void TestDatabaseUrl::parse_program_isSeenByTheDatabaseUnlessTheUrlNamesAnother()
{
    const auto nameIn = [](const char *url) {
        const core::Result<PostgresSettings> settings =
            parseDatabaseUrl(QString::fromLatin1(url), {}, Pooler::None, QStringLiteral("guarita-test"));
        return settings.value().options.section(u' ', 0, 0);
    };
    QCOMPARE(nameIn("postgresql://h/db"), QStringLiteral("application_name='guarita-test'"));
    QCOMPARE(nameIn("postgresql://h/db?application_name=x"), QStringLiteral("application_name='x'"));
}

void TestDatabaseUrl::parse_poolerOfTransactions_hasSettingsForEachInsteadOfOptions()
{
    const DatabaseLimits limits{2s, 10ms, 20ms, 30ms};
    const PostgresSettings settings =
        parseDatabaseUrl(QStringLiteral("postgresql://h/db"), limits, Pooler::Transaction).value();
    QVERIFY(!settings.options.contains(QStringLiteral("options=")));
    QVERIFY(settings.options.contains(QStringLiteral("connect_timeout='2'")));
    for (const char *statement :
         {"SET LOCAL statement_timeout = '10'", "SET LOCAL lock_timeout = '20'",
          "SET LOCAL idle_in_transaction_session_timeout = '30'", "SET LOCAL TimeZone = 'UTC'"})
        QVERIFY2(settings.transactionSettings.contains(QString::fromLatin1(statement)), statement);

    QVERIFY(!parseDatabaseUrl(QStringLiteral("postgresql://h/db?options=-c%20jit%3Don"), limits,
                              Pooler::Transaction));
    QVERIFY(parseDatabaseUrl(QStringLiteral("postgresql://h/db")).value().transactionSettings.isEmpty());
}

void TestDatabaseUrl::parse_ownParameters_comeFirstOrOverride()
{
    const QString url =
        QStringLiteral("postgresql://h/db?sslmode=require&connect_timeout=5&options=-c%20work_mem%3D8MB");
    const QString options = parseDatabaseUrl(url).value().options;
    QVERIFY(options.contains(QStringLiteral("sslmode='require'")));
    QVERIFY(options.contains(QStringLiteral("connect_timeout='5'")));
    QVERIFY(!options.contains(QStringLiteral("connect_timeout='2'")));
    QVERIFY(options.contains(QStringLiteral("-c work_mem=8MB'"))); // after ours, so that it counts
    QVERIFY(options.contains(QStringLiteral("-c lock_timeout=500")));
}

void TestDatabaseUrl::parse_bad_saysWhyWithoutThePassword_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url : {"",
                            "postgresql",
                            "mysql://u:segredo@h/db",
                            "postgresql:/u:segredo@h/db",
                            "postgresql://u:segredo@h",
                            "postgresql://u:segredo@h/",
                            "postgresql://u:segredo@h/a/b",
                            "postgresql://u:segredo@/db",
                            "postgresql://u:segredo@h:0/db",
                            "postgresql://u:segredo@h:65536/db",
                            "postgresql://u:segredo@h:x/db",
                            "postgresql://u:segredo@h:/db",
                            "postgresql://u:segredo@a,,b/db",
                            "postgresql://u:segredo@[::1/db",
                            "postgresql://u:segredo%@h/db",
                            "postgresql://u:segredo%4@h/db",
                            "postgresql://u:segredo%zz@h/db",
                            "postgresql://u:segredo%00@h/db",
                            "postgresql://u:segredo@h/db?sslmode",
                            "postgresql://u:segredo@h/db?=x",
                            "postgresql://u:segredo@h/db?nonsense=1",
                            "postgresql://u:segredo@h/db?sslmode=a&sslmode=b",
                            "postgresql://u:segredo@h/db?host=/x",
                            "postgresql://u:segredo@/db?host=",
                            "postgresql://u:segredo@h/db?port=1",
                            "postgresql://u:segredo@h/db?password=segredo",
                            "postgresql://u:segredo@h/db?options=a%3Bb",
                            "postgresql://u:segredo@h%3Bi/db"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void TestDatabaseUrl::parse_bad_saysWhyWithoutThePassword()
{
    QFETCH(QString, url);
    const core::Result<PostgresSettings> settings = parseDatabaseUrl(url);
    QVERIFY(!settings);
    QVERIFY(!settings.error().message.isEmpty());
    QVERIFY(!settings.error().message.contains(QStringLiteral("segredo")));
}

QTEST_GUILESS_MAIN(TestDatabaseUrl)
#include "tst_databaseurl.moc"
