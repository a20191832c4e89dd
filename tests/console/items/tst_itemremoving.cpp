// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrig.h"

#include <QtTest/QSignalSpy>

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

class TestItemRemoving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void remove_items_goAtOnceWithTheirVersions();
    void remove_many_areFourAtATime();
    void remove_newDraft_staysHere();
    void remove_undo_restores();
    void remove_undoBeforeItIsSent_isNeverSent();
    void remove_undoWhileUnderWay_endsThere();
    void remove_edited_undoBringsTheDraftBack();
    void remove_goneElsewhere_isAsGood();
    void remove_changedElsewhere_staysAsTheyLeftIt();
    void remove_editedAndChangedElsewhere_isAConflict();
    void remove_refused_comesBack();
    void remove_outage_allComeBack();
    void remove_lostAnswer_undoRestores();
    void remove_afterSave_hasTheNewVersion();
    void remove_cancel_keepsTheUnsent();
    void undo_outage_mayBeTriedAgain();

private:
    static QStringList names(const ItemRig &rig)
    {
        QStringList names;
        for (int row = 0; row < rig.model.rowCount(); ++row)
            names.append(rig.name(row));
        return names;
    }
};

void TestItemRemoving::remove_items_goAtOnceWithTheirVersions()
{
    ItemRig rig(10);
    rig.service.change(3, [](ItemFields &fields) { fields.precoCentavos = 5; });
    QVERIFY(rig.load());
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    rig.workspace.remove({{3}, {7}});
    QCOMPARE(rig.model.rowCount(), 8);
    QCOMPARE(rig.name(2), QStringLiteral("Item 4"));
    QVERIFY(rig.workspace.undoStack().undoText().startsWith(QStringLiteral("Delete 2 item")));
    QVERIFY(rig.idle());
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.front().at(0).value<std::vector<ItemKey>>(), (std::vector<ItemKey>{{3}, {7}}));
    QCOMPARE(removed.front().at(1).value<qsizetype>(), 0);
    QCOMPARE(rig.service.removed, (std::set<qint64>{3, 7}));
    QTRY_COMPARE(rig.model.state(), ItemsModel::State::Ready);
    QCOMPARE(rig.model.rowCount(), 8);
}

void TestItemRemoving::remove_many_areFourAtATime()
{
    ItemRig rig(100);
    QVERIFY(rig.load());
    int atOnce = 0;
    int most = 0;
    rig.service.takesBatches = false;
    rig.service.delay = std::chrono::milliseconds(5);
    rig.service.before = [&](const FakeRequest &request) -> std::optional<FakeAnswer> {
        most = std::max(most, request.method == "DELETE" ? ++atOnce : 0);
        return std::nullopt;
    };
    connect(&rig.workspace, &ItemWorkspace::progressChanged, this,
            [&] { atOnce = rig.manager->count("DELETE") - int(rig.workspace.progress().done); });
    std::vector<ItemKey> keys;
    for (qint64 id = 1; id <= 100; id += 2)
        keys.push_back(ItemKey{id});
    rig.workspace.remove(keys); // so many runs of rows that it is told as a reset
    QCOMPARE(rig.workspace.progress().total, 50);
    QVERIFY(rig.idle());
    QCOMPARE(most, ItemWorkspace::parallelWrites);
    QTRY_COMPARE(rig.model.state(), ItemsModel::State::Ready);
    QCOMPARE(rig.model.rowCount(), 50);
    QCOMPARE(rig.name(0), QStringLiteral("Item 2"));
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QTRY_COMPARE(rig.model.rowCount(), 100);
}

void TestItemRemoving::remove_newDraft_staysHere()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const ItemKey key = rig.workspace.createDraft(ItemRig::fields("New"));
    rig.workspace.remove({key});
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.workspace.undoStack().undoText(), QStringLiteral("Delete “New”"));
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.drafts.find(key)->fields.nome, QStringLiteral("New"));
    QCOMPARE(rig.writes(), 0);
}

void TestItemRemoving::remove_undo_restores()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const QStringList before = names(rig);
    rig.workspace.remove({{3}, {4}});
    QVERIFY(rig.idle());
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QVERIFY(rig.service.removed.empty());
    QTRY_COMPARE(names(rig), before);
    rig.workspace.undoStack().redo();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.removed, (std::set<qint64>{3, 4}));
    QTRY_COMPARE(rig.model.rowCount(), 8);
}

