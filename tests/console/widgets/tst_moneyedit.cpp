// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/moneyedit.h"

#include <QtTest/QTest>

using namespace guarita::console;

namespace {

const QLocale english(QLocale::English, QLocale::UnitedStates);
const QLocale brazilian(QLocale::Portuguese, QLocale::Brazil);

} // namespace

class TestMoneyEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typed_staysAsItIs_andIsNeverGuessed_data();
    void typed_staysAsItIs_andIsNeverGuessed();
    void explain_ambiguous_namesWhatMayBeMeant();
    void explain_every_isASentence();
    void locale_changed_keepsTheValue();
    void locale_changed_keepsWhatCannotBeRead();
    void left_isWrittenPlainly();
};

void TestMoneyEdit::typed_staysAsItIs_andIsNeverGuessed_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("cents"); // -1: refused
    QTest::newRow("pt 19,90") << brazilian << "19,90" << qint64(1990);
    QTest::newRow("pt 19.9") << brazilian << "19.9" << qint64(-1);
    QTest::newRow("pt 1234.56") << brazilian << "1234.56" << qint64(-1);
    QTest::newRow("pt 1.234,56") << brazilian << "1.234,56" << qint64(123456);
    QTest::newRow("en 19.90") << english << "19.90" << qint64(1990);
    QTest::newRow("en 19,9") << english << "19,9" << qint64(-1);
    QTest::newRow("en 1234,56") << english << "1234,56" << qint64(-1);
    QTest::newRow("empty") << english << "" << qint64(-1);
}

void TestMoneyEdit::typed_staysAsItIs_andIsNeverGuessed()
{
    QFETCH(QLocale, locale);
    QFETCH(QString, text);
    QFETCH(qint64, cents);
    MoneyEdit edit;
    edit.setLocale(locale);
    QTest::keyClicks(&edit, text);
    QCOMPARE(edit.text(), text);
    QCOMPARE(edit.cents().ok(), cents >= 0);
    if (cents >= 0)
        QCOMPARE(edit.cents().value(), cents);
}

void TestMoneyEdit::explain_ambiguous_namesWhatMayBeMeant()
{
    QVERIFY(MoneyEdit::explain(MoneyFault::Ambiguous, QStringLiteral("19.9"), brazilian)
                .contains(QStringLiteral("19,90")));
    QVERIFY(MoneyEdit::explain(MoneyFault::Ambiguous, QStringLiteral("19,9"), english)
                .contains(QStringLiteral("19.90")));
    QCOMPARE(MoneyEdit::likelyCents(QStringLiteral("1234.56"), brazilian), std::optional(qint64(123456)));
    QVERIFY(!MoneyEdit::likelyCents(QStringLiteral("caro"), brazilian));
}

void TestMoneyEdit::explain_every_isASentence()
{
    for (const MoneyFault fault : {MoneyFault::Empty, MoneyFault::NotANumber, MoneyFault::Ambiguous,
                                   MoneyFault::TooManyDecimals, MoneyFault::Negative, MoneyFault::TooLarge}) {
        const QString text = MoneyEdit::explain(fault, QStringLiteral("1.2.3"), brazilian);
        QVERIFY(text.size() > 10 && (text.endsWith(QLatin1Char('.')) || text.endsWith(QLatin1Char('?'))));
    }
}

void TestMoneyEdit::locale_changed_keepsTheValue()
{
    MoneyEdit edit;
    edit.setLocale(brazilian);
    edit.setCents(123450);
    QCOMPARE(edit.text(), QStringLiteral("1234,50"));
    edit.setLocale(english);
    QCOMPARE(edit.text(), QStringLiteral("1234.50"));
    QCOMPARE(edit.centsOrZero(), 123450);
}

void TestMoneyEdit::locale_changed_keepsWhatCannotBeRead()
{
    MoneyEdit edit;
    edit.setLocale(brazilian);
    edit.setText(QStringLiteral("19.9"));
    edit.setLocale(english);
    QCOMPARE(edit.text(), QStringLiteral("19.9"));
}

void TestMoneyEdit::left_isWrittenPlainly()
{
    QWidget window;
    MoneyEdit edit(&window);
    QLineEdit other(&window);
    edit.setLocale(brazilian);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    edit.setFocus();
    QTest::keyClicks(&edit, QStringLiteral("R$ 1.234,5"));
    other.setFocus();
    QCOMPARE(edit.text(), QStringLiteral("1234,50"));
    edit.setText(QStringLiteral("19.9"));
    edit.setFocus();
    other.setFocus();
    QCOMPARE(edit.text(), QStringLiteral("19.9"));
}

QTEST_MAIN(TestMoneyEdit)
#include "tst_moneyedit.moc"
