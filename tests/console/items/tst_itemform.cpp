// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagerig.h"

#include <QtWidgets/QPlainTextEdit>

using namespace guarita;
using namespace guarita::console;

/// What is typed in the form while its item is saved, refreshed, searched away or undone: nothing that was
/// typed may go, and nothing that was not typed may be written.
class TestItemForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saved_whileTypingOn_keepsWhatIsTyped();
    void saved_newItemWhileTypingOn_keepsTheForm();
    void refreshed_whileTyping_stagesOnlyWhatWasTyped();
    void searchedAway_whileTyping_isStaged();
    void undone_whileTyping_takesTheLastStepFirst();
    void openCell_listReplaced_isStaged();
    void newItem_withoutPrice_isNeverSent();
    void description_withOtherCharacters_staysAsItWas();
    void loadFailed_withRows_saysSoUntilItIsMended();
    void searching_slowly_tellsNoOldCount();

private:
    static QLineEdit &edit(PageRig &rig, const char *name) { return *rig.find<QLineEdit>(name); }
    static void append(PageRig &rig, const char *name, const QString &text)
    {
        edit(rig, name).setFocus();
        edit(rig, name).end(false);
        QTest::keyClicks(&edit(rig, name), text);
    }
};

void TestItemForm::saved_whileTypingOn_keepsWhatIsTyped()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(2);
    append(rig, "nomeEdit", QStringLiteral(" A"));
    rig.service.delay = std::chrono::milliseconds(150);
    rig.action("saveAction")->trigger();
    append(rig, "nomeEdit", QStringLiteral("B"));
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Item 3 A"));
    QCOMPARE(edit(rig, "nomeEdit").text(), QStringLiteral("Item 3 AB"));
    QVERIFY(rig.inspector().isVisible());
    rig.key(Qt::Key_Tab);
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.nome, QStringLiteral("Item 3 AB"));
    QCOMPARE(rig.drafts.find(ItemKey{3})->base->fields.nome, QStringLiteral("Item 3 A"));
}

void TestItemForm::saved_newItemWhileTypingOn_keepsTheForm()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.action("newItemAction")->trigger();
    append(rig, "precoEdit", QStringLiteral("5"));
    append(rig, "nomeEdit", QStringLiteral("Novo"));
    rig.service.delay = std::chrono::milliseconds(150);
    rig.action("saveAction")->trigger();
    append(rig, "nomeEdit", QStringLiteral("!"));
    QVERIFY(rig.idle());
    QTRY_VERIFY(rig.service.find(21));
    QCOMPARE(edit(rig, "nomeEdit").text(), QStringLiteral("Novo!"));
    rig.key(Qt::Key_Tab);
    QCOMPARE(rig.drafts.find(ItemKey{21})->fields.nome, QStringLiteral("Novo!"));
    QCOMPARE(rig.manager->count("POST"), 1);
    rig.action("saveAction")->trigger();
    QVERIFY(rig.idle());
    QVERIFY(rig.find("inspectorState")->isHidden()); // there is nothing unsaved any more
}

void TestItemForm::refreshed_whileTyping_stagesOnlyWhatWasTyped()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(2);
    edit(rig, "precoEdit").setFocus();
    edit(rig, "precoEdit").selectAll();
    QTest::keyClicks(&edit(rig, "precoEdit"), QStringLiteral("7"));
    rig.service.change(3, [](ItemFields &fields) { fields.nome = QStringLiteral("Theirs"); });
    rig.model.refresh();
    QTRY_COMPARE(rig.name(2), QStringLiteral("Theirs"));
    rig.key(Qt::Key_Tab);
    const Draft *draft = rig.drafts.find(ItemKey{3});
    QVERIFY(draft);
    QCOMPARE(draft->fields.precoCentavos, 700);
    QCOMPARE(draft->fields.nome, QStringLiteral("Theirs"));
}

void TestItemForm::searchedAway_whileTyping_isStaged()
{
    PageRig rig(2000);
    rig.service.hits = 1;
    QVERIFY(rig.open());
    rig.select(6);
    rig.service.delay = std::chrono::milliseconds(150);
    rig.model.setSearch(QStringLiteral("x"), true);
    append(rig, "nomeEdit", QStringLiteral(" A"));
    QTRY_COMPARE(rig.model.total(), 1);
    QVERIFY(rig.drafts.find(ItemKey{7}));
    QCOMPARE(rig.drafts.find(ItemKey{7})->fields.nome, QStringLiteral("Item 7 A"));
}

