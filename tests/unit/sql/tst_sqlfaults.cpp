// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqldialect.h"

#include <QtSql/QSqlError>
#include <QtTest/QTest>

using namespace guarita::sql;

class TestSqlFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classify_stateOfPostgres_data();
    void classify_stateOfPostgres();
    void classify_codeOfSqlite_data();
    void classify_codeOfSqlite();
};

namespace {

void row(const char *code, SqlFault fault)
{
    QTest::addRow("'%s'", code) << QString::fromLatin1(code) << static_cast<int>(fault);
}

void columns()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("fault");
}

void compare(const SqlDialect &dialect)
{
    QFETCH(QString, code);
    QFETCH(int, fault);
    QCOMPARE(static_cast<int>(dialect.classify(QSqlError({}, {}, QSqlError::StatementError, code))), fault);
}

} // namespace

void TestSqlFaults::classify_stateOfPostgres_data()
{
    columns();
    for (const char *state : {"", "08000", "08003", "08006", "08P01", "25P03", "25P04", "40003", "57P01",
                              "57P02", "57P03", "57P04", "57P05"})
        row(state, SqlFault::Lost);
    row("25006", SqlFault::ReadOnly);
    for (const char *state : {"40001", "40P01", "72000"})
        row(state, SqlFault::Conflict);
    for (const char *state : {"53000", "53200", "53300", "53400", "55P03"})
        row(state, SqlFault::Busy);
    row("53100", SqlFault::DiskFull);
    row("57014", SqlFault::TimedOut);
    for (const char *state : {"22P05", "23505", "23514", "25001", "25P02", "26000", "40000", "40002", "42601",
                              "42P01", "42501", "55000", "57000", "XX000", "XX001", "5", "4000"})
        row(state, SqlFault::Other);
}

void TestSqlFaults::classify_stateOfPostgres()
{
    compare(*postgresDialect({}));
}

void TestSqlFaults::classify_codeOfSqlite_data()
{
    columns();
    for (const char *code : {"10", "266", "778", "3338", "11", "267", "14", "270", "26", "1032"})
        row(code, SqlFault::Lost);
    for (const char *code : {"8", "264", "520", "1544"})
        row(code, SqlFault::ReadOnly);
    row("517", SqlFault::Conflict);
    for (const char *code : {"5", "261", "773", "6", "262", "7", "15"})
        row(code, SqlFault::Busy);
    row("9", SqlFault::TimedOut);
    row("13", SqlFault::DiskFull);
    for (const char *code : {"", "0", "1", "19", "2067", "20", "25", "100", "x"})
        row(code, SqlFault::Other);
}

void TestSqlFaults::classify_codeOfSqlite()
{
    compare(*sqliteDialect(QStringLiteral("unused")));
}

QTEST_APPLESS_MAIN(TestSqlFaults)
#include "tst_sqlfaults.moc"
