// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagerig.h"

#include <QtCore/QTranslator>
#include <QtWidgets/QHeaderView>

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

namespace {

const QLocale english(QLocale::English, QLocale::UnitedStates);

/// Every text of the product between marks, as a translation would change it.
class MarkingTranslator final : public QTranslator
{
public:
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        return QByteArray(context).startsWith("guarita::console::")
                   ? QStringLiteral("‹") + QString::fromUtf8(source) + QStringLiteral("›")
                   : QString();
    }
    bool isEmpty() const override { return false; }
};

} // namespace

/// What the page shows, and how it is found and sorted.
class TestItemsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void activated_loggedIn_showsRowsAndStatus();
    void activated_twice_loadsOnce();
    void grid_ctrlEnd_asksForFewPages();
    void grid_letterTyped_doesNotWalkOverRows();
    void search_nineLettersFast_sendsOneRequest();
    void search_farDown_showsItsTopForOneRequest();
    void search_enter_searchesAtOnce();
    void search_escape_clearsAtOnce();
    void search_arrowDown_goesToTheGrid();
    void header_clicked_sortsOnTheServer();
    void header_ofDescription_changesNothing();
    void empty_states_offerWhatHelps_data();
    void empty_states_offerWhatHelps();
    void empty_newItem_opensTheForm();
    void readOnly_set_offersNothingThatChanges();
    void editing_withoutTheRole_saysWhy();
    void selection_ofSeveral_saysHowMany();
    void selection_extended_beginsWhereItWasPut();
    void selection_ofMillions_costsNothing();
    void language_switched_changesEveryText();
    void locale_switched_writesNumbersAnew();
    void layout_changedByHand_isRemembered();
    void widgets_all_haveAccessibleNames();
};

void TestItemsPage::activated_loggedIn_showsRowsAndStatus()
{
    PageRig rig(5000, english);
    QVERIFY(rig.open());
    QCOMPARE(rig.text("resultCount"), QStringLiteral("5,000 item(s)"));
    const auto visible = rig.view().visibleRows();
    QCOMPARE(visible.first, 0);
    QVERIFY(visible.second > 5 && visible.second < 40);
    QCOMPARE(rig.page->status().section(QStringLiteral(" · "), 0, 0),
             QStringLiteral("rows 1–%1 of 5,000").arg(visible.second + 1));
    QVERIFY(rig.page->status().endsWith(QStringLiteral(" ms")));
    QCOMPARE(rig.view().rowHeight(0), ItemsView::heightOfRows);
}

void TestItemsPage::activated_twice_loadsOnce()
{
    PageRig rig(10);
    QVERIFY(rig.open());
    const int lists = rig.lists();
    rig.page->activated();
    QCOMPARE(rig.lists(), lists);
}

