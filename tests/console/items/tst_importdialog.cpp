// SPDX-License-Identifier: GPL-3.0-or-later
#include "importrig.h"

#include "console/widgets/banner.h"

#include <QtGui/QClipboard>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolButton>

using namespace guarita::console;

class TestImportDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void paste_twentyRowsTwoWrong_importsEighteen();
    void wrongCells_mended_importTwenty();
    void suggestion_taken_mendsThePrice();
    void filter_onlyFaulty_showsTwo();
    void keyboard_alone_mendsAndImports();
    void enter_onACell_editsAndDoesNotImport();
    void escape_inAnEditor_keepsTheDialog();
    void mapping_changed_judgesAnew();
    void mapping_withoutName_advises();
    void prices_withPoints_offerTheOtherReading();
    void cancel_closed_importsNothing();
    void language_changed_isRetranslated();
    void widgets_all_haveNames();

private:
    std::unique_ptr<ImportRig> m_rig;
};

void TestImportDialog::init()
{
    m_rig = std::make_unique<ImportRig>();
    QVERIFY(QTest::qWaitForWindowActive(&m_rig->dialog));
}

void TestImportDialog::paste_twentyRowsTwoWrong_importsEighteen()
{
    QApplication::clipboard()->setText(ImportRig::twentyRows());
    QTest::keySequence(&m_rig->dialog, QKeySequence::Paste);
    QVERIFY(m_rig->showsRows(20));
    QVERIFY(m_rig->child<QCheckBox>("importHeader")->isChecked());
    QVERIFY(m_rig->label("importGood").contains(QStringLiteral("18")));
    QVERIFY(m_rig->label("importGood").contains(QStringLiteral("20")));
    QVERIFY(m_rig->label("importBad").startsWith(QStringLiteral("2 ")));
    QVERIFY(m_rig->importButton()->text().contains(QStringLiteral("18")));
    QVERIFY(m_rig->model()->index(6, 2).data(ImportModel::FaultRole).toBool());
    QVERIFY(m_rig->model()->index(11, 0).data(ImportModel::FaultRole).toBool());
    QVERIFY(m_rig->model()->index(6, 2).data(Qt::ToolTipRole).toString().contains(QStringLiteral("19,90")));

    m_rig->importButton()->click();
    QCOMPARE(m_rig->imports.size(), 1u);
    QCOMPARE(m_rig->imports[0].size(), 18u);
    QCOMPARE(m_rig->imports[0][0], (ItemFields{QStringLiteral("Caneta 1"), QStringLiteral("caixa"), 123450}));
    QVERIFY(!m_rig->dialog.isVisible());
    for (const ItemFields &fields : m_rig->imports[0])
        QVERIFY(fields.precoCentavos == 123450 && !fields.nome.isEmpty());
}

void TestImportDialog::wrongCells_mended_importTwenty()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    const auto mend = [&](int row, int column, const QString &text) {
        m_rig->view()->setCurrentIndex(m_rig->model()->index(row, column));
        m_rig->view()->edit(m_rig->view()->currentIndex());
        auto *editor = m_rig->child<QLineEdit>("importCellEditor");
        editor->selectAll();
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, Qt::Key_Return);
    };
    mend(6, 2, QStringLiteral("19,9"));
    QTRY_VERIFY(m_rig->importButton()->text().contains(QStringLiteral("19")));
    QVERIFY(m_rig->dialog.isVisible());
    mend(11, 0, QStringLiteral("Caneta 12"));
    QTRY_VERIFY(m_rig->importButton()->text().contains(QStringLiteral("20")));
    QVERIFY(!m_rig->child<QLabel>("importBad")->isVisible());
    QVERIFY(!m_rig->child<QToolButton>("importNextFault")->isEnabled());
    m_rig->importButton()->click();
    QCOMPARE(m_rig->imports[0].size(), 20u);
    QCOMPARE(m_rig->imports[0][6].precoCentavos, 1990);
    QCOMPARE(m_rig->imports[0][11].nome, QStringLiteral("Caneta 12"));
}

