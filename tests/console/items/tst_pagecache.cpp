// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/pagecache.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;

class TestPageCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void at_nothingHeld_isNull();
    void put_page_isFoundByRowAndId();
    void put_again_forgetsOldIds();
    void put_pastTheLimit_dropsTheLeastRecentlyUsed();
    void at_manyTimes_isNoUse();
    void markStale_pages_stayButAreNotFresh();
    void removeRows_overPages_movesUp();
    void removeRows_nextPageNotHeld_leavesAHole();
    void insertRows_afterRemoveRows_isAsBefore();
    void insertRows_nextPageNotHeld_dropsWhatMovesOut();
    void truncate_middleOfPage_keepsWhatIsBefore();
    void replace_item_keepsItsRow();

private:
    static constexpr qint64 size = 4;
    /// Ids are rows plus 1.
    static std::vector<Item> page(qint64 number, qint64 count = size);
    static QList<qint64> ids(const PageCache &cache, qint64 rows);
};

std::vector<Item> TestPageCache::page(qint64 number, qint64 count)
{
    std::vector<Item> items;
    for (qint64 i = 0; i < count; ++i) {
        Item item;
        item.id = number * size + i + 1;
        items.push_back(item);
    }
    return items;
}

QList<qint64> TestPageCache::ids(const PageCache &cache, qint64 rows)
{
    QList<qint64> ids;
    for (qint64 row = 0; row < rows; ++row)
        ids.append(cache.at(row) ? cache.at(row)->id : 0);
    return ids;
}

void TestPageCache::at_nothingHeld_isNull()
{
    PageCache cache(size, 3);
    QVERIFY(!cache.at(0));
    QVERIFY(!cache.at(-1));
    QVERIFY(!cache.rowOf(1));
    QVERIFY(!cache.has(0));
    QVERIFY(!cache.isFresh(0));
}

void TestPageCache::put_page_isFoundByRowAndId()
{
    PageCache cache(size, 3);
    cache.put(1, page(1));
    QCOMPARE(ids(cache, 9), (QList<qint64>{0, 0, 0, 0, 5, 6, 7, 8, 0}));
    QCOMPARE(cache.rowOf(6), std::optional<qint64>(5));
    QVERIFY(cache.isFresh(1));
}

void TestPageCache::put_again_forgetsOldIds()
{
    PageCache cache(size, 3);
    cache.put(0, page(0));
    cache.put(1, page(1));
    std::vector<Item> moved = page(0);
    moved.erase(moved.begin()); // somebody removed the first item: 5 comes up
    moved.push_back(page(1).front());
    cache.put(0, moved);
    QVERIFY(!cache.rowOf(1));
    QCOMPARE(cache.rowOf(5), std::optional<qint64>(3));
    cache.put(1, {});
    QCOMPARE(cache.rowOf(5), std::optional<qint64>(3));
    QVERIFY(!cache.rowOf(6));
}

void TestPageCache::put_pastTheLimit_dropsTheLeastRecentlyUsed()
{
    PageCache cache(size, 3);
    for (qint64 number : {0, 1, 2})
        cache.put(number, page(number));
    cache.touch(0);
    QCOMPARE(cache.put(7, page(7)), std::vector<qint64>{1});
    QVERIFY(cache.has(0) && !cache.has(1) && cache.has(2) && cache.has(7));
    QVERIFY(!cache.rowOf(5));
}

void TestPageCache::at_manyTimes_isNoUse()
{
    PageCache cache(size, 2);
    cache.put(0, page(0));
    cache.put(1, page(1));
    QVERIFY(cache.at(0));
    cache.put(2, page(2));
    QVERIFY(!cache.has(0));
}

void TestPageCache::markStale_pages_stayButAreNotFresh()
{
    PageCache cache(size, 3);
    cache.put(0, page(0));
    cache.markStale();
    QVERIFY(cache.at(0));
    QVERIFY(!cache.isFresh(0));
    cache.put(0, page(0));
    QVERIFY(cache.isFresh(0));
}

void TestPageCache::removeRows_overPages_movesUp()
{
    PageCache cache(size, 3);
    for (qint64 number : {0, 1, 2})
        cache.put(number, page(number));
    cache.removeRows({1, 2, 6});
    QCOMPARE(ids(cache, 12), (QList<qint64>{1, 4, 5, 6, 8, 9, 10, 11, 12, 0, 0, 0}));
    QCOMPARE(cache.rowOf(9), std::optional<qint64>(5));
    QVERIFY(!cache.rowOf(2));
    QVERIFY(!cache.isFresh(0) && !cache.isFresh(2));
}

void TestPageCache::removeRows_nextPageNotHeld_leavesAHole()
{
    PageCache cache(size, 3);
    cache.put(0, page(0));
    cache.put(2, page(2));
    cache.removeRows({0});
    QCOMPARE(ids(cache, 12), (QList<qint64>{2, 3, 4, 0, 0, 0, 0, 0, 10, 11, 12, 0}));
    QVERIFY(!cache.isFresh(0) && !cache.isFresh(2));
}

void TestPageCache::insertRows_afterRemoveRows_isAsBefore()
{
    PageCache cache(size, 3);
    for (qint64 number : {0, 1, 2})
        cache.put(number, page(number));
    const QList<qint64> before = ids(cache, 12);
    cache.removeRows({1, 2, 6});
    cache.insertRows({{1, page(0)[1]}, {2, page(0)[2]}, {6, page(1)[2]}});
    QCOMPARE(ids(cache, 12), before);
    QCOMPARE(cache.rowOf(7), std::optional<qint64>(6));
}

void TestPageCache::insertRows_nextPageNotHeld_dropsWhatMovesOut()
{
    PageCache cache(size, 3);
    cache.put(0, page(0));
    Item item;
    item.id = 99;
    cache.insertRows({{1, item}});
    QCOMPARE(ids(cache, 8), (QList<qint64>{1, 99, 2, 3, 0, 0, 0, 0}));
    QVERIFY(!cache.rowOf(4));
}

void TestPageCache::truncate_middleOfPage_keepsWhatIsBefore()
{
    PageCache cache(size, 3);
    cache.put(0, page(0));
    cache.put(1, page(1));
    cache.put(2, page(2));
    cache.truncate(6);
    QCOMPARE(ids(cache, 12), (QList<qint64>{1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0}));
    QVERIFY(cache.isFresh(0));
    QVERIFY(!cache.isFresh(1));
    QVERIFY(!cache.has(2));
}

void TestPageCache::replace_item_keepsItsRow()
{
    PageCache cache(size, 3);
    cache.put(1, page(1));
    Item item = page(1)[2];
    item.fields.nome = QStringLiteral("Novo");
    QVERIFY(cache.replace(item));
    QCOMPARE(cache.at(6)->fields.nome, QStringLiteral("Novo"));
    item.id = 1;
    QVERIFY(!cache.replace(item));
}

QTEST_APPLESS_MAIN(TestPageCache)
#include "tst_pagecache.moc"
