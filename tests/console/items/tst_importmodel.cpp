// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/importmodel.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QThread>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita::console;

namespace {

const QLocale portuguese(QLocale::Portuguese, QLocale::Brazil);
const QLocale english(QLocale::English, QLocale::UnitedStates);

QString explain(const CellFault &fault, const QString &cell, const QLocale &)
{
    return fieldName(fault.field) + u':' + cell;
}

/// Five rows with a header, of which the second and the fourth are wrong.
constexpr const char16_t *fiveRows =
    u"Nome;Preço;Cor\nCaneta;1,50;azul\nLápis;19.9;preto\n\nGiz;0,10;branco\n;2,00;verde\nCola;3;x";

} // namespace

class TestImportModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void setTable_rows_areShownAndJudged();
    void headerData_columns_haveNamesAndFields();
    void data_wrongCell_isExplained();
    void setData_wrongCell_isMended();
    void setData_goodCell_isSpoilt();
    void setData_unusedColumn_isRefused();
    void setHasHeader_off_makesTheFirstRowData();
    void setField_taken_movesIt();
    void setNumbers_otherLocale_judgesAnew();
    void setOnlyFaulty_rows_stayUntilSetAgain();
    void nextFault_cells_areVisitedInOrder();
    void goodRows_rows_areThoseToImport();
    void clear_table_isEmpty();
    void plan_manyRows_isDoneInAnotherThread();
    void plan_editedMeanwhile_isDoneAnew();
    void destructor_whilePlanning_returnsAtOnce();

private:
    void show(const QString &text);
    QString cell(int row, int column) const { return m_model->index(row, column).data().toString(); }

    std::unique_ptr<ImportModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestImportModel::init()
{
    m_model = std::make_unique<ImportModel>(&explain);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setNumbers(portuguese);
    show(QString::fromUtf16(fiveRows));
}

void TestImportModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

void TestImportModel::show(const QString &text)
{
    auto table = readCsv(QStringView(text));
    QVERIFY(table);
    const GuessedMapping mapping = guessMapping(table.value(), portuguese);
    m_model->setTable(std::move(table).value(), mapping);
}

void TestImportModel::setTable_rows_areShownAndJudged()
{
    QCOMPARE(m_model->rowCount(), 5);
    QCOMPARE(m_model->columnCount(), 3);
    QCOMPARE(m_model->good(), 3);
    QCOMPARE(m_model->bad(), 2);
    QCOMPARE(m_model->ambiguousPrices(), 1);
    QVERIFY(m_model->hasHeader());
    QCOMPARE(cell(1, 1), QStringLiteral("19.9"));
    QVERIFY(m_model->index(1, 1).data(ImportModel::FaultRole).toBool());
    QVERIFY(!m_model->index(1, 0).data(ImportModel::FaultRole).toBool());
    QVERIFY(m_model->index(1, 0).data(ImportModel::FaultyRowRole).toBool());
    QVERIFY(!m_model->index(0, 0).data(ImportModel::FaultyRowRole).toBool());
}

void TestImportModel::headerData_columns_haveNamesAndFields()
{
    const auto header = [this](int section, Qt::Orientation orientation, int role = Qt::DisplayRole) {
        return m_model->headerData(section, orientation, role);
    };
    QCOMPARE(header(1, Qt::Horizontal).toString(), QStringLiteral("Preço"));
    QCOMPARE(header(1, Qt::Horizontal, ImportModel::FieldRole).toInt(), int(Field::Preco));
    QVERIFY(!header(2, Qt::Horizontal, ImportModel::FieldRole).isValid());
    QCOMPARE(header(0, Qt::Vertical).toInt(), 2);
    QCOMPARE(header(2, Qt::Vertical).toInt(), 5); // behind a blank line
    QVERIFY(header(1, Qt::Vertical, ImportModel::FaultyRowRole).toBool());
    QVERIFY(!header(5, Qt::Vertical).isValid());

    show(QString(27, u';') + u'x');
    QCOMPARE(header(0, Qt::Horizontal).toString(), QStringLiteral("A"));
    QCOMPARE(header(25, Qt::Horizontal).toString(), QStringLiteral("Z"));
    QCOMPARE(header(27, Qt::Horizontal).toString(), QStringLiteral("AB"));
}

