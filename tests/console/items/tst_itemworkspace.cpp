// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrig.h"

#include <QtTest/QSignalSpy>

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

/// Edits and their undoing; what is sent to the service is in tst_itemsaving and tst_itemremoving.
class TestItemWorkspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setField_value_isAStepAndADraft();
    void setField_sameValue_isNoStep();
    void setField_backByHand_dropsTheDraft();
    void setField_twice_areTwoSteps();
    void setField_saidInWords_data();
    void setField_saidInWords();
    void setFields_several_areOneStep();
    void undo_edit_leavesOtherFieldsAlone();
    void createDraft_undoRedo_keepsItsKey();
    void createDrafts_rows_areOneStep();
    void duplicate_items_areNewDrafts();
    void discard_undo_bringsBack();
    void steps_afterSort_stillWork();
    void readOnly_everything_isRefused();
    void restoreDrafts_ofAnEarlierRun_areThere();
    void clear_workspace_forgets();
    void retranslate_steps_tellTheStack();

    void undo_savedEdit_stagesItsReverse();
    void undo_savedEditChangedElsewhere_keepsTheirChange();
    void undo_savedCreation_deletesIt();
    void redo_savedCreation_restoresTheSame();
    void undo_creationUnderWay_deletesWhatComesOfIt();
    void undo_savedCreationChangedElsewhere_staysAsTheyLeftIt();
    void steps_afterTheKeyChanged_follow();

private:
    static QString undoText(ItemRig &rig) { return rig.workspace.undoStack().undoText(); }
};

void TestItemWorkspace::setField_value_isAStepAndADraft()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    const Draft *draft = rig.drafts.find(ItemKey{3});
    QVERIFY(draft);
    QCOMPARE(draft->fields.nome, QStringLiteral("Café"));
    QCOMPARE(draft->base->versao, 1);
    QCOMPARE(draft->state, DraftState::Staged);
    QCOMPARE(rig.workspace.undoStack().count(), 1);
    rig.workspace.undoStack().undo();
    QVERIFY(!rig.drafts.find(ItemKey{3}));
    QCOMPARE(rig.name(2), QStringLiteral("Item 3"));
    rig.workspace.undoStack().redo();
    QCOMPARE(rig.name(2), QStringLiteral("Café"));
    QCOMPARE(rig.writes(), 0);
}

void TestItemWorkspace::setField_sameValue_isNoStep()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Item 3");
    rig.workspace.setField(ItemKey{3}, Field::Descricao, QVariant());
    rig.workspace.setField(ItemKey{99}, Field::Nome, QStringLiteral("not there"));
    QCOMPARE(rig.workspace.undoStack().count(), 0);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemWorkspace::setField_backByHand_dropsTheDraft()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.rename(3, "Item 3");
    QCOMPARE(rig.drafts.count(), 0);
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.name(2), QStringLiteral("Café"));
}

void TestItemWorkspace::setField_twice_areTwoSteps()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "A");
    rig.rename(3, "B");
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.name(2), QStringLiteral("A"));
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.name(2), QStringLiteral("Item 3"));
}

void TestItemWorkspace::setField_saidInWords_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("name") << Field::Nome << QVariant(QStringLiteral("x"))
                          << QStringLiteral("Change name of “Item 3”");
    QTest::newRow("price") << Field::Preco << QVariant(qint64(7))
                           << QStringLiteral("Change price of “Item 3”");
    QTest::newRow("description") << Field::Descricao << QVariant(QStringLiteral("d"))
                                 << QStringLiteral("Change description of “Item 3”");
}

void TestItemWorkspace::setField_saidInWords()
{
    QFETCH(const Field, field);
    QFETCH(const QVariant, value);
    QFETCH(const QString, text);
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.setField(ItemKey{3}, field, value);
    QCOMPARE(undoText(rig), text);
}

void TestItemWorkspace::setFields_several_areOneStep()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.setFields(ItemKey{3}, {QStringLiteral("Café"), QStringLiteral("forte"), 990});
    QCOMPARE(undoText(rig), QStringLiteral("Change “Item 3”"));
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemWorkspace::undo_edit_leavesOtherFieldsAlone()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    Draft draft = *rig.drafts.find(ItemKey{3});
    draft.fields.precoCentavos = 12345; // by no step: a conflict that was resolved
    rig.drafts.put(draft);
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields,
             (ItemFields{QStringLiteral("Item 3"), std::nullopt, 12345}));
}

