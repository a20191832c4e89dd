// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemfollower.h"
#include "itemrig.h"

#include <QtTest/QSignalSpy>

using namespace guarita;
using namespace guarita::console;
using support::FakeRequest;

using Kind = ItemChange::Kind;

/// What others do, in what is shown.
class TestItemFollower : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void updated_shown_isReplacedInPlace();
    void updated_notShown_asksForNothing();
    void updated_inASortedList_readsItAgain();
    void updated_older_isIgnored();
    void updated_drafted_isAConflictNobodyIsAskedAbout();
    void updated_toWhatTheDraftHas_endsIt();
    void updated_versionAlone_rebasesTheDraft();
    void updated_unknownDraft_staysUnknown();
    void removed_shown_goes();
    void removed_drafted_isShownAsThat();
    void created_many_areReadOnceInAWhile();
    void own_eventBeforeItsAnswer_isNoNews();
    void own_creations_areNoNews();
    void own_removal_isNoNews();
    void typed_item_isLeftAlone();
    void tenThousand_events_areAFewRequests();

private:
    static ItemChange changeOf(Kind kind, const Item &item) { return {kind, item.versao, item}; }
    /// Somebody else's, with its event.
    static void rename(ItemRig &rig, qint64 id, const char *name)
    {
        rig.service.change(id, [name](ItemFields &fields) { fields.nome = QString::fromUtf8(name); });
        rig.workspace.follower().take({changeOf(Kind::Updated, *rig.service.find(id))});
    }
    static void remove(ItemRig &rig, qint64 id)
    {
        ItemChange change = changeOf(Kind::Removed, *rig.service.find(id));
        ++change.versao;
        rig.service.removed.insert(id);
        rig.workspace.follower().take({change});
    }
};

void TestItemFollower::updated_shown_isReplacedInPlace()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy changed(&rig.model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&rig.model, &QAbstractItemModel::modelReset);
    rename(rig, 3, "Theirs");
    QCOMPARE(rig.name(2), QStringLiteral("Theirs"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(reset.size(), 0);
    QVERIFY(!QTest::qWaitFor([&] { return rig.lists() > 1; }, 350));
}

void TestItemFollower::updated_notShown_asksForNothing()
{
    ItemRig rig(5000);
    QVERIFY(rig.load());
    const int lists = rig.lists();
    rename(rig, 4000, "Theirs");
    QVERIFY(!QTest::qWaitFor([&] { return rig.lists() > lists; }, 350));
}

void TestItemFollower::updated_inASortedList_readsItAgain()
{
    ItemRig rig(10);
    rig.model.sort(ItemsModel::NomeColumn, Qt::AscendingOrder);
    QVERIFY(rig.load());
    rename(rig, 3, "Theirs");
    QTRY_COMPARE(rig.lists(), 2);
}

void TestItemFollower::updated_older_isIgnored()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    Item old = *rig.service.find(3);
    old.fields.nome = QStringLiteral("Old");
    rig.workspace.follower().take({changeOf(Kind::Updated, old)});
    QCOMPARE(rig.name(2), QStringLiteral("Item 3"));
}

void TestItemFollower::updated_drafted_isAConflictNobodyIsAskedAbout()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy conflicts(&rig.workspace, &ItemWorkspace::conflictFound);
    rig.rename(3, "Mine");
    rename(rig, 3, "Theirs");
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Conflict);
    QCOMPARE(rig.drafts.find(ItemKey{3})->theirs->fields.nome, QStringLiteral("Theirs"));
    QCOMPARE(rig.drafts.find(ItemKey{3})->base->fields.nome, QStringLiteral("Item 3"));
    QCOMPARE(rig.name(2), QStringLiteral("Mine"));
    rename(rig, 3, "Newer");
    QCOMPARE(rig.drafts.find(ItemKey{3})->theirs->fields.nome, QStringLiteral("Newer"));
    QCOMPARE(conflicts.size(), 0);
    rig.workspace.resolve(ItemKey{3}, ItemRig::fields("Mine", 3));
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Mine"));
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemFollower::updated_toWhatTheDraftHas_endsIt()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Same");
    rename(rig, 3, "Same");
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.name(2), QStringLiteral("Same"));
}

void TestItemFollower::updated_versionAlone_rebasesTheDraft()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    rename(rig, 3, "Item 3");
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Staged);
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Mine"));
}

void TestItemFollower::updated_unknownDraft_staysUnknown()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    rig.service.loseAnswers = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rename(rig, 3, "Theirs");
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Unknown);
}

