// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/money.h"

#include <QtTest/QTest>

#include <initializer_list>
#include <random>

using namespace guarita::console;

Q_DECLARE_METATYPE(guarita::console::MoneyFault)

namespace {

const QLocale portuguese(QLocale::Portuguese, QLocale::Brazil);
const QLocale english(QLocale::English, QLocale::UnitedStates);

/// The same text as somebody writes it who exchanges commas and points.
QString mirrored(QString text)
{
    for (QChar &c : text) {
        if (c == u',')
            c = u'.';
        else if (c == u'.')
            c = u',';
    }
    return text;
}

} // namespace

class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parseMoney_price_isExactCents_data();
    void parseMoney_price_isExactCents();
    void parseMoney_noPrice_saysWhy_data();
    void parseMoney_noPrice_saysWhy();
    void parseMoney_frenchLocale_usesItsSeparators();
    void formatMoney_cents_areGroupedByLocale();
    void formatMoney_anyAmount_isReadBack();
    void parseMoney_garbage_neverReadsMoreThanItSays();
};

void TestMoney::parseMoney_price_isExactCents_data()
{
    QTest::addColumn<QString>("text"); // in pt_BR
    QTest::addColumn<qint64>("cents");
    const auto row = [](const QString &text, qint64 cents) {
        QTest::newRow(qUtf8Printable(QStringLiteral("%1 is %2").arg(text.left(40)).arg(cents)))
            << text << cents;
    };
    row(QStringLiteral("0"), 0);
    row(QStringLiteral("-0,00"), 0);
    row(QStringLiteral("19,90"), 1990);
    row(QStringLiteral("19,9"), 1990);
    row(QStringLiteral("19"), 1900);
    row(QStringLiteral("19,"), 1900);
    row(QStringLiteral(",5"), 50);
    row(QStringLiteral("0,29"), 29); // 28.999… as a double
    row(QStringLiteral("1,13"), 113);
    row(QStringLiteral("19,9000"), 1990);
    row(QStringLiteral("0,0100"), 1);
    row(QStringLiteral("007"), 700);
    row(QStringLiteral("1.234"), 123400);
    row(QStringLiteral("1.234,5"), 123450);
    row(QStringLiteral("12.345.678,90"), 1234567890);
    row(QStringLiteral("R$ 1.234,50"), 123450);
    row(QStringLiteral("r$1.234,50"), 123450);
    row(QStringLiteral("+R$ 5"), 500);
    row(QStringLiteral("R$ +5"), 500);
    row(QStringLiteral(u"R$\u00A01.234,50"), 123450);
    row(QStringLiteral(u"R$\u202F1\u202F234,50"), 123450);
    row(QStringLiteral(u"1\u00A0234\u00A0567,8"), 123456780);
    row(QStringLiteral(u"\u200E 7,50 \t\n"), 750);
    row(QStringLiteral("99.999.999.999,99"), 9'999'999'999'999);
    row(QStringLiteral("99999999999,99"), 9'999'999'999'999);
    row(QString(1'000'000, u'0') + QStringLiteral("1,00"), 100);
}

void TestMoney::parseMoney_price_isExactCents()
{
    QFETCH(QString, text);
    QFETCH(qint64, cents);
    const auto inPortuguese = parseMoney(text, portuguese);
    QVERIFY(inPortuguese);
    QCOMPARE(inPortuguese.value(), cents);
    const auto inEnglish = parseMoney(mirrored(text), english);
    QVERIFY(inEnglish);
    QCOMPARE(inEnglish.value(), cents);
}