void TestImportModel::data_wrongCell_isExplained()
{
    const QModelIndex wrong = m_model->index(1, 1);
    QCOMPARE(wrong.data(Qt::ToolTipRole).toString(), QStringLiteral("preco:19.9"));
    QVERIFY(wrong.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("preco:19.9")));
    QVERIFY(!m_model->index(0, 1).data(Qt::ToolTipRole).isValid());
}

void TestImportModel::setData_wrongCell_isMended()
{
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QVERIFY(m_model->setData(m_model->index(1, 1), QStringLiteral("19,90")));
    QCOMPARE(m_model->good(), 4);
    QCOMPARE(m_model->bad(), 1);
    QVERIFY(!m_model->index(1, 1).data(ImportModel::FaultRole).toBool());
    QCOMPARE(changed.count(), 1);
    QVERIFY(m_model->setData(m_model->index(1, 1), QStringLiteral("19,90"))); // nothing new
    QCOMPARE(changed.count(), 1);
}

void TestImportModel::setData_goodCell_isSpoilt()
{
    QVERIFY(m_model->setData(m_model->index(0, 0), QStringLiteral(" ")));
    QCOMPARE(m_model->good(), 2);
    QCOMPARE(m_model->bad(), 3);
    QVERIFY(m_model->index(0, 0).data(ImportModel::FaultRole).toBool());
}

void TestImportModel::setData_unusedColumn_isRefused()
{
    QVERIFY(!(m_model->flags(m_model->index(0, 2)) & Qt::ItemIsEditable));
    QVERIFY(!m_model->setData(m_model->index(0, 2), QStringLiteral("x")));
    QVERIFY(!m_model->setData({}, QStringLiteral("x")));
    QCOMPARE(cell(0, 2), QStringLiteral("azul"));
}

void TestImportModel::setHasHeader_off_makesTheFirstRowData()
{
    m_model->setHasHeader(false);
    QCOMPARE(m_model->rowCount(), 6);
    QCOMPARE(m_model->bad(), 3);
    QCOMPARE(cell(0, 0), QStringLiteral("Nome"));
    QVERIFY(m_model->index(0, 1).data(ImportModel::FaultRole).toBool());
    m_model->setHasHeader(true);
    QCOMPARE(m_model->rowCount(), 5);
    QCOMPARE(m_model->bad(), 2);
}

void TestImportModel::setField_taken_movesIt()
{
    m_model->setField(2, Field::Nome);
    QCOMPARE(m_model->mapping(), (ColumnMapping{std::nullopt, Field::Preco, Field::Nome}));
    QCOMPARE(m_model->bad(), 1); // the row without a name has a colour
    m_model->setField(2, std::nullopt);
    QVERIFY(m_model->isMissing(Field::Nome));
    QCOMPARE(m_model->good(), 0);
    m_model->setField(0, Field::Descricao);
    m_model->setField(2, Field::Nome);
    QCOMPARE(m_model->goodRows().front().descricao, QStringLiteral("Caneta"));
}

void TestImportModel::setNumbers_otherLocale_judgesAnew()
{
    m_model->setNumbers(english);
    QVERIFY(!m_model->index(1, 1).data(ImportModel::FaultRole).toBool());
    QVERIFY(m_model->index(0, 1).data(ImportModel::FaultRole).toBool());
}

void TestImportModel::setOnlyFaulty_rows_stayUntilSetAgain()
{
    m_model->setOnlyFaulty(true);
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(cell(0, 1), QStringLiteral("19.9"));
    QCOMPARE(m_model->headerData(0, Qt::Vertical).toInt(), 3);
    QVERIFY(m_model->setData(m_model->index(0, 1), QStringLiteral("19,9")));
    QCOMPARE(m_model->rowCount(), 2); // under the hands
    QCOMPARE(m_model->bad(), 1);
    m_model->setOnlyFaulty(true);
    QCOMPARE(m_model->rowCount(), 1);
    m_model->setNumbers(english); // the filter judges by the new errors
    QCOMPARE(m_model->rowCount(), int(m_model->bad()));
    m_model->setOnlyFaulty(false);
    QCOMPARE(m_model->rowCount(), 5);
}

