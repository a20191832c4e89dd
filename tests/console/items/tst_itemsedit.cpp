// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagerig.h"

#include <QtWidgets/QHeaderView>
#include <QtWidgets/QPlainTextEdit>

using namespace guarita;
using namespace guarita::console;

namespace {

const QLocale english(QLocale::English, QLocale::UnitedStates);
const QLocale brazilian(QLocale::Portuguese, QLocale::Brazil);

} // namespace

/// Editing in the grid and in the form; nothing is sent here but new items.
class TestItemsEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cell_typedAndEnter_stagesAndGoesDown();
    void cell_priceThatCannotBeRead_staysOpen_data();
    void cell_priceThatCannotBeRead_staysOpen();
    void cell_unreadable_clickElsewhereOrSearch_staysOpen();
    void cell_unreadable_leftByEscape_keepsTheValue();
    void cell_tab_opensTheNextOne();
    void cell_nameThatIsEmpty_staysOpen();
    void cell_newsWhileTyping_keepsWhatIsTyped();
    void form_fieldLeft_stagesOneUndoStep();
    void form_undoWithNothingTyped_undoesTheStepBefore();
    void form_unreadablePrice_isKeptWithItsItem();
    void form_suggestionTaken_isWhatWasMeant();
    void form_shiftEnter_beginsALine();
    void form_escape_takesBackWhatIsTyped();
    void form_typedAndSortedByMouse_isStaged();
    void form_mistakes_areToldAndFocused();
    void newItems_byKeyboardAlone_areTenRequests();
    void newItem_leftEmpty_leavesNothing();
    void newItem_leftWithText_staysADraft();
    void newItem_withoutPrice_isNotSaved();
    void duplicate_selected_opensTheCopy();

private:
    static QLineEdit *cell(PageRig &rig)
    {
        const auto editors = rig.page->findChildren<QLineEdit *>(QStringLiteral("cellEditor"));
        for (QLineEdit *editor : editors) {
            if (editor->isVisible())
                return editor;
        }
        return nullptr;
    }
    static QLineEdit *openCell(PageRig &rig, int row, int column)
    {
        rig.view().setFocus();
        rig.view().goTo(rig.model.keyAt(row));
        rig.view().selectionModel()->setCurrentIndex(rig.model.index(row, column),
                                                     QItemSelectionModel::NoUpdate);
        QTest::keyClick(&rig.view(), Qt::Key_F2);
        return cell(rig);
    }
    static qint64 cents(PageRig &rig, qint64 id) { return rig.model.fieldsOf(ItemKey{id})->precoCentavos; }
};

void TestItemsEdit::cell_typedAndEnter_stagesAndGoesDown()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(0);
    QTest::keyClicks(&rig.view(), QStringLiteral("N")); // any key begins
    QVERIFY(cell(rig));
    QTest::keyClicks(cell(rig), QStringLiteral("ovo"));
    QTest::keyClick(cell(rig), Qt::Key_Return);
    QCOMPARE(rig.name(0), QStringLiteral("Novo"));
    QTRY_VERIFY(!cell(rig));
    QCOMPARE(rig.view().currentIndex().row(), 1);
    QCOMPARE(rig.focused(), QStringLiteral("itemsView"));
    QCOMPARE(rig.workspace.undoStack().count(), 1);
    QCOMPARE(rig.writes(), 0);
}

void TestItemsEdit::cell_priceThatCannotBeRead_staysOpen_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("typed");
    QTest::newRow("pt point") << brazilian << "19.9";
    QTest::newRow("pt English number") << brazilian << "1234.56";
    QTest::newRow("pt word") << brazilian << "caro";
    QTest::newRow("pt three decimals") << brazilian << "1,999";
    QTest::newRow("en comma") << english << "19,9";
    QTest::newRow("en Brazilian number") << english << "1234,56";
    QTest::newRow("negative") << brazilian << "-1";
    QTest::newRow("nothing") << brazilian << "";
}

void TestItemsEdit::cell_priceThatCannotBeRead_staysOpen()
{
    QFETCH(QLocale, locale);
    QFETCH(QString, typed);
    PageRig rig(2000, locale);
    QVERIFY(rig.open());
    QLineEdit *editor = openCell(rig, 4, ItemsModel::PrecoColumn);
    QVERIFY(editor);
    editor->clear();
    QTest::keyClicks(editor, typed);
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(cell(rig), editor);
    QCOMPARE(editor->text(), typed);
    QVERIFY(rig.find("cellWarning")->isVisible());
    QVERIFY(!rig.text("cellWarningText").isEmpty());
    QCOMPARE(editor->accessibleDescription(), rig.text("cellWarningText"));
    QTest::keyClick(editor, Qt::Key_Tab);
    QCOMPARE(cell(rig), editor);
    QCOMPARE(cents(rig, 5), 5);
    QCOMPARE(rig.drafts.count(), 0);

    editor->setText(locale == english ? QStringLiteral("19.90") : QStringLiteral("19,90"));
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(cents(rig, 5), 1990);
    QVERIFY(!rig.find("cellWarning")->isVisible());
}