void TestItemFollower::removed_shown_goes()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy reset(&rig.model, &QAbstractItemModel::modelReset);
    remove(rig, 3);
    QCOMPARE(rig.model.rowCount(), 9);
    QCOMPARE(rig.model.total(), 9);
    QCOMPARE(rig.name(2), QStringLiteral("Item 4"));
    QCOMPARE(reset.size(), 0);
}

void TestItemFollower::removed_drafted_isShownAsThat()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    remove(rig, 3);
    QCOMPARE(rig.model.rowCount(), 10);
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Conflict);
    QVERIFY(!rig.drafts.find(ItemKey{3})->theirs);
    rig.workspace.resolve(ItemKey{3}, std::nullopt);
    QTRY_COMPARE(rig.model.rowCount(), 9);
}

void TestItemFollower::created_many_areReadOnceInAWhile()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    for (int i = 0; i < 50; ++i) {
        Item item = *rig.service.find(1);
        item.id = ++rig.service.size;
        rig.workspace.follower().take({changeOf(Kind::Created, item)});
    }
    QCOMPARE(rig.lists(), 1);
    QTRY_COMPARE(rig.model.rowCount(), 60);
    QCOMPARE(rig.lists(), 2);
    QCOMPARE(rig.name(59), QStringLiteral("Item 60"));
}

void TestItemFollower::own_eventBeforeItsAnswer_isNoNews()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    rig.service.delay = std::chrono::milliseconds(5);
    rig.workspace.saveAll();
    rig.workspace.setField(ItemKey{3}, Field::Nome, QStringLiteral("More"));
    QTRY_COMPARE(rig.service.find(3)->versao, 2);
    rig.workspace.follower().take({changeOf(Kind::Updated, *rig.service.find(3))});
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Saving);
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Staged); // the next change, not a conflict
    QCOMPARE(rig.name(2), QStringLiteral("More"));
}

void TestItemFollower::own_creations_areNoNews()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.delay = std::chrono::milliseconds(5);
    rig.workspace.createDraft(ItemRig::fields("Mine"));
    int most = 0;
    connect(&rig.model, &QAbstractItemModel::rowsInserted, this,
            [&] { most = std::max(most, rig.model.rowCount()); });
    rig.workspace.saveAll();
    QTRY_COMPARE(rig.service.size, 11);
    rig.workspace.follower().take({changeOf(Kind::Created, *rig.service.find(11))});
    QVERIFY(rig.idle());
    QTRY_COMPARE(rig.name(10), QStringLiteral("Mine"));
    QVERIFY(!QTest::qWaitFor([&] { return rig.lists() > 2; }, 350));
    QCOMPARE(most, 11); // never twice
}

void TestItemFollower::own_removal_isNoNews()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const Item item = *rig.service.find(3);
    rig.workspace.remove({ItemKey{3}});
    QVERIFY(rig.idle());
    QTRY_COMPARE(rig.lists(), 2);
    rig.workspace.follower().take({{Kind::Removed, item.versao + 1, item}});
    QVERIFY(!QTest::qWaitFor([&] { return rig.lists() > 2; }, 350));
    QCOMPARE(rig.model.rowCount(), 9);
}

void TestItemFollower::typed_item_isLeftAlone()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    ItemKey typed{3};
    rig.workspace.follower().setTyped([&typed] { return typed; });
    rename(rig, 3, "Theirs");
    rename(rig, 4, "Theirs");
    QCOMPARE(rig.name(2), QStringLiteral("Item 3"));
    QCOMPARE(rig.name(3), QStringLiteral("Theirs"));
    rig.rename(3, "Mine"); // what was typed is committed: on top of what was there then
    typed = {};
    QTRY_COMPARE(rig.state(ItemKey{3}), DraftState::Conflict);
}

void TestItemFollower::tenThousand_events_areAFewRequests()
{
    ItemRig rig(10'000);
    QVERIFY(rig.load());
    const int lists = rig.lists();
    std::vector<ItemChange> changes;
    for (qint64 id = 1; id <= 10'000; ++id) {
        rig.service.change(id, [](ItemFields &fields) { fields.nome = QStringLiteral("Theirs"); });
        changes.push_back(changeOf(Kind::Updated, *rig.service.find(id)));
    }
    QSignalSpy changed(&rig.model, &QAbstractItemModel::dataChanged);
    rig.workspace.follower().take(changes);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(rig.name(0), QStringLiteral("Theirs"));
    QVERIFY(!QTest::qWaitFor([&] { return rig.lists() > lists; }, 350));
}

QTEST_GUILESS_MAIN(TestItemFollower)
#include "tst_itemfollower.moc"