void TestItemsPage::grid_ctrlEnd_asksForFewPages()
{
    PageRig rig(20'000);
    QVERIFY(rig.open());
    const int lists = rig.lists();
    rig.key(Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE(rig.name(19'999), QStringLiteral("Item 20000"));
    QCOMPARE(rig.view().currentIndex().row(), 19'999);
    QVERIFY(rig.lists() - lists <= 2);
    rig.key(Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(rig.view().currentIndex().row(), 0);
    QCOMPARE(rig.view().visibleRows().first, 0);
}

void TestItemsPage::grid_letterTyped_doesNotWalkOverRows()
{
    PageRig rig(300);
    QVERIFY(rig.open());
    rig.view().keyboardSearch(QStringLiteral("Item 250"));
    QVERIFY(rig.view().currentIndex().row() != 249);
}

void TestItemsPage::search_nineLettersFast_sendsOneRequest()
{
    PageRig rig(300);
    QVERIFY(rig.open());
    const int lists = rig.lists();
    rig.find("searchEdit")->setFocus();
    QTest::keyClicks(rig.find("searchEdit"), QStringLiteral("castanhas"), Qt::NoModifier, 30);
    QCOMPARE(rig.lists(), lists);
    QTRY_COMPARE(rig.lists(), lists + 1);
    QVERIFY(rig.manager->seen.back().target.contains("q=castanhas"));
    QTRY_COMPARE(rig.text("resultCount"), QStringLiteral("3 found"));
}

void TestItemsPage::search_farDown_showsItsTopForOneRequest()
{
    PageRig rig(20'000);
    rig.service.hits = 2'000;
    QVERIFY(rig.open());
    rig.key(Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE(rig.name(19'999), QStringLiteral("Item 20000"));
    const int lists = rig.lists();
    rig.type("searchEdit", QStringLiteral("x"));
    QTRY_COMPARE(rig.text("resultCount"), QLocale().toString(2'000) + QStringLiteral(" found"));
    QCOMPARE(rig.view().visibleRows().first, 0);
    QTest::qWait(3 * int(ItemsModel::scrollDebounce.count())); // that nothing else is asked for
    QCOMPARE(rig.view().visibleRows().first, 0);
    QCOMPARE(rig.lists(), lists + 1);
}

void TestItemsPage::search_enter_searchesAtOnce()
{
    PageRig rig(300);
    QVERIFY(rig.open());
    const int lists = rig.lists();
    rig.type("searchEdit", QStringLiteral("a b"));
    rig.key(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(rig.lists(), lists + 1, 150); // sooner than the pause in typing would
    QVERIFY(rig.manager->seen.back().target.contains("q=a%20b"));
}

void TestItemsPage::search_escape_clearsAtOnce()
{
    PageRig rig(300);
    QVERIFY(rig.open());
    rig.page->focusSearch();
    QCOMPARE(rig.focused(), QStringLiteral("searchEdit"));
    rig.type("searchEdit", QStringLiteral("x"));
    rig.key(Qt::Key_Return);
    QTRY_COMPARE(rig.model.total(), 3);
    rig.key(Qt::Key_Escape);
    QVERIFY(rig.find<QLineEdit>("searchEdit")->text().isEmpty());
    QTRY_COMPARE(rig.model.total(), 300);
    rig.key(Qt::Key_Escape);
    QCOMPARE(rig.focused(), QStringLiteral("itemsView"));
}

void TestItemsPage::search_arrowDown_goesToTheGrid()
{
    PageRig rig(300);
    QVERIFY(rig.open());
    QTest::keyClick(rig.page.get(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(rig.focused(), QStringLiteral("searchEdit"));
    rig.key(Qt::Key_Down);
    QCOMPARE(rig.focused(), QStringLiteral("itemsView"));
}

void TestItemsPage::header_clicked_sortsOnTheServer()
{
    PageRig rig(300);
    QVERIFY(rig.open());
    QHeaderView *header = rig.view().horizontalHeader();
    const auto click = [&](int column) {
        const QPoint middle(header->sectionViewportPosition(column) + header->sectionSize(column) / 2, 10);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, middle);
    };
    click(ItemsModel::PrecoColumn);
    QTRY_VERIFY(rig.manager->seen.back().target.contains("ordem=preco"));
    QTRY_COMPARE(rig.model.state(), ItemsModel::State::Ready);
    click(ItemsModel::PrecoColumn);
    QTRY_VERIFY(rig.manager->seen.back().target.contains("ordem=-preco"));
    QCOMPARE(header->sortIndicatorSection(), int(ItemsModel::PrecoColumn));
    QCOMPARE(header->sortIndicatorOrder(), Qt::DescendingOrder);
}

void TestItemsPage::header_ofDescription_changesNothing()
{
    PageRig rig(300);
    QVERIFY(rig.open());
    const int lists = rig.lists();
    QHeaderView *header = rig.view().horizontalHeader();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      {header->sectionViewportPosition(ItemsModel::DescricaoColumn) + 30, 10});
    QCOMPARE(header->sortIndicatorSection(), int(ItemsModel::IdColumn));
    QCOMPARE(rig.lists(), lists);
}

void TestItemsPage::empty_states_offerWhatHelps_data()
{
    QTest::addColumn<bool>("outage");
    QTest::addColumn<QString>("search");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("primary");
    QTest::newRow("nothing yet") << false << ""
                                 << "No items yet"
                                 << "&New item";
    QTest::newRow("nothing found") << false << "zzz"
                                   << "Nothing found"
                                   << "&Clear search";
    QTest::newRow("failed") << true << ""
                            << "The items could not be loaded"
                            << "&Try again";
}

void TestItemsPage::empty_states_offerWhatHelps()
{
    QFETCH(bool, outage);
    QFETCH(QString, search);
    PageRig rig(0);
    rig.service.hits = 0;
    rig.service.outage = outage;
    rig.page->activated();
    if (!search.isEmpty()) {
        QTRY_COMPARE(rig.model.state(), ItemsModel::State::Ready);
        rig.type("searchEdit", search);
        rig.key(Qt::Key_Return);
    }
    QFETCH(QString, title);
    QFETCH(QString, primary);
    QTRY_COMPARE(rig.text("emptyTitle"), title);
    QCOMPARE(rig.find<QPushButton>("emptyPrimary")->text(), primary);
    rig.service.outage = false;
    rig.service.size = 2;
    if (title.startsWith(QStringLiteral("No ")))
        return;
    rig.click("emptyPrimary");
    QTRY_COMPARE(rig.model.rowCount(), 2);
    QVERIFY(rig.view().isVisible());
}

void TestItemsPage::empty_newItem_opensTheForm()
{
    PageRig rig(0);
    QVERIFY(rig.open());
    rig.click("emptyPrimary");
    QVERIFY(rig.inspector().isEntering());
    QCOMPARE(rig.focused(), QStringLiteral("nomeEdit"));
}

void TestItemsPage::readOnly_set_offersNothingThatChanges()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.page->setEditing(Editing::OffInProfile);
    rig.select(0);
    for (const char *name : {"newItemAction", "editItemAction", "duplicateItemAction", "deleteItemAction",
                             "saveAction", "pasteRowsAction", "importAction"}) {
        QVERIFY2(!rig.action(name)->isVisible(), name);
        QVERIFY2(!rig.action(name)->isEnabled(), name);
    }
    QVERIFY(rig.action("copyRowsAction")->isVisible());
    QVERIFY(rig.find<QLineEdit>("nomeEdit")->isReadOnly());
    QVERIFY(!rig.find("inspectorSave")->isVisible());
    rig.key(Qt::Key_Delete);
    rig.key(Qt::Key_F2);
    QTest::keyClicks(&rig.view(), QStringLiteral("x"));
    QVERIFY(!rig.page->findChild<QLineEdit *>(QStringLiteral("cellEditor")));
    QCOMPARE(rig.writes(), 0);
}

void TestItemsPage::editing_withoutTheRole_saysWhy()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.page->setEditing(Editing::NoRole);
    rig.select(0);
    for (const char *name :
         {"newItemAction", "editItemAction", "deleteItemAction", "undoAction", "saveAction"}) {
        QVERIFY2(rig.action(name)->isVisible(), name);
        QVERIFY2(!rig.action(name)->isEnabled(), name);
        QVERIFY2(rig.action(name)->toolTip().contains(QStringLiteral("you are no editor")), name);
    }
    rig.key(Qt::Key_F2);
    QVERIFY(!rig.page->findChild<QLineEdit *>(QStringLiteral("cellEditor")));
    rig.page->setEditing(Editing::Allowed);
    QVERIFY(rig.action("newItemAction")->isEnabled());
    QVERIFY(!rig.action("newItemAction")->toolTip().contains(QStringLiteral("editor")));
}

void TestItemsPage::selection_ofSeveral_saysHowMany()
{
    PageRig rig(20, english);
    QVERIFY(rig.open());
    rig.select(2, 4);
    QCOMPARE(rig.text("manyTitle"), QStringLiteral("3 item(s) selected"));
    QVERIFY(rig.find("manyTitle")->isVisible());
    QVERIFY(!rig.action("editItemAction")->isEnabled());
    rig.select(2);
    QVERIFY(!rig.find("manyTitle")->isVisible());
    QCOMPARE(rig.find<QLineEdit>("nomeEdit")->text(), QStringLiteral("Item 3"));
}

void TestItemsPage::selection_extended_beginsWhereItWasPut()
{
    PageRig rig(40);
    QVERIFY(rig.open());
    rig.select(12);
    rig.key(Qt::Key_Down); // by hand
    rig.view().goTo(ItemKey{4});
    rig.key(Qt::Key_Down, Qt::ShiftModifier);
    const auto keys = rig.view().selectedItems().keys;
    QCOMPARE(keys, (std::vector<ItemKey>{ItemKey{4}, ItemKey{5}}));
    rig.view().goTo(ItemKey{5}); // the current one: the others go
    QCOMPARE(rig.view().selectedCount(), qint64(1));
    rig.key(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(rig.view().selectedItems().keys, keys);
}

void TestItemsPage::selection_ofMillions_costsNothing()
{
    PageRig rig(50'000, english);
    QVERIFY(rig.open());
    rig.view().selectAll();
    QCOMPARE(rig.view().selectedCount(), qint64(50'000));
    // With the view's own one, painting a header would ask about every row.
    QVERIFY(!rig.view().horizontalHeader()->selectionModel()->hasSelection());
    const ItemSelection selection = rig.view().selectedItems();
    QVERIFY(!selection.isComplete());
    QVERIFY(selection.keys.size() <= 200);
    // Rows that nobody has seen are not deleted.
    rig.key(Qt::Key_Delete);
    QVERIFY(rig.find("itemsBanner")->isVisible());
    QCOMPARE(rig.writes(), 0);
}

void TestItemsPage::language_switched_changesEveryText()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(0);
    rig.rename(1, ""); // what is wrong with that is told in words of the console's own
    rig.workspace.saveAll();
    QTRY_VERIFY(rig.find("stagedBar")->isVisible());
    QVERIFY(rig.find("nomeEditError")->isVisible());
    MarkingTranslator translator;
    QApplication::installTranslator(&translator);
    QApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    QStringList left;
    for (const auto *label : rig.page->findChildren<QLabel *>()) {
        const QString text = label->text();
        const bool hasLetters = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetter(); });
        if (label->isVisible() && hasLetters && !text.contains(QStringLiteral("‹")))
            left << label->objectName() + QStringLiteral(": ") + text;
    }
    for (const auto *button : rig.page->findChildren<QPushButton *>()) {
        if (!button->text().isEmpty() && !button->text().contains(QStringLiteral("‹")))
            left << button->objectName();
    }
    for (const QAction *action : rig.page->pageActions()) {
        if (action && !action->text().contains(QStringLiteral("‹")))
            left << action->objectName();
    }
    QVERIFY2(left.isEmpty(), qPrintable(left.join(QLatin1String(", "))));
    QVERIFY(rig.find<QLineEdit>("searchEdit")->placeholderText().contains(QStringLiteral("‹")));
    QVERIFY(rig.page->title().contains(QStringLiteral("‹")));
    QVERIFY(rig.page->status().contains(QStringLiteral("‹")));
    QApplication::removeTranslator(&translator);
}

void TestItemsPage::locale_switched_writesNumbersAnew()
{
    PageRig rig(200);
    QVERIFY(rig.open());
    rig.workspace.setField(ItemKey{1}, Field::Preco, qint64(123450));
    rig.select(0);
    const auto price = [&] { return rig.model.index(0, ItemsModel::PrecoColumn).data().toString(); };
    QCOMPARE(price(), QStringLiteral("R$ 1.234,50").replace(u' ', price().at(2)));
    QCOMPARE(rig.find<QLineEdit>("precoEdit")->text(), QStringLiteral("1234,50"));
    rig.page->setLocale(english);
    QVERIFY(price().endsWith(QStringLiteral("1,234.50")));
    QCOMPARE(rig.find<QLineEdit>("precoEdit")->text(), QStringLiteral("1234.50"));
    QCOMPARE(rig.model.fieldsOf(ItemKey{1})->precoCentavos, 123450);
}

void TestItemsPage::layout_changedByHand_isRemembered()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.view().horizontalHeader()->resizeSection(ItemsModel::NomeColumn, 333);
    QTRY_VERIFY(!rig.settings.layout(QStringLiteral("itemsView")).isEmpty());
    ItemsPage again(rig.context, rig.workspace);
    again.resize(1100, 640);
    again.show();
    QCOMPARE(again.findChild<ItemsView *>()->columnWidth(ItemsModel::NomeColumn), 333);
}

void TestItemsPage::widgets_all_haveAccessibleNames()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(0);
    for (const auto *widget : rig.page->findChildren<QWidget *>()) {
        const bool takesFocus = widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus);
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
        const bool container = widget->inherits("QScrollArea") || widget->inherits("QHeaderView") ||
                               widget->objectName().startsWith(QStringLiteral("qt_"));
        QVERIFY2(!takesFocus || named || container || widget->inherits("QLabel"),
                 qPrintable(widget->objectName() + QLatin1Char(' ') +
                            QLatin1String(widget->metaObject()->className())));
    }
}

QTEST_MAIN(TestItemsPage)
#include "tst_itemspage.moc"