void TestItemsEdit::cell_unreadable_clickElsewhereOrSearch_staysOpen()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QLineEdit *editor = openCell(rig, 4, ItemsModel::PrecoColumn);
    editor->setText(QStringLiteral("19.9"));
    QTest::mouseClick(rig.view().viewport(), Qt::LeftButton, {},
                      rig.view().visualRect(rig.model.index(8, 1)).center());
    QCOMPARE(cell(rig), editor);
    QCOMPARE(rig.view().currentIndex().row(), 4);
    const int lists = rig.lists();
    rig.type("searchEdit", QStringLiteral("a"));
    rig.find("searchEdit")->setFocus();
    rig.key(Qt::Key_Return);
    QTest::mouseClick(rig.view().horizontalHeader()->viewport(), Qt::LeftButton, {}, {200, 10});
    QTest::keyClick(rig.page.get(), Qt::Key_N, Qt::ControlModifier);
    QTest::keyClick(rig.page.get(), Qt::Key_F5);
    QCOMPARE(cell(rig), editor);
    QCOMPARE(editor->text(), QStringLiteral("19.9"));
    QCOMPARE(rig.focused(), QStringLiteral("cellEditor"));
    QCOMPARE(rig.lists(), lists);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemsEdit::cell_unreadable_leftByEscape_keepsTheValue()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QLineEdit *editor = openCell(rig, 4, ItemsModel::PrecoColumn);
    editor->setText(QStringLiteral("19.9"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTest::keyClick(editor, Qt::Key_Escape);
    QTRY_VERIFY(!cell(rig));
    QVERIFY(!rig.find("cellWarning")->isVisible());
    QCOMPARE(cents(rig, 5), 5);
}

void TestItemsEdit::cell_tab_opensTheNextOne()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QLineEdit *editor = openCell(rig, 0, ItemsModel::NomeColumn);
    editor->setText(QStringLiteral("Um"));
    QTest::keyClick(editor, Qt::Key_Tab);
    QCOMPARE(rig.view().currentIndex().column(), int(ItemsModel::DescricaoColumn));
    QVERIFY(cell(rig));
    QTest::keyClick(cell(rig), Qt::Key_Tab);
    QCOMPARE(rig.view().currentIndex().column(), int(ItemsModel::PrecoColumn));
    QTest::keyClick(cell(rig), Qt::Key_Tab);
    QCOMPARE(rig.view().currentIndex().row(), 1);
    QCOMPARE(rig.view().currentIndex().column(), int(ItemsModel::NomeColumn));
    QTest::keyClick(cell(rig), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(rig.view().currentIndex().row(), 0);
    QCOMPARE(rig.view().currentIndex().column(), int(ItemsModel::PrecoColumn));
    QCOMPARE(rig.drafts.count(), 1);
}

void TestItemsEdit::cell_nameThatIsEmpty_staysOpen()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QLineEdit *editor = openCell(rig, 0, ItemsModel::NomeColumn);
    editor->clear();
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(cell(rig), editor);
    QCOMPARE(rig.text("cellWarningText"), QStringLiteral("An item needs a name."));
}

void TestItemsEdit::cell_newsWhileTyping_keepsWhatIsTyped()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QLineEdit *editor = openCell(rig, 0, ItemsModel::NomeColumn);
    editor->setText(QStringLiteral("meio escri"));
    rig.service.change(1, [](contract::ItemFields &fields) { fields.nome = QStringLiteral("Deles"); });
    rig.model.refresh();
    QTRY_COMPARE(rig.name(0), QStringLiteral("Deles"));
    QCOMPARE(cell(rig), editor);
    QCOMPARE(editor->text(), QStringLiteral("meio escri"));
}