void TestItemWorkspace::createDraft_undoRedo_keepsItsKey()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy focus(&rig.workspace, &ItemWorkspace::focusWanted);
    const ItemKey key = rig.workspace.createDraft();
    QVERIFY(key.isNew());
    QCOMPARE(focus.size(), 1);
    QCOMPARE(undoText(rig), QStringLiteral("New item"));
    rig.workspace.setField(key, Field::Nome, QStringLiteral("Café"));
    rig.workspace.undoStack().undo();
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.count(), 0);
    rig.workspace.undoStack().redo();
    rig.workspace.undoStack().redo();
    QCOMPARE(rig.drafts.find(key)->fields.nome, QStringLiteral("Café"));
}

void TestItemWorkspace::createDrafts_rows_areOneStep()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const auto keys = rig.workspace.createDrafts({ItemRig::fields("A"), ItemRig::fields("B")});
    QCOMPARE(keys, (std::vector<ItemKey>{{-1}, {-2}}));
    QCOMPARE(rig.workspace.undoStack().count(), 1);
    QVERIFY(undoText(rig).startsWith(QStringLiteral("Add 2 item")));
    QVERIFY(rig.workspace.createDrafts({}).empty());
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemWorkspace::duplicate_items_areNewDrafts()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const auto keys = rig.workspace.duplicate({{3}, {77}});
    QCOMPARE(keys.size(), std::size_t(1));
    QCOMPARE(rig.drafts.find(keys.front())->fields.nome, QStringLiteral("Item 3"));
    QCOMPARE(undoText(rig), QStringLiteral("Duplicate “Item 3”"));
}

void TestItemWorkspace::discard_undo_bringsBack()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.workspace.createDraft(ItemRig::fields("New"));
    rig.workspace.discardAll();
    QCOMPARE(rig.drafts.count(), 0);
    QVERIFY(undoText(rig).startsWith(QStringLiteral("Discard changes to 2 item")));
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.count(), 2);
    QCOMPARE(rig.name(rig.model.rowOf(ItemKey{3})), QStringLiteral("Café"));
    rig.workspace.discard({{3}});
    QCOMPARE(undoText(rig), QStringLiteral("Discard changes to “Café”"));
    QCOMPARE(rig.drafts.count(), 1);
}

void TestItemWorkspace::steps_afterSort_stillWork()
{
    ItemRig rig(1'000);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.model.sort(ItemsModel::IdColumn, Qt::DescendingOrder); // item 3 is on no page that is held
    QTRY_COMPARE(rig.name(0), QStringLiteral("Item 1000"));
    QCOMPARE(rig.drafts.count(), 1);
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.count(), 0);
    rig.workspace.undoStack().redo();
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.nome, QStringLiteral("Café"));
}

void TestItemWorkspace::readOnly_everything_isRefused()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.model.setReadOnly(true);
    rig.rename(4, "x");
    QVERIFY(!rig.workspace.createDraft().isValid());
    QVERIFY(rig.workspace.duplicate({{3}}).empty());
    rig.workspace.remove({{3}});
    rig.workspace.discardAll();
    rig.workspace.saveAll();
    rig.workspace.resume();
    QCOMPARE(rig.workspace.undoStack().count(), 1);
    QCOMPARE(rig.drafts.count(), 1);
    QCOMPARE(rig.writes(), 0);
}

void TestItemWorkspace::restoreDrafts_ofAnEarlierRun_areThere()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.createDraft(ItemRig::fields("Mine"));
    Draft fresh;
    fresh.key = ItemKey{-1};
    fresh.fields = ItemRig::fields("Kept");
    Draft edited;
    edited.key = ItemKey{5};
    edited.base = rig.service.find(5);
    edited.fields = ItemRig::fields("Edited");
    edited.state = DraftState::Unknown;
    rig.workspace.restoreDrafts({fresh, edited});
    QCOMPARE(rig.drafts.count(), 3);
    QCOMPARE(rig.drafts.find(ItemKey{-1})->fields.nome, QStringLiteral("Mine"));
    QCOMPARE(rig.drafts.find(ItemKey{-2})->fields.nome, QStringLiteral("Kept"));
    QCOMPARE(rig.state(ItemKey{5}), DraftState::Unknown);
}

void TestItemWorkspace::clear_workspace_forgets()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.before = [](const FakeRequest &) { return FakeAnswer::silence(); };
    rig.rename(3, "Café");
    rig.workspace.saveAll();
    rig.workspace.clear();
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.workspace.undoStack().count(), 0);
    QVERIFY(!rig.workspace.progress().running());
}

void TestItemWorkspace::retranslate_steps_tellTheStack()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    QSignalSpy texts(&rig.workspace.undoStack(), &QUndoStack::undoTextChanged);
    rig.workspace.retranslate();
    QCOMPARE(texts.size(), 1);
    QCOMPARE(undoText(rig), QStringLiteral("Change name of “Item 3”"));
}

