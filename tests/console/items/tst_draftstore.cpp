// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/draftstore.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita::console;

class TestDraftStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void put_new_isFoundAndTold();
    void put_again_replacesQuietly();
    void newKeys_several_areOldestFirst();
    void nextNewKey_afterPut_isUnused();
    void nextNewKey_reserved_isAnother();
    void remove_unknown_tellsNothing();
    void newKeysChanged_one_saysWhich();
    void batch_manyChanges_tellsOnce();
    void batch_veryMany_tellsThatAnyMayBe();
    void clear_drafts_startsAnew();

private:
    static Draft draft(qint64 key);
};

Draft TestDraftStore::draft(qint64 key)
{
    Draft draft;
    draft.key = ItemKey{key};
    return draft;
}

void TestDraftStore::put_new_isFoundAndTold()
{
    DraftStore store;
    QSignalSpy changed(&store, &DraftStore::changed);
    QSignalSpy count(&store, &DraftStore::countChanged);
    QSignalSpy keys(&store, &DraftStore::newKeysChanged);
    store.put(draft(5));
    QVERIFY(store.find(ItemKey{5}));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(count.size(), 1);
    QCOMPARE(keys.size(), 0);
    store.put(draft(-1));
    QCOMPARE(keys.size(), 1);
    QCOMPARE(store.count(), 2);
}

void TestDraftStore::put_again_replacesQuietly()
{
    DraftStore store;
    store.put(draft(-1));
    QSignalSpy changed(&store, &DraftStore::changed);
    QSignalSpy count(&store, &DraftStore::countChanged);
    QSignalSpy keys(&store, &DraftStore::newKeysChanged);
    Draft again = draft(-1);
    again.message = QStringLiteral("x");
    store.put(again);
    QCOMPARE(store.find(ItemKey{-1})->message, QStringLiteral("x"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(count.size() + keys.size(), 0);
}

void TestDraftStore::newKeys_several_areOldestFirst()
{
    DraftStore store;
    for (qint64 key : {7, -2, -1, -3})
        store.put(draft(key));
    QCOMPARE(store.newKeys(), (std::vector<ItemKey>{{-1}, {-2}, {-3}}));
}

void TestDraftStore::nextNewKey_afterPut_isUnused()
{
    DraftStore store;
    QCOMPARE(store.nextNewKey(), ItemKey{-1});
    store.put(draft(-9)); // of an earlier run
    QCOMPARE(store.nextNewKey(), ItemKey{-10});
}

void TestDraftStore::nextNewKey_reserved_isAnother()
{
    DraftStore store;
    store.reserveNewKey(ItemKey{-3});
    store.reserveNewKey(ItemKey{-1});
    store.reserveNewKey(ItemKey{7}); // no new item's
    QCOMPARE(store.nextNewKey(), ItemKey{-4});
    QCOMPARE(store.count(), 0);
}

void TestDraftStore::remove_unknown_tellsNothing()
{
    DraftStore store;
    QSignalSpy changed(&store, &DraftStore::changed);
    store.remove(ItemKey{1});
    QCOMPARE(changed.size(), 0);
}

void TestDraftStore::newKeysChanged_one_saysWhich()
{
    DraftStore store;
    std::vector<ItemKey> moved;
    connect(&store, &DraftStore::newKeysChanged, this, [&] { moved.push_back(store.movedNewKey()); });
    store.put(draft(-1));
    {
        const DraftStore::Batch batch(store); // as when an item was created and edited meanwhile
        store.remove(ItemKey{-1});
        store.put(draft(8));
    }
    {
        const DraftStore::Batch batch(store);
        store.put(draft(-2));
        store.put(draft(-3));
    }
    store.remove(ItemKey{-3});
    QCOMPARE(moved, (std::vector<ItemKey>{{-1}, {-1}, {0}, {-3}}));
}

void TestDraftStore::batch_manyChanges_tellsOnce()
{
    DraftStore store;
    QSignalSpy changed(&store, &DraftStore::changed);
    QSignalSpy count(&store, &DraftStore::countChanged);
    QSignalSpy keys(&store, &DraftStore::newKeysChanged);
    {
        const DraftStore::Batch batch(store);
        const DraftStore::Batch inner(store);
        store.put(draft(-1));
        store.put(draft(-2));
        QCOMPARE(count.size(), 0);
    }
    QCOMPARE(changed.size(), 2);
    QCOMPARE(count.size(), 1);
    QCOMPARE(keys.size(), 1);
}

void TestDraftStore::batch_veryMany_tellsThatAnyMayBe()
{
    DraftStore store;
    QSignalSpy changed(&store, &DraftStore::changed);
    {
        const DraftStore::Batch batch(store);
        for (int number = 1; number <= 1000; ++number)
            store.put(draft(-number));
        QCOMPARE(changed.size(), 0);
    }
    QCOMPARE(changed.size(), 1);
    QVERIFY(!changed.front().front().value<ItemKey>().isValid());
    QCOMPARE(store.count(), 1000);
}

void TestDraftStore::clear_drafts_startsAnew()
{
    DraftStore store;
    store.put(draft(-1));
    store.put(draft(4));
    QSignalSpy keys(&store, &DraftStore::newKeysChanged);
    store.clear();
    QCOMPARE(store.count(), 0);
    QCOMPARE(keys.size(), 1);
    QCOMPARE(store.nextNewKey(), ItemKey{-1});
}

QTEST_APPLESS_MAIN(TestDraftStore)
#include "tst_draftstore.moc"