void TestItemsEdit::form_fieldLeft_stagesOneUndoStep()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(0);
    rig.find<QLineEdit>("nomeEdit")->selectAll();
    rig.type("nomeEdit", QStringLiteral("Novo nome"));
    QCOMPARE(rig.workspace.undoStack().count(), 0);
    rig.key(Qt::Key_Return);
    QCOMPARE(rig.focused(), QStringLiteral("descricaoEdit"));
    QCOMPARE(rig.workspace.undoStack().count(), 1);
    QCOMPARE(rig.name(0), QStringLiteral("Novo nome"));
    QVERIFY(rig.find("inspectorSave")->isEnabled());
    rig.action("undoAction")->trigger();
    QCOMPARE(rig.name(0), QStringLiteral("Item 1"));
    QCOMPARE(rig.find<QLineEdit>("nomeEdit")->text(), QStringLiteral("Item 1"));
    rig.action("redoAction")->trigger();
    QCOMPARE(rig.find<QLineEdit>("nomeEdit")->text(), QStringLiteral("Novo nome"));
}

void TestItemsEdit::form_undoWithNothingTyped_undoesTheStepBefore()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.rename(1, "Outro");
    rig.select(0);
    rig.find("nomeEdit")->setFocus();
    rig.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rig.name(0), QStringLiteral("Item 1"));
    QTest::keyClicks(rig.find("nomeEdit"), QStringLiteral("x"));
    rig.key(Qt::Key_Z, Qt::ControlModifier); // now it is the text's own
    QCOMPARE(rig.find<QLineEdit>("nomeEdit")->text(), QStringLiteral("Item 1"));
    QCOMPARE(rig.workspace.undoStack().index(), 0);
}

void TestItemsEdit::form_unreadablePrice_isKeptWithItsItem()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(2);
    rig.find<QLineEdit>("precoEdit")->selectAll();
    rig.type("precoEdit", QStringLiteral("19.9"));
    rig.select(7);
    QCOMPARE(rig.find<QLineEdit>("precoEdit")->text(), QStringLiteral("0,08"));
    QCOMPARE(cents(rig, 3), 3);
    rig.action("saveAction")->trigger(); // goes to what cannot be saved
    QCOMPARE(rig.inspector().key(), ItemKey{3});
    QCOMPARE(rig.find<QLineEdit>("precoEdit")->text(), QStringLiteral("19.9"));
    QVERIFY(!rig.text("precoEditError").isEmpty());
    QCOMPARE(rig.focused(), QStringLiteral("precoEdit"));
    QCOMPARE(rig.writes(), 0);
    rig.click("inspectorRevert");
    QCOMPARE(rig.find<QLineEdit>("precoEdit")->text(), QStringLiteral("0,03"));
}

void TestItemsEdit::form_suggestionTaken_isWhatWasMeant()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(2);
    rig.find<QLineEdit>("precoEdit")->selectAll();
    rig.type("precoEdit", QStringLiteral("19.9"));
    rig.key(Qt::Key_Tab);
    QVERIFY(rig.find("precoEditSuggestion")->isVisible());
    rig.click("precoEditSuggestion");
    QCOMPARE(rig.find<QLineEdit>("precoEdit")->text(), QStringLiteral("19,90"));
    QVERIFY(rig.text("precoEditError").isEmpty());
    rig.find("nomeEdit")->setFocus();
    QCOMPARE(cents(rig, 3), 1990);
}

void TestItemsEdit::form_shiftEnter_beginsALine()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(0);
    rig.type("descricaoEdit", QStringLiteral("um"));
    rig.key(Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(rig.find("descricaoEdit"), QStringLiteral("dois"));
    rig.key(Qt::Key_Return);
    QCOMPARE(rig.focused(), QStringLiteral("precoEdit"));
    QCOMPARE(rig.model.fieldsOf(ItemKey{1})->descricao, QStringLiteral("um\ndois"));
    // A cell has one line: it is edited where there are more.
    rig.view().setFocus();
    QVERIFY(!openCell(rig, 0, ItemsModel::DescricaoColumn));
    QCOMPARE(rig.focused(), QStringLiteral("descricaoEdit"));
}

void TestItemsEdit::form_escape_takesBackWhatIsTyped()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(0);
    rig.type("nomeEdit", QStringLiteral("lixo"));
    rig.key(Qt::Key_Escape);
    QCOMPARE(rig.find<QLineEdit>("nomeEdit")->text(), QStringLiteral("Item 1"));
    rig.key(Qt::Key_Escape);
    QCOMPARE(rig.focused(), QStringLiteral("itemsView"));
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemsEdit::form_typedAndSortedByMouse_isStaged()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(0);
    rig.type("nomeEdit", QStringLiteral("x"));
    QTest::mouseClick(rig.view().horizontalHeader()->viewport(), Qt::LeftButton, {}, {150, 10});
    QTRY_VERIFY(rig.manager->seen.back().target.contains("ordem=nome"));
    QCOMPARE(rig.drafts.count(), 1);
    QCOMPARE(rig.model.fieldsOf(ItemKey{1})->nome, QStringLiteral("Item 1x"));
}

