// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"

namespace guarita::server::storage {

using domain::Item;

void ItemRepositorySuite::remove_present_isGone()
{
    const Item first = items().create(draft(), at(1)).value();
    const Item second = items().create(draft(), at(1)).value();
    QVERIFY(items().remove(first.id, std::nullopt, at(2)));
    QVERIFY(items().remove(second.id, 1, at(2)));
    QCOMPARE(items().find(first.id).error().failure, Failure::NotFound);
    QCOMPARE(total(), 0);
}

void ItemRepositorySuite::remove_otherVersion_mismatchAndStays()
{
    const Item created = items().create(draft(), at(1)).value();
    QCOMPARE(items().remove(created.id, 2, at(2)).error().failure, Failure::VersionMismatch);
    QCOMPARE(items().find(created.id).value(), created);
}

void ItemRepositorySuite::remove_absent_notFound()
{
    QCOMPARE(items().remove(77, std::nullopt, at(2)).error().failure, Failure::NotFound);
    QCOMPARE(items().remove(77, 1, at(2)).error().failure, Failure::NotFound);
}

void ItemRepositorySuite::remove_thenRestored_isAsBefore()
{
    const Item created =
        items().create({QStringLiteral("Café"), QStringLiteral("Torrado"), 1990}, at(1)).value();
    QVERIFY(items().remove(created.id, std::nullopt, at(5)));
    const Outcome<Item> restored = items().restore(created.id, at(7));
    QVERIFY2(restored, restored ? "" : qPrintable(restored.error().detail));
    Item wanted = created;
    wanted.versao = 3; // one for the removal, one for the restoration
    wanted.atualizadoEm = at(7);
    QCOMPARE(restored.value(), wanted);
    QCOMPARE(items().find(created.id).value(), wanted);
    QCOMPARE(page(10).items, std::vector<Item>{wanted});
    QCOMPARE(found(QStringLiteral("torrado")), QStringList{QStringLiteral("Café")});
}

void ItemRepositorySuite::remove_removed_isNowhere()
{
    const Item gone = items().create(draft(QStringLiteral("a")), at(1)).value();
    const Item stays = items().create(draft(QStringLiteral("ab")), at(1)).value();
    QVERIFY(items().remove(gone.id, std::nullopt, at(2)));
    for (const std::optional<qint64> &version :
         {std::optional<qint64>(), std::optional<qint64>(1), std::optional<qint64>(2)}) {
        QCOMPARE(items().update(gone.id, draft(), version, at(3)).error().failure, Failure::NotFound);
        QCOMPARE(items().remove(gone.id, version, at(3)).error().failure, Failure::NotFound);
    }
    QCOMPARE(page(10).items, std::vector<Item>{stays});
    QCOMPARE(total(), 1);
    QCOMPARE(found(QStringLiteral("a")), QStringList{QStringLiteral("ab")});
    domain::ItemQuery query;
    query.order = {{domain::ItemField::Nome, true}, {domain::ItemField::Preco, false}};
    QCOMPARE(names(query), QStringList{QStringLiteral("ab")});
    query.offset = 1; // beyond the end: the total comes from a statement of its own
    QCOMPARE(items().list(query).value().total, 1);
    query.search = QStringLiteral("a");
    QCOMPARE(items().list(query).value().total, 1);
}

void ItemRepositorySuite::remove_staleVersion_neverMatchesAgain()
{
    const Item created = items().create(draft(), at(1)).value();
    QVERIFY(items().remove(created.id, 1, at(2)));
    QVERIFY(items().restore(created.id, at(3)));
    for (qint64 stale : {qint64(1), qint64(2)}) {
        QCOMPARE(items().update(created.id, draft(), stale, at(4)).error().failure, Failure::VersionMismatch);
        QCOMPARE(items().remove(created.id, stale, at(4)).error().failure, Failure::VersionMismatch);
    }
    QCOMPARE(items().update(created.id, draft(), 3, at(4)).value().versao, 4);
}

void ItemRepositorySuite::restore_presentOrAbsent_changesNothing()
{
    const Item created = items().create(draft(), at(1)).value();
    QCOMPARE(items().restore(created.id, at(2)).error().failure, Failure::NotRemoved);
    QCOMPARE(items().find(created.id).value(), created);
    QCOMPARE(items().restore(77, at(2)).error().failure, Failure::NotFound);
}

void ItemRepositorySuite::restore_concurrently_exactlyOneDoes()
{
    const Item created = items().create(draft(), at(1)).value();
    QVERIFY(items().remove(created.id, std::nullopt, at(2)));
    std::atomic<int> restored = 0;
    std::atomic<int> refused = 0;
    together([&](int) {
        const Outcome<Item> outcome = another()->restore(created.id, at(3));
        restored += outcome ? 1 : 0;
        refused += !outcome && outcome.error().failure == Failure::NotRemoved ? 1 : 0;
    });
    QCOMPARE(restored.load(), 1);
    QCOMPARE(refused.load(), crowd - 1);
    QCOMPARE(items().find(created.id).value().versao, 3);
}

void ItemRepositorySuite::purge_oldRemovals_goForGood()
{
    const Item present = items().create(draft(), at(1)).value();
    std::vector<qint64> removed;
    for (qint64 time = 10; time <= 15; ++time) {
        removed.push_back(items().create(draft(), at(1)).value().id);
        QVERIFY(items().remove(removed.back(), std::nullopt, at(time)));
    }
    QCOMPARE(items().purge(at(10), 100).value(), 0);
    QCOMPARE(items().purge(at(14), 3).value(), 3); // the oldest first
    for (std::size_t i = 0; i < 3; ++i)
        QCOMPARE(items().restore(removed[i], at(20)).error().failure, Failure::NotFound);
    QVERIFY(items().restore(removed[3], at(20)));
    QCOMPARE(items().purge(at(16), 100).value(), 2);
    QCOMPARE(items().purge(at(1'000'000), 100).value(), 0);
    QCOMPARE(total(), 2);
    QCOMPARE(items().find(present.id).value(), present);
    QVERIFY(items().create(draft(), at(1)).value().id > removed.back()); // no id comes back
}

void ItemRepositorySuite::purge_concurrently_deletesEachOnce()
{
    constexpr int each = 10;
    for (int i = 0; i < crowd * each; ++i)
        QVERIFY(items().remove(items().create(draft(), at(1)).value().id, std::nullopt, at(i)));
    const Item present = items().create(draft(), at(1)).value();
    std::atomic<qint64> purged = 0;
    together([&](int) {
        const auto repository = another();
        for (int i = 0; i < each; ++i) {
            if (const Outcome<qint64> outcome = repository->purge(at(1'000), each))
                purged += outcome.value();
        }
    });
    QCOMPARE(purged.load(), crowd * each);
    QCOMPARE(page(10).items, std::vector<Item>{present});
}

} // namespace guarita::server::storage