void TestItemRemoving::remove_undoBeforeItIsSent_isNeverSent()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const QStringList before = names(rig);
    rig.service.before = [](const FakeRequest &request) -> std::optional<FakeAnswer> {
        return request.method == "DELETE" ? std::optional(FakeAnswer::silence()) : std::nullopt;
    };
    rig.workspace.remove({{1}, {2}, {3}, {4}}); // takes all that may be under way
    rig.workspace.remove({{6}, {8}});
    QCOMPARE(rig.model.rowCount(), 4);
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.model.rowCount(), 6);
    QCOMPARE(names(rig).mid(1, 3),
             (QStringList{QStringLiteral("Item 6"), QStringLiteral("Item 7"), QStringLiteral("Item 8")}));
    QCOMPARE(rig.manager->count("DELETE"), 4);
}

void TestItemRemoving::remove_undoWhileUnderWay_endsThere()
{
    ItemRig rig(10);
    rig.service.delay = std::chrono::milliseconds(20);
    QVERIFY(rig.load());
    const QStringList before = names(rig);
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    rig.workspace.remove({{3}});
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QVERIFY(rig.service.removed.empty());
    QTRY_COMPARE(names(rig), before);
    QCOMPARE(removed.size(), 0);
}

void TestItemRemoving::remove_edited_undoBringsTheDraftBack()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.workspace.remove({{3}});
    QCOMPARE(rig.drafts.count(), 0);
    QVERIFY(rig.idle());
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.nome, QStringLiteral("Café"));
    rig.workspace.saveAll(); // the version that restoring it made is no conflict
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Café"));
}

void TestItemRemoving::remove_goneElsewhere_isAsGood()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.removed.insert(3);
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    QSignalSpy failed(&rig.workspace, &ItemWorkspace::failed);
    rig.workspace.remove({{3}});
    QVERIFY(rig.idle());
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.front().at(1).value<qsizetype>(), 0);
    QCOMPARE(failed.size(), 0);
}

void TestItemRemoving::remove_changedElsewhere_staysAsTheyLeftIt()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.change(3, [](ItemFields &fields) { fields.nome = QStringLiteral("Theirs"); });
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    QSignalSpy failed(&rig.workspace, &ItemWorkspace::failed);
    rig.workspace.remove({{3}});
    QVERIFY(rig.idle());
    QCOMPARE(removed.front().at(1).value<qsizetype>(), 1);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.front().front().value<ApiError>().kind, ApiError::Kind::Conflict);
    QCOMPARE(rig.name(2), QStringLiteral("Theirs"));
    QCOMPARE(rig.drafts.count(), 0);
    rig.workspace.remove({{3}}); // now that it was seen
    QVERIFY(rig.idle());
    QVERIFY(!rig.service.find(3));
}

void TestItemRemoving::remove_editedAndChangedElsewhere_isAConflict()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.setField(ItemKey{3}, Field::Preco, 999);
    rig.service.change(3, [](ItemFields &fields) { fields.nome = QStringLiteral("Theirs"); });
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    QSignalSpy conflicts(&rig.workspace, &ItemWorkspace::conflictFound);
    rig.workspace.remove({{3}});
    QVERIFY(rig.idle());
    QCOMPARE(conflicts.size(), 1);
    QCOMPARE(removed.front().at(1).value<qsizetype>(), 1);
    QCOMPARE(rig.model.rowOf(ItemKey{3}), 2);
    const Draft *draft = rig.drafts.find(ItemKey{3});
    QCOMPARE(draft->state, DraftState::Conflict);
    QCOMPARE(draft->fields.precoCentavos, 999);
    QCOMPARE(draft->theirs->fields.nome, QStringLiteral("Theirs"));
    rig.workspace.resolve(ItemKey{3}, std::nullopt);
    QCOMPARE(rig.name(2), QStringLiteral("Theirs"));
}