void TestImportDialog::suggestion_taken_mendsThePrice()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    QVERIFY(!m_rig->child<QPushButton>("importSuggestion")->isVisible());
    m_rig->child<QToolButton>("importNextFault")->click();
    QCOMPARE(m_rig->view()->currentIndex(), m_rig->model()->index(6, 2));
    QVERIFY(m_rig->label("importFaultText").contains(QStringLiteral("19.9")));
    auto *suggestion = m_rig->child<QPushButton>("importSuggestion");
    QVERIFY(suggestion->isVisible());
    QVERIFY(suggestion->text().contains(QStringLiteral("19,90")));
    suggestion->click();
    QCOMPARE(m_rig->model()->index(6, 2).data().toString(), QStringLiteral("19,90"));
    QVERIFY(!suggestion->isVisible());
    QVERIFY(m_rig->label("importBad").startsWith(QStringLiteral("1 ")));
    m_rig->child<QToolButton>("importNextFault")->click();
    QCOMPARE(m_rig->view()->currentIndex(), m_rig->model()->index(11, 0));
    QVERIFY(!suggestion->isVisible());
}

void TestImportDialog::filter_onlyFaulty_showsTwo()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    m_rig->child<QCheckBox>("importOnlyFaulty")->click();
    QCOMPARE(m_rig->model()->rowCount(), 2);
    QCOMPARE(m_rig->model()->headerData(1, Qt::Vertical).toInt(), 13);
    m_rig->child<QCheckBox>("importOnlyFaulty")->click();
    QCOMPARE(m_rig->model()->rowCount(), 20);
}

void TestImportDialog::keyboard_alone_mendsAndImports()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    QVERIFY(m_rig->view()->hasFocus());
    QTest::keyClick(m_rig->view(), Qt::Key_F8);
    QTRY_COMPARE(m_rig->view()->currentIndex(), m_rig->model()->index(6, 2));
    QTest::keyClick(m_rig->view(), Qt::Key_F2);
    auto *editor = m_rig->child<QLineEdit>("importCellEditor");
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, QStringLiteral("20"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_VERIFY(m_rig->view()->hasFocus());
    QTest::keyClick(m_rig->view(), Qt::Key_F8);
    QTRY_COMPARE(m_rig->view()->currentIndex(), m_rig->model()->index(11, 0));
    QTest::keyClick(m_rig->view(), Qt::Key_I, Qt::AltModifier);
    QTRY_COMPARE(m_rig->imports.size(), 1u);
    QCOMPARE(m_rig->imports[0].size(), 19u);
}

void TestImportDialog::enter_onACell_editsAndDoesNotImport()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    QTest::keyClick(m_rig->view(), Qt::Key_Return);
    QVERIFY(m_rig->dialog.isVisible());
    QVERIFY(m_rig->child<QLineEdit>("importCellEditor")->isVisible());
    QVERIFY(m_rig->imports.empty());
}

void TestImportDialog::escape_inAnEditor_keepsTheDialog()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    QTest::keyClick(m_rig->view(), Qt::Key_F2);
    auto *editor = m_rig->child<QLineEdit>("importCellEditor");
    QTest::keyClicks(editor, QStringLiteral("zzz"));
    QTest::keyClick(editor, Qt::Key_Escape);
    QVERIFY(m_rig->dialog.isVisible());
    QCOMPARE(m_rig->model()->index(0, 0).data().toString(), QStringLiteral("Caneta 1"));
    QTest::keyClick(m_rig->view(), Qt::Key_Escape);
    QVERIFY(!m_rig->dialog.isVisible());
}

