// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/decimal.h"

#include <QtTest/QTest>

using namespace guarita::contract;

class TestDecimal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void centsFromNumber_text_isExact_data();
    void centsFromNumber_text_isExact();
};

void TestDecimal::centsFromNumber_text_isExact_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("cents");
    QTest::addColumn<int>("fault");
    const auto good = [](const char *text, qint64 cents) {
        QTest::newRow(text) << QByteArray(text) << cents << int(CentsFault::None);
    };
    good("0", 0);
    good("-0", 0);
    good("0.00", 0);
    good("0.000000", 0);
    good("0e999999999999999999999", 0);
    good("19.90", 1990);
    good("19.9", 1990);
    good("19.900", 1990);
    good("0.01", 1);
    good("0.29", 29); // 28.999… as a double
    good("1.13", 113);
    good("1.005e1", 1005);
    good("1e1", 1000);
    good("1E+1", 1000);
    good("100e-2", 100);
    good("10e-3", 1);
    good("0.0000000001e10", 100);
    good("-1", -100);
    good("-0.05", -5);
    good("99999999999.99", 9'999'999'999'999);
    good("90071992547409.93", 9'007'199'254'740'993); // one more than doubles can count
    good("9999999999999999.99", 999'999'999'999'999'999);
    const auto bad = [](const char *text, CentsFault fault) {
        QTest::newRow(text) << QByteArray(text) << qint64(0) << int(fault);
    };
    bad("19.999", CentsFault::TooManyDecimals);
    bad("0.001", CentsFault::TooManyDecimals);
    bad("1e-3", CentsFault::TooManyDecimals);
    bad("1e-99999999999999999999", CentsFault::TooManyDecimals);
    bad("-0.001", CentsFault::TooManyDecimals);
    bad("10000000000000000", CentsFault::OutOfRange);
    bad("1e17", CentsFault::OutOfRange);
    bad("1e99999999999999999999", CentsFault::OutOfRange);
    bad("-1e400", CentsFault::OutOfRange);
    QTest::newRow("a long row of zeros")
        << QByteArray("1." + QByteArray(100'000, '0')) << qint64(100) << int(CentsFault::None);
    QTest::newRow("a long number") << QByteArray(100'000, '9') << qint64(0) << int(CentsFault::OutOfRange);
}

void TestDecimal::centsFromNumber_text_isExact()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, cents);
    QFETCH(int, fault);
    const Cents read = centsFromNumber(std::string_view(text.constData(), std::size_t(text.size())));
    QCOMPARE(int(read.fault), fault);
    QCOMPARE(read.value, cents);
}

QTEST_GUILESS_MAIN(TestDecimal)
#include "tst_decimal.moc"