void TestItemRemoving::remove_refused_comesBack()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const QStringList before = names(rig);
    rig.service.before = [](const FakeRequest &request) -> std::optional<FakeAnswer> {
        return request.target == "/itens/3" ? std::optional(FakeAnswer::problem(403, "proibido"))
                                            : std::nullopt;
    };
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    QSignalSpy failed(&rig.workspace, &ItemWorkspace::failed);
    rig.workspace.remove({{2}, {3}});
    QVERIFY(rig.idle());
    QCOMPARE(removed.front().at(0).value<std::vector<ItemKey>>(), (std::vector<ItemKey>{{2}}));
    QCOMPARE(removed.front().at(1).value<qsizetype>(), 1);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(rig.model.rowCount(), 9);
    QTRY_COMPARE(rig.name(1), QStringLiteral("Item 3"));
}

void TestItemRemoving::remove_outage_allComeBack()
{
    ItemRig rig(300);
    QVERIFY(rig.load());
    rig.rename(150, "Café");
    rig.service.outage = true;
    QSignalSpy failed(&rig.workspace, &ItemWorkspace::failed);
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    std::vector<ItemKey> keys;
    for (qint64 id = 3; id <= 200; id += 3)
        keys.push_back(ItemKey{id});
    rig.workspace.remove(keys);
    QVERIFY(rig.idle());
    QCOMPARE(failed.size(), 1); // not one for each
    QCOMPARE(removed.front().at(1).value<qsizetype>(), qsizetype(keys.size()));
    QVERIFY(rig.manager->count("DELETE") <= ItemWorkspace::parallelWrites);
    QCOMPARE(rig.model.rowCount(), 300);
    for (int row = 0; row < 100; ++row)
        QCOMPARE(rig.name(row), QStringLiteral("Item %1").arg(row + 1));
    QCOMPARE(rig.drafts.find(ItemKey{150})->fields.nome, QStringLiteral("Café"));
}

void TestItemRemoving::remove_lostAnswer_undoRestores()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.loseAnswers = true;
    rig.workspace.remove({{3}, {4}});
    QVERIFY(rig.idle());
    rig.service.loseAnswers = false;
    QTRY_COMPARE(rig.model.rowCount(), 8); // the list tells that it was done
    rig.service.removed.erase(4);          // and somebody restored one of them
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QVERIFY(rig.service.removed.empty());
    QTRY_COMPARE(rig.model.rowCount(), 10);
}

void TestItemRemoving::remove_afterSave_hasTheNewVersion()
{
    ItemRig rig(10);
    rig.service.delay = std::chrono::milliseconds(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.workspace.saveAll();
    rig.workspace.remove({{3}}); // waits for the save
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.removed, (std::set<qint64>{3}));
    const auto sent = std::find_if(rig.manager->seen.begin(), rig.manager->seen.end(),
                                   [](const FakeRequest &request) { return request.method == "DELETE"; });
    QCOMPARE(sent->request.rawHeader("If-Match"), QByteArray("\"2\""));
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemRemoving::remove_cancel_keepsTheUnsent()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    std::vector<ItemKey> keys;
    for (qint64 id = 1; id <= 10; ++id)
        keys.push_back(ItemKey{id});
    rig.workspace.remove(keys);
    QCOMPARE(rig.model.rowCount(), 0);
    rig.workspace.cancel();
    QCOMPARE(rig.model.rowCount(), 6);
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.removed, (std::set<qint64>{1, 2, 3, 4}));
    QTRY_COMPARE(rig.name(0), QStringLiteral("Item 5"));
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QVERIFY(rig.service.removed.empty());
}

void TestItemRemoving::undo_outage_mayBeTriedAgain()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.workspace.remove({{3}});
    QVERIFY(rig.idle());
    rig.service.outage = true;
    QSignalSpy failed(&rig.workspace, &ItemWorkspace::failed);
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QCOMPARE(failed.size(), 1);
    QCOMPARE(rig.drafts.count(), 0); // of an item that is not there
    rig.service.outage = false;
    rig.workspace.undoStack().redo();
    QVERIFY(rig.idle());
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QVERIFY(rig.service.removed.empty());
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.nome, QStringLiteral("Café"));
}

QTEST_GUILESS_MAIN(TestItemRemoving)
#include "tst_itemremoving.moc"