void TestImportDialog::mapping_changed_judgesAnew()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    QCOMPARE(m_rig->child<QComboBox>("importField2")->currentData().toInt(), int(Field::Preco));
    m_rig->choose("importField3", int(Field::Preco)); // the stock as the price: whole numbers are good
    QCOMPARE(m_rig->child<QComboBox>("importField2")->currentData().toInt(), -1);
    QVERIFY(m_rig->label("importBad").startsWith(QStringLiteral("1 ")));
    m_rig->child<QCheckBox>("importHeader")->click();
    QCOMPARE(m_rig->model()->rowCount(), 21);
    QCOMPARE(m_rig->child<QComboBox>("importField3")->currentData().toInt(), int(Field::Preco));
}

void TestImportDialog::mapping_withoutName_advises()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    auto *banner = m_rig->child<Banner>("importBanner");
    QVERIFY(!banner->isVisible());
    m_rig->choose("importField0", -1);
    QVERIFY(banner->isVisible());
    QVERIFY(!m_rig->child<QPushButton>("importReadOtherwise")->isVisible());
    QVERIFY(!m_rig->importButton()->isEnabled());
    m_rig->importButton()->click();
    QVERIFY(m_rig->imports.empty());
    m_rig->choose("importField0", int(Field::Nome));
    QVERIFY(!banner->isVisible());
    QVERIFY(m_rig->importButton()->isEnabled());
}

void TestImportDialog::prices_withPoints_offerTheOtherReading()
{
    m_rig->dialog.openText(QStringLiteral("Pen;19.9\nChalk;1234.56\nGlue;0.50\nInk;7.25"));
    QVERIFY(m_rig->showsRows(4));
    QVERIFY(!m_rig->importButton()->isEnabled());
    auto *otherwise = m_rig->child<QPushButton>("importReadOtherwise");
    QVERIFY(otherwise->isVisible());
    otherwise->click();
    QVERIFY(!m_rig->child<Banner>("importBanner")->isVisible());
    QCOMPARE(m_rig->child<QComboBox>("importNumbers")->currentIndex(), 1);
    m_rig->importButton()->click();
    QCOMPARE(m_rig->imports[0].size(), 4u);
    QCOMPARE(m_rig->imports[0][0].precoCentavos, 1990);
    QCOMPARE(m_rig->imports[0][1].precoCentavos, 123456);
}

void TestImportDialog::cancel_closed_importsNothing()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    m_rig->child<QPushButton>("importCancel")->click();
    QVERIFY(!m_rig->dialog.isVisible());
    QVERIFY(m_rig->imports.empty());
}

void TestImportDialog::language_changed_isRetranslated()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    m_rig->importButton()->setText({});
    m_rig->child<QCheckBox>("importHeader")->setText({});
    m_rig->child<QComboBox>("importField0")->setItemText(1, {});
    QEvent change(QEvent::LanguageChange);
    for (QWidget *widget : m_rig->dialog.findChildren<QWidget *>() + QList<QWidget *>{&m_rig->dialog})
        QApplication::sendEvent(widget, &change);
    QVERIFY(m_rig->importButton()->text().contains(QStringLiteral("18")));
    QVERIFY(!m_rig->child<QCheckBox>("importHeader")->text().isEmpty());
    QVERIFY(!m_rig->child<QComboBox>("importField0")->itemText(1).isEmpty());
}

void TestImportDialog::widgets_all_haveNames()
{
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    for (const QComboBox *combo : m_rig->dialog.findChildren<QComboBox *>())
        QVERIFY2(!combo->accessibleName().isEmpty(), qUtf8Printable(combo->objectName()));
    for (const QToolButton *button :
         {m_rig->child<QToolButton>("importNextFault"), m_rig->child<QToolButton>("importPreviousFault")})
        QVERIFY(!button->accessibleName().isEmpty());
    QVERIFY(!m_rig->view()->accessibleName().isEmpty());
}

QTEST_MAIN(TestImportDialog)
#include "tst_importdialog.moc"