void TestMoney::parseMoney_noPrice_saysWhy_data()
{
    QTest::addColumn<QString>("text"); // in pt_BR
    QTest::addColumn<MoneyFault>("fault");
    const auto rows = [](MoneyFault fault, std::initializer_list<const char16_t *> texts) {
        for (const char16_t *text : texts) {
            const QString string = QString::fromUtf16(text);
            QTest::newRow(qUtf8Printable(QStringLiteral("'%1'").arg(string))) << string << fault;
        }
    };
    rows(MoneyFault::Empty, {u"", u" ", u"\u00A0\t\u202F", u"\u200B"});
    rows(MoneyFault::NotANumber, {u"abc",
                                  u"R$",
                                  u"-",
                                  u"+",
                                  u",",
                                  u".",
                                  u"1e3",
                                  u"1E3",
                                  u"0x10",
                                  u"1 234",
                                  u"1,2,3",
                                  u"1.23.456",
                                  u"1..234",
                                  u"1.234.",
                                  u"12.34.56",
                                  u"1,234.567,8",
                                  u"US$ 5",
                                  u"$5",
                                  u"R$ R$ 5",
                                  u"--5",
                                  u"5-",
                                  u"5%",
                                  u"\u0661\u0662\u0663",
                                  u"\uFF11\uFF12",
                                  u"nan",
                                  u"inf",
                                  u"(5,00)",
                                  u"1\u00A023",
                                  u"5 6",
                                  u"1.234,5.6"});
    rows(MoneyFault::Ambiguous,
         {u"19.9", u"19.90", u"1234.56", u"1,234.56", u"1,234,567", u"1,234", u"19,900", u"19,999", u"0.500",
          u"0.5", u".5", u"5.", u"1234.5", u"R$ 19.90", u"12,345,678.90", u"0.00", u"1.2300"});
    rows(MoneyFault::TooManyDecimals,
         {u"0,001", u"1,0001", u"1234,567", u"1.234,5678", u"1.2345", u"1.23400", u"1\u00A0234.567"});
    rows(MoneyFault::Negative,
         {u"-1", u"-0,01", u"R$ -1", u"-R$ 1,00", u"\u22125", u"- 5", u"-99999999999999"});
    rows(MoneyFault::TooLarge,
         {u"100.000.000.000,00", u"100000000000", u"99999999999999999999999999", u"999999999999999,99"});
}

void TestMoney::parseMoney_noPrice_saysWhy()
{
    QFETCH(QString, text);
    QFETCH(MoneyFault, fault);
    const auto inPortuguese = parseMoney(text, portuguese);
    QVERIFY(!inPortuguese);
    QCOMPARE(inPortuguese.error(), fault);
    const auto inEnglish = parseMoney(mirrored(text), english);
    QVERIFY(!inEnglish);
    QCOMPARE(inEnglish.error(), fault);
}

void TestMoney::parseMoney_frenchLocale_usesItsSeparators()
{
    const QLocale french(QLocale::French, QLocale::France);
    const auto cents = parseMoney(QStringLiteral(u"1\u202F234,5"), french);
    QVERIFY(cents);
    QCOMPARE(cents.value(), 123450);
    QCOMPARE(parseMoney(QStringLiteral("1234.5"), french).error(), MoneyFault::Ambiguous);
}

void TestMoney::formatMoney_cents_areGroupedByLocale()
{
    QCOMPARE(formatMoney(123450, portuguese), QStringLiteral(u"R$\u00A01.234,50"));
    QCOMPARE(formatMoney(123450, english), QStringLiteral(u"R$\u00A01,234.50"));
    QCOMPARE(formatMoney(5, portuguese), QStringLiteral(u"R$\u00A00,05"));
    QCOMPARE(formatMoney(-123456789, portuguese), QStringLiteral(u"-R$\u00A01.234.567,89"));
    QCOMPARE(formatMoneyPlain(123450, portuguese), QStringLiteral("1234,50"));
    QCOMPARE(formatMoneyPlain(99999, english), QStringLiteral("999.99"));
}

void TestMoney::formatMoney_anyAmount_isReadBack()
{
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        const int bits = 1 + int(random() % 43);
        const qint64 cents = qint64(random() & ((quint64(1) << bits) - 1)) % 10'000'000'000'000;
        for (const QLocale &locale :
             {portuguese, english, QLocale(QLocale::French), QLocale(QLocale::German)}) {
            for (const QString &text : {formatMoney(cents, locale), formatMoneyPlain(cents, locale)}) {
                const auto back = parseMoney(text, locale);
                QVERIFY2(back && back.value() == cents, qUtf8Printable(text));
            }
        }
    }
}

/// What is read has exactly the digits that were typed: none is dropped or moved.
void TestMoney::parseMoney_garbage_neverReadsMoreThanItSays()
{
    std::mt19937 random(11);
    const QString alphabet = QStringLiteral(u"0123459.,.,- R$e\u00A0");
    for (int i = 0; i < 100'000; ++i) {
        QString text;
        for (unsigned length = random() % 12; length > 0; --length)
            text += alphabet[qsizetype(random() % unsigned(alphabet.size()))];
        const auto cents = parseMoney(text, portuguese);
        if (!cents)
            continue;
        QString digits;
        for (QChar c : text) {
            if (c.isDigit())
                digits += c;
        }
        const qsizetype comma = text.indexOf(u',');
        qsizetype decimals = 0;
        for (qsizetype at = comma; comma >= 0 && at < text.size(); ++at)
            decimals += text[at].isDigit();
        digits += QStringLiteral("00");
        digits.chop(decimals);
        QVERIFY2(cents.value() == digits.toLongLong(), qUtf8Printable(text));
    }
}

QTEST_APPLESS_MAIN(TestMoney)
#include "tst_money.moc"
