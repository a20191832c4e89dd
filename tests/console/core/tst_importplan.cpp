// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/importplan.h"

#include <QtTest/QTest>

using namespace guarita::console;

namespace {

const QLocale portuguese(QLocale::Portuguese, QLocale::Brazil);
const QLocale english(QLocale::English, QLocale::UnitedStates);

CsvTable tableOf(const char16_t *text)
{
    auto table = readCsv(QStringView(text));
    return table ? table.value() : CsvTable{};
}

/// "npd-": nome, preco, descricao, unused.
QString lettersOf(const ColumnMapping &mapping)
{
    QString letters;
    for (const auto &field : mapping)
        letters += field ? fieldName(*field).front() : QChar(u'-');
    return letters;
}

} // namespace

class TestImportPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void guessMapping_table_isUnderstood_data();
    void guessMapping_table_isUnderstood();
    void guessMapping_nothing_isEmpty();
    void planImport_rows_areCounted();
    void planImport_otherSeparators_areNeverGuessed();
    void planRow_cell_hasItsFault_data();
    void planRow_cell_hasItsFault();
    void planRow_texts_areTidied();
    void planRow_missingColumns_areFaults();
    void planImport_ownExport_comesBack();
};

void TestImportPlan::guessMapping_table_isUnderstood_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("hasHeader");
    QTest::addColumn<QString>("columns");
    const auto add = [](const char *name, const char16_t *text, bool header, const char *columns) {
        QTest::newRow(name) << QString::fromUtf16(text) << header << QString::fromLatin1(columns);
    };
    add("our export", u"ID;Nome;Descrição;Preço;Atualizado em\n1;Caneta;azul;1,50;x", true, "-ndp-");
    add("English", u"Name,Price,Description\nPen,1.50,blue", true, "npd");
    add("case, accents, brackets", u" DESCRICAO ;\"PREÇO (R$)\";NOME\nx;1,5;y", true, "dpn");
    add("the first of two alike", u"Nome;Name;Valor\na;b;1", true, "n-p");
    add("only the name", u"Nome;Cor\nCaneta;azul", true, "n-");
    add("no header", u"Caneta;azul;1,50\nLápis;preto;2,75", false, "ndp");
    add("price first", u"1,50;Caneta\n2,75;Lápis", false, "pn");
    add("codes in front", u"1;Caneta;1,50\n2;Lápis;2,75", false, "-np");
    add("whole prices behind codes", u"1;Caneta;15\n2;Lápis;27", false, "-np");
    add("prices with points", u"Caneta;19.9\nLápis;1234.56", false, "np");
    add("an item called Item", u"Item;19,90\nCaneta;1,50", false, "np");
    add("numbers alone", u"7;1,50\n8;2,50", false, "np");
    add("one column", u"Caneta\nLápis", false, "n");
    add("one column of numbers", u"1\n2", false, "n");
    add("one wrong price in the first row", u"Caneta;abc\nLápis;1,50\nGiz;2", false, "np");
}

void TestImportPlan::guessMapping_table_isUnderstood()
{
    QFETCH(QString, text);
    const GuessedMapping guess =
        guessMapping(tableOf(reinterpret_cast<const char16_t *>(text.utf16())), portuguese);
    QTEST(guess.hasHeader, "hasHeader");
    QTEST(lettersOf(guess.columns), "columns");
}

void TestImportPlan::guessMapping_nothing_isEmpty()
{
    const GuessedMapping guess = guessMapping({}, portuguese);
    QVERIFY(!guess.hasHeader);
    QVERIFY(guess.columns.empty());
}

void TestImportPlan::planImport_rows_areCounted()
{
    const CsvTable table = tableOf(u"Nome;Preço\nCaneta;1,50\n;2,00\nLápis;2.75\nGiz;R$ 0,10");
    const GuessedMapping guess = guessMapping(table, portuguese);
    const ImportPlan plan = planImport(table, guess.columns, guess.hasHeader, portuguese);
    QCOMPARE(plan.rows.size(), 4u);
    QCOMPARE(plan.good, 2);
    QCOMPARE(plan.bad, 2);
    QCOMPARE(plan.rows[0].fields, (ItemFields{QStringLiteral("Caneta"), {}, 150}));
    QCOMPARE(plan.rows[1].faults, (std::vector{CellFault{Field::Nome, {}, FieldRule::Empty}}));
    QCOMPARE(plan.rows[2].faults, (std::vector{CellFault{Field::Preco, MoneyFault::Ambiguous}}));
    QVERIFY(plan.rows[2].faultOf(Field::Preco));
    QVERIFY(!plan.rows[2].faultOf(Field::Nome));
    const ImportPlan withHeader = planImport(table, guess.columns, false, portuguese);
    QCOMPARE(withHeader.rows.size(), 5u);
    QCOMPARE(withHeader.bad, 3);
}

void TestImportPlan::planImport_otherSeparators_areNeverGuessed()
{
    const CsvTable table = tableOf(u"Caneta;19.9\nLápis;1234.56");
    const ColumnMapping mapping{Field::Nome, Field::Preco};
    QCOMPARE(planImport(table, mapping, false, portuguese).good, 0);
    const ImportPlan plan = planImport(table, mapping, false, english);
    QCOMPARE(plan.good, 2);
    QCOMPARE(plan.rows[0].fields.precoCentavos, 1990);
    QCOMPARE(plan.rows[1].fields.precoCentavos, 123456);
}