void TestImportModel::nextFault_cells_areVisitedInOrder()
{
    QVERIFY(m_model->setData(m_model->index(3, 1), QStringLiteral("x"))); // two in one row
    const std::vector<std::pair<int, int>> faults{{1, 1}, {3, 0}, {3, 1}, {1, 1}};
    QModelIndex at = m_model->index(0, 0);
    for (const auto &[row, column] : faults) {
        at = m_model->nextFault(at, true);
        QCOMPARE(at, m_model->index(row, column));
    }
    at = m_model->nextFault(at, false);
    QCOMPARE(at, m_model->index(3, 1));
    at = m_model->nextFault(at, false);
    QCOMPARE(at, m_model->index(3, 0));
    QCOMPARE(m_model->nextFault({}, true), m_model->index(1, 1));
    QCOMPARE(m_model->nextFault({}, false), m_model->index(3, 1));

    show(QStringLiteral("Caneta;1,50\nGiz;2,00"));
    QVERIFY(!m_model->nextFault(m_model->index(0, 0), true).isValid());
    show(QStringLiteral("Caneta;x\nGiz;2,00"));
    m_model->setField(1, Field::Preco);
    QCOMPARE(m_model->nextFault(m_model->index(0, 1), true), m_model->index(0, 1)); // the only one
}

void TestImportModel::goodRows_rows_areThoseToImport()
{
    const auto rows = m_model->goodRows();
    QCOMPARE(rows.size(), 3u);
    QCOMPARE(rows[0], (ItemFields{QStringLiteral("Caneta"), {}, 150}));
    QCOMPARE(rows[1], (ItemFields{QStringLiteral("Giz"), {}, 10}));
    QCOMPARE(rows[2], (ItemFields{QStringLiteral("Cola"), {}, 300}));
}

void TestImportModel::clear_table_isEmpty()
{
    m_model->setOnlyFaulty(true);
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->columnCount(), 0);
    QCOMPARE(m_model->good(), 0);
    QVERIFY(m_model->goodRows().empty());
    QVERIFY(!m_model->nextFault({}, true).isValid());
    show(QStringLiteral("a;1\nb;2"));
    QCOMPARE(m_model->rowCount(), 2);
}

void TestImportModel::plan_manyRows_isDoneInAnotherThread()
{
    m_tester.reset(); // looks at every row, again and again
    show(QStringLiteral("Caneta;1,50\nGiz;2.5\n").repeated(50'000));
    QVERIFY(m_model->isPlanning());
    QCOMPARE(m_model->rowCount(), 100'000);
    QVERIFY(!m_model->index(1, 1).data(ImportModel::FaultRole).toBool()); // not judged yet
    QTRY_VERIFY(!m_model->isPlanning());
    QCOMPARE(m_model->good(), 50'000);
    QVERIFY(m_model->index(1, 1).data(ImportModel::FaultRole).toBool());
    m_model->setOnlyFaulty(true);
    m_model->setNumbers(english);
    QVERIFY(m_model->isPlanning());
    m_model->setNumbers(portuguese);
    m_model->setNumbers(english); // only the last counts
    QTRY_VERIFY(!m_model->isPlanning());
    QCOMPARE(m_model->good(), 50'000);
    QCOMPARE(m_model->rowCount(), 50'000);
    QCOMPARE(cell(0, 1), QStringLiteral("1,50"));
}

void TestImportModel::plan_editedMeanwhile_isDoneAnew()
{
    m_tester.reset();
    show(QStringLiteral("Caneta;1,50\nGiz;2.5\n").repeated(10'000));
    QVERIFY(m_model->isPlanning());
    QVERIFY(m_model->setData(m_model->index(1, 1), QStringLiteral("2,50")));
    m_model->setHasHeader(true);
    QTRY_VERIFY(!m_model->isPlanning());
    QCOMPARE(m_model->bad(), 9'999);
    QCOMPARE(m_model->good(), 10'000);
}

void TestImportModel::destructor_whilePlanning_returnsAtOnce()
{
    m_tester.reset();
    for (int milliseconds = 0; milliseconds < 200;
         milliseconds += 10) { // before and after the answer is sent
        m_model = std::make_unique<ImportModel>(&explain);
        show(QStringLiteral("Caneta;1,50\n").repeated(100'000));
        QVERIFY(m_model->isPlanning());
        QElapsedTimer since;
        since.start();
        while (since.elapsed() < milliseconds)
            QThread::yieldCurrentThread();
        m_model.reset();
        QVERIFY(since.elapsed() < 1000);
        QCoreApplication::processEvents();
    }
}

QTEST_GUILESS_MAIN(TestImportModel)
#include "tst_importmodel.moc"