void TestItemsEdit::form_mistakes_areToldAndFocused()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(0);
    rig.find<QLineEdit>("nomeEdit")->clear();
    rig.type("nomeEdit", QStringLiteral("x"));
    rig.key(Qt::Key_Backspace);
    rig.find("precoEdit")->setFocus();
    QCOMPARE(rig.text("nomeEditError"), QStringLiteral("An item needs a name."));
    QCOMPARE(rig.find("nomeEdit")->accessibleDescription(), QStringLiteral("An item needs a name."));
    rig.key(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(rig.focused(), QStringLiteral("nomeEdit"));
    QCOMPARE(rig.writes(), 0);
    QTest::keyClicks(rig.find("nomeEdit"), QStringLiteral("Bom"));
    QVERIFY(rig.text("nomeEditError").isEmpty());
    rig.find<QPlainTextEdit>("descricaoEdit")->setPlainText(QString(501, u'a'));
    rig.key(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(rig.focused(), QStringLiteral("descricaoEdit"));
}

void TestItemsEdit::newItems_byKeyboardAlone_areTenRequests()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.key(Qt::Key_N, Qt::ControlModifier);
    for (int item = 0; item < 10; ++item) {
        QCOMPARE(rig.focused(), QStringLiteral("nomeEdit"));
        QTest::keyClicks(rig.find("nomeEdit"), QStringLiteral("Produto %1").arg(item));
        rig.key(Qt::Key_Return);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("bom"));
        rig.key(Qt::Key_Return);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("1%1,50").arg(item));
        rig.key(Qt::Key_Return, item % 2 ? Qt::ControlModifier : Qt::NoModifier);
        QVERIFY(rig.find<QLineEdit>("nomeEdit")->text().isEmpty());
    }
    rig.key(Qt::Key_Escape);
    QCOMPARE(rig.focused(), QStringLiteral("itemsView"));
    QVERIFY(rig.idle());
    QTRY_COMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.manager->count("POST"), 10);
    QCOMPARE(rig.service.written.size(), std::size_t(10));
    for (const auto &[id, item] : rig.service.written) {
        const qint64 number = item.fields.nome.section(QLatin1Char(' '), 1).toLongLong();
        QCOMPARE(item.fields.precoCentavos, (10 + number) * 100 + 50);
        QCOMPARE(item.fields.descricao, QStringLiteral("bom"));
    }
}

void TestItemsEdit::newItem_leftEmpty_leavesNothing()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.key(Qt::Key_Insert, Qt::AltModifier);
    QVERIFY(rig.inspector().isEntering());
    rig.key(Qt::Key_Return);
    rig.key(Qt::Key_Escape);
    QVERIFY(!rig.inspector().isEntering());
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.workspace.undoStack().count(), 0);
}

void TestItemsEdit::newItem_leftWithText_staysADraft()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.key(Qt::Key_N, Qt::ControlModifier);
    QTest::keyClicks(rig.find("nomeEdit"), QStringLiteral("Meio"));
    rig.key(Qt::Key_Escape);
    QCOMPARE(rig.drafts.count(), 1);
    QCOMPARE(rig.name(0), QStringLiteral("Meio"));
    QCOMPARE(rig.view().currentIndex().row(), 0);
    rig.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemsEdit::newItem_withoutPrice_isNotSaved()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.key(Qt::Key_N, Qt::ControlModifier);
    QTest::keyClicks(rig.find("nomeEdit"), QStringLiteral("Sem valor"));
    rig.key(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(rig.focused(), QStringLiteral("precoEdit"));
    QVERIFY(!rig.text("precoEditError").isEmpty());
    rig.key(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(rig.writes(), 0);
    QCOMPARE(rig.drafts.count(), 1);
}

void TestItemsEdit::duplicate_selected_opensTheCopy()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(4);
    rig.key(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(rig.drafts.count(), 1);
    QVERIFY(rig.inspector().key().isNew());
    QCOMPARE(rig.find<QLineEdit>("nomeEdit")->text(), QStringLiteral("Item 5"));
    QCOMPARE(rig.find<QLineEdit>("precoEdit")->text(), QStringLiteral("0,05"));
    QCOMPARE(rig.focused(), QStringLiteral("nomeEdit"));
}

QTEST_MAIN(TestItemsEdit)
#include "tst_itemsedit.moc"