void TestImportPlan::planRow_cell_hasItsFault_data()
{
    QTest::addColumn<QStringList>("cells");
    QTest::addColumn<int>("field");
    QTest::addColumn<int>("money");
    QTest::addColumn<int>("rule");
    const QString good = QStringLiteral("a"), price = QStringLiteral("1");
    const auto rule = [&](const char *name, QStringList cells, Field field, FieldRule broken) {
        QTest::newRow(name) << std::move(cells) << int(field) << -1 << int(broken);
    };
    const auto money = [&](const char *name, const char *text, MoneyFault fault) {
        QTest::newRow(name) << QStringList{good, QString(), QString::fromLatin1(text)} << int(Field::Preco)
                            << int(fault) << -1;
    };
    rule("blank name", {QStringLiteral(" \t"), {}, price}, Field::Nome, FieldRule::Empty);
    rule("long name", {QString(101, u'a'), {}, price}, Field::Nome, FieldRule::TooLong);
    rule("name of two lines", {QStringLiteral("a\nb"), {}, price}, Field::Nome, FieldRule::ControlCharacter);
    rule("long description", {good, QString(501, u'a'), price}, Field::Descricao, FieldRule::TooLong);
    money("no price", "", MoneyFault::Empty);
    money("words", "cheap", MoneyFault::NotANumber);
    money("points", "19.9", MoneyFault::Ambiguous);
    money("decimals", "0,001", MoneyFault::TooManyDecimals);
    money("negative", "-1", MoneyFault::Negative);
    money("huge", "100.000.000.000,00", MoneyFault::TooLarge);
}

void TestImportPlan::planRow_cell_hasItsFault()
{
    QFETCH(QStringList, cells);
    const ImportRow row = planRow(cells, {Field::Nome, Field::Descricao, Field::Preco}, portuguese);
    QCOMPARE(row.faults.size(), 1u);
    const CellFault &fault = row.faults.front();
    QTEST(int(fault.field), "field");
    QTEST(fault.money ? int(*fault.money) : -1, "money");
    QTEST(fault.money ? -1 : int(fault.rule), "rule");
}

void TestImportPlan::planRow_texts_areTidied()
{
    const ColumnMapping mapping{Field::Nome, Field::Descricao, Field::Preco};
    const ImportRow row =
        planRow({QStringLiteral(u" Caneta\u00A0"), QStringLiteral("a\r\nb\rc "), QStringLiteral(" 1 ")},
                mapping, portuguese);
    QVERIFY(row.faults.empty());
    QCOMPARE(row.fields, (ItemFields{QStringLiteral("Caneta"), QStringLiteral("a\nb\nc"), 100}));
    const ImportRow none =
        planRow({QStringLiteral("Caneta"), QStringLiteral("  "), QStringLiteral("1")}, mapping, portuguese);
    QCOMPARE(none.fields.descricao, std::nullopt);
    QCOMPARE(planRow({QStringLiteral("'=x"), {}, QStringLiteral("1")}, mapping, portuguese).fields.nome,
             QStringLiteral("=x"));
}

void TestImportPlan::planRow_missingColumns_areFaults()
{
    const ImportRow noPrice = planRow({QStringLiteral("Caneta")}, {Field::Nome}, portuguese);
    QCOMPARE(noPrice.faults, (std::vector{CellFault{Field::Preco, MoneyFault::Empty}}));
    const ImportRow nothing = planRow({QStringLiteral("Caneta")}, {std::nullopt}, portuguese);
    QCOMPARE(nothing.faults.size(), 2u);
    // A row that is shorter than the mapping.
    const ImportRow cut = planRow({QStringLiteral("Caneta")}, {Field::Nome, Field::Preco}, portuguese);
    QCOMPARE(cut.faults, (std::vector{CellFault{Field::Preco, MoneyFault::Empty}}));
}

void TestImportPlan::planImport_ownExport_comesBack()
{
    const std::vector<ItemFields> items{
        {QStringLiteral("=SUM(A1)"), QStringLiteral("a;b\n\"c\""), 123450},
        {QStringLiteral("-5% off"), {}, 0},
        {QStringLiteral("'=quoted"), QStringLiteral("@x"), 9'999'999'999'999}};
    for (const QLocale &locale : {portuguese, english}) {
        std::vector<QStringList> rows{
            {QStringLiteral("Nome"), QStringLiteral("Descrição"), QStringLiteral("Preço")}};
        for (const ItemFields &item : items)
            rows.push_back({item.nome, item.descricao.value_or(QString()),
                            formatMoneyPlain(item.precoCentavos, locale)});
        const auto table = readCsv(csvMark() + writeCsv(rows, csvSeparator(locale)));
        QVERIFY(table);
        const GuessedMapping guess = guessMapping(table.value(), locale);
        const ImportPlan plan = planImport(table.value(), guess.columns, guess.hasHeader, locale);
        QCOMPARE(plan.bad, 0);
        QCOMPARE(plan.rows.size(), items.size());
        for (std::size_t i = 0; i < items.size(); ++i)
            QCOMPARE(plan.rows[i].fields, items[i]);
    }
}

QTEST_APPLESS_MAIN(TestImportPlan)
#include "tst_importplan.moc"