void TestItemForm::undone_whileTyping_takesTheLastStepFirst()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(2);
    append(rig, "nomeEdit", QStringLiteral(" A"));
    rig.key(Qt::Key_Tab);
    edit(rig, "precoEdit").setFocus();
    edit(rig, "precoEdit").selectAll();
    QTest::keyClicks(&edit(rig, "precoEdit"), QStringLiteral("7"));
    rig.action("undoAction")->trigger();
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.nome, QStringLiteral("Item 3 A"));
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.precoCentavos, 3);
    rig.action("redoAction")->trigger();
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.precoCentavos, 700);
}

void TestItemForm::openCell_listReplaced_isStaged()
{
    PageRig rig(2000);
    QVERIFY(rig.open());
    rig.select(4);
    rig.service.delay = std::chrono::milliseconds(150);
    rig.model.sort(ItemsModel::PrecoColumn, Qt::DescendingOrder);
    rig.view().setFocus();
    rig.view().selectionModel()->setCurrentIndex(rig.model.index(4, ItemsModel::NomeColumn),
                                                 QItemSelectionModel::NoUpdate);
    QTest::keyClick(&rig.view(), Qt::Key_F2);
    QLineEdit *cell = rig.page->findChild<QLineEdit *>(QStringLiteral("cellEditor"));
    QVERIFY(cell);
    cell->setText(QStringLiteral("Typed"));
    QTRY_COMPARE(rig.name(0), QStringLiteral("Item 2000"));
    QVERIFY(rig.drafts.find(ItemKey{5}));
    QCOMPARE(rig.drafts.find(ItemKey{5})->fields.nome, QStringLiteral("Typed"));
}

void TestItemForm::newItem_withoutPrice_isNeverSent()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    const ItemKey key = rig.workspace.createDraft({QStringLiteral("Caneta"), std::nullopt, noPrice});
    QVERIFY(rig.model.index(0, ItemsModel::PrecoColumn).data().toString().isEmpty());
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.writes(), 0);
    QCOMPARE(rig.state(key), DraftState::Refused);
    QCOMPARE(rig.drafts.find(key)->errors.front().field, QStringLiteral("preco"));
}

void TestItemForm::description_withOtherCharacters_staysAsItWas()
{
    const QString text = QStringLiteral("um\r\ndois") + QChar(QChar::Nbsp) + QStringLiteral("três");
    PageRig rig(20);
    rig.service.change(3, [&](ItemFields &fields) { fields.descricao = text; });
    QVERIFY(rig.open());
    rig.select(2);
    append(rig, "nomeEdit", QStringLiteral(" A"));
    rig.key(Qt::Key_Tab);
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.descricao, text);
    rig.find<QPlainTextEdit>("descricaoEdit")->setFocus();
    QTest::keyClicks(rig.find("descricaoEdit"), QStringLiteral("x"));
    rig.key(Qt::Key_Tab);
    QVERIFY(rig.drafts.find(ItemKey{3})->fields.descricao != text);
}

void TestItemForm::loadFailed_withRows_saysSoUntilItIsMended()
{
    PageRig rig(2000);
    QVERIFY(rig.open());
    rig.service.before = [](const support::FakeRequest &) -> std::optional<support::FakeAnswer> {
        return support::FakeAnswer::problem(500, "erro_interno");
    };
    rig.action("refreshAction")->trigger();
    QTRY_VERIFY(rig.find("itemsLoadBanner")->isVisible());
    rig.service.before = {};
    rig.click("itemsRetryButton");
    QTRY_COMPARE(rig.model.state(), ItemsModel::State::Ready);
    QVERIFY(!rig.find("itemsLoadBanner")->isVisible());
}

void TestItemForm::searching_slowly_tellsNoOldCount()
{
    PageRig rig(2000);
    QVERIFY(rig.open());
    rig.service.delay = std::chrono::milliseconds(1500);
    rig.model.setSearch(QStringLiteral("x"), true);
    QCOMPARE(rig.text("resultCount"), QStringLiteral("Searching…"));
    QVERIFY(!rig.find("itemsBusy")->isVisible());
    QTRY_VERIFY(rig.find("itemsBusy")->isVisible());
    QTRY_COMPARE(rig.text("resultCount"), QStringLiteral("3 found"));
    QVERIFY(!rig.find("itemsBusy")->isVisible());
}

QTEST_MAIN(TestItemForm)
#include "tst_itemform.moc"