void TestItemWorkspace::undo_savedEdit_stagesItsReverse()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.count(), 0);
    rig.workspace.undoStack().undo();
    const Draft *draft = rig.drafts.find(ItemKey{3});
    QVERIFY(draft);
    QCOMPARE(draft->fields.nome, QStringLiteral("Item 3"));
    QCOMPARE(draft->base->versao, 2);
    rig.workspace.undoStack().redo();
    QCOMPARE(rig.drafts.count(), 0);
    rig.workspace.undoStack().undo();
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Item 3"));
    QCOMPARE(rig.service.find(3)->versao, 3);
}

void TestItemWorkspace::undo_savedEditChangedElsewhere_keepsTheirChange()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.service.change(3, [](ItemFields &fields) { fields.precoCentavos = 4242; });
    rig.model.refresh();
    QTRY_COMPARE(rig.model.state(), ItemsModel::State::Ready);
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields, (ItemFields{QStringLiteral("Item 3"), std::nullopt, 4242}));
}

void TestItemWorkspace::undo_savedCreation_deletesIt()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    rig.workspace.createDraft(ItemRig::fields("Café"));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QTRY_COMPARE(rig.model.rowCount(), 11);
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.model.rowCount(), 10);
    QVERIFY(rig.idle());
    QVERIFY(!rig.service.find(11));
    QCOMPARE(rig.manager->count("DELETE"), 1);
    QCOMPARE(removed.size(), 0); // nobody deleted: it was undone
}

void TestItemWorkspace::redo_savedCreation_restoresTheSame()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const ItemKey key = rig.workspace.createDraft(ItemRig::fields("Café"));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.workspace.current(key), ItemKey{11});
    rig.workspace.undoStack().undo();
    rig.workspace.undoStack().redo(); // the delete is still under way
    rig.workspace.undoStack().undo();
    rig.workspace.undoStack().redo();
    QVERIFY(rig.idle());
    QVERIFY(rig.service.find(11));
    QCOMPARE(rig.service.size, 11);
    QCOMPARE(rig.manager->count("POST", "/itens"), 2); // creating it, restoring it
    QCOMPARE(rig.manager->count("DELETE"), 1);
    QTRY_COMPARE(rig.model.rowCount(), 11);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemWorkspace::undo_creationUnderWay_deletesWhatComesOfIt()
{
    ItemRig rig(10);
    rig.service.delay = std::chrono::milliseconds(20);
    QVERIFY(rig.load());
    rig.workspace.createDraft(ItemRig::fields("Café"));
    rig.workspace.saveAll();
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.count(), 0);
    QTRY_COMPARE(rig.manager->count("DELETE"), 1);
    QVERIFY(rig.idle());
    QVERIFY(!rig.service.find(11));
    rig.workspace.undoStack().redo();
    QVERIFY(rig.idle());
    QVERIFY(rig.service.find(11));
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemWorkspace::undo_savedCreationChangedElsewhere_staysAsTheyLeftIt()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.createDraft(ItemRig::fields("Café"));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.service.change(11, [](ItemFields &fields) { fields.nome = QStringLiteral("Theirs"); });
    rig.model.refresh();
    QTRY_COMPARE(rig.model.state(), ItemsModel::State::Ready);
    QSignalSpy failed(&rig.workspace, &ItemWorkspace::failed);
    rig.workspace.undoStack().undo();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.front().front().value<ApiError>().kind, ApiError::Kind::Conflict);
    QVERIFY(rig.service.find(11));
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemWorkspace::steps_afterTheKeyChanged_follow()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const ItemKey key = rig.workspace.createDraft(ItemRig::fields("A"));
    rig.workspace.setField(key, Field::Nome, QStringLiteral("B"));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.workspace.setField(key, Field::Preco, qint64(7)); // who still holds the old key
    QCOMPARE(rig.drafts.find(ItemKey{11})->fields.precoCentavos, 7);
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.count(), 0);
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.find(ItemKey{11})->fields.nome, QStringLiteral("A"));
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QVERIFY(!rig.service.find(11));
    QCOMPARE(rig.drafts.count(), 0);
    for (int step = 0; step < 3; ++step)
        rig.workspace.undoStack().redo();
    QVERIFY(rig.idle());
    QVERIFY(rig.service.find(11));
    QTRY_COMPARE(rig.model.fieldsOf(ItemKey{11}), std::optional(ItemRig::fields("B", 7)));
}

QTEST_GUILESS_MAIN(TestItemWorkspace)
#include "tst_itemworkspace.moc"
