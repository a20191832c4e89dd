// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqlliterals.h"

#include <QtSql/QSqlDatabase>
#include <QtTest/QTest>

using namespace guarita::sql;

class TestSqlLiterals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void write_value_isItsLiteral_data();
    void write_value_isItsLiteral();
    void write_marksInQuotations_stay_data();
    void write_marksInQuotations_stay();
    void write_valueWithAMark_isNotReadAgain();
    void write_otherNumberOfValues_nothing();
    void write_nul_nothing();

private:
    std::optional<QString> written(const QString &sql, const QVariantList &values)
    {
        return withLiterals(sql, values, *QSqlDatabase::database().driver());
    }
};

void TestSqlLiterals::initTestCase()
{
    QSqlDatabase::addDatabase(QStringLiteral("QSQLITE")); // of the driver only the rare types are asked
}

void TestSqlLiterals::cleanupTestCase()
{
    QSqlDatabase::removeDatabase(QString::fromLatin1(QSqlDatabase::defaultConnection));
}

void TestSqlLiterals::write_value_isItsLiteral_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("literal");
    const auto row = [](const char *name, const QVariant &value, const char *literal) {
        QTest::newRow(name) << value << QString::fromUtf8(literal);
    };
    row("text", QStringLiteral("Café ?"), "'Café ?'");
    row("empty text", QStringLiteral(""), "''");
    row("null text", QVariant(QString()), "NULL");
    row("null of a type", QVariant(QMetaType::fromType<QString>()), "NULL");
    row("invalid", QVariant(), "NULL");
    row("quotes", QStringLiteral("'a''"), "'''a'''''");
    row("backslash", QStringLiteral("\\"), "E'\\\\'");
    row("backslash and quote", QStringLiteral("\\'; DROP"), "E'\\\\''; DROP'");
    row("integer", 7, "7");
    row("negative", -7, "'-7'::bigint");
    row("largest", std::numeric_limits<qlonglong>::max(), "9223372036854775807");
    row("smallest", std::numeric_limits<qlonglong>::min(), "'-9223372036854775808'::bigint");
    row("truth", true, "TRUE");
    row("bytes", QByteArray("\0a\\", 3), "E'\\\\x00615c'");
    row("real number", 0.5, "0.5");
}

void TestSqlLiterals::write_value_isItsLiteral()
{
    QFETCH(QVariant, value);
    QFETCH(QString, literal);
    QCOMPARE(written(QStringLiteral("(-?)"), {value}), QStringLiteral("(-%1)").arg(literal));
}

void TestSqlLiterals::write_marksInQuotations_stay_data()
{
    QTest::addColumn<QString>("quotation");
    for (const char *quotation :
         {"'?'", "'a''?'", "\"?\"", "'\"?'", "\"'?\"", "$$?$$", "$a$?$$?$a$", "'?", "''"})
        QTest::newRow(quotation) << QString::fromLatin1(quotation);
}

void TestSqlLiterals::write_marksInQuotations_stay()
{
    QFETCH(QString, quotation);
    QCOMPARE(written(QStringLiteral("? ") + quotation, {1}), QStringLiteral("1 ") + quotation);
}

void TestSqlLiterals::write_valueWithAMark_isNotReadAgain()
{
    QCOMPARE(written(QStringLiteral("a LIKE ? ESCAPE '!' OR $1 ? b"), {QStringLiteral("?'$$"), 2}),
             QStringLiteral("a LIKE '?''$$' ESCAPE '!' OR $1 2 b"));
}

void TestSqlLiterals::write_otherNumberOfValues_nothing()
{
    QVERIFY(!written(QStringLiteral("? ?"), {1}));
    QVERIFY(!written(QStringLiteral("? '?'"), {1, 2}));
    QCOMPARE(written(QStringLiteral("none"), {}), QStringLiteral("none"));
}

void TestSqlLiterals::write_nul_nothing()
{
    QVERIFY(!written(QStringLiteral("?"), {QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b")}));
}

QTEST_GUILESS_MAIN(TestSqlLiterals)
#include "tst_sqlliterals.moc"
