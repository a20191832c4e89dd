// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"

#include <map>
#include <set>

namespace guarita::server::storage {

using domain::CreateItem;
using domain::Item;
using domain::ItemEvent;
using domain::RecordedChange;

void ItemRepositorySuite::history_changes_areAllThere()
{
    const Item created = items().create({QStringLiteral("a"), QStringLiteral("b"), 1}, at(1)).value();
    domain::ItemPatch renaming;
    renaming.nome = QStringLiteral("c");
    QVERIFY(items().change(order({domain::PatchItem{created.id, renaming, {}}})));
    QVERIFY(items().remove(created.id, std::nullopt, at(12)));
    QVERIFY(items().restore(created.id, at(15)));
    QVERIFY(items().create(draft(), at(16))); // of which nothing may be seen

    const std::vector<RecordedChange> changes = items().history(created.id, std::nullopt, 10).value();
    QCOMPARE(changes.size(), std::size_t(4));
    const ItemEvent events[] = {ItemEvent::Restored, ItemEvent::Removed, ItemEvent::Updated,
                                ItemEvent::Created};
    const qint64 times[] = {15, 12, 9, 1};
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(changes[i].event, events[i]);
        QCOMPARE(changes[i].item.id, created.id);
        QCOMPARE(changes[i].item.versao, qint64(4 - i));
        QVERIFY(changes[i].when == at(times[i]));
        QCOMPARE(changes[i].author, i == 2 ? std::optional(QStringLiteral("ana")) : std::nullopt);
        QCOMPARE(changes[i].item.content.nome, i == 3 ? QStringLiteral("a") : QStringLiteral("c"));
    }
    QCOMPARE(changes[3].item, created);
    QCOMPARE(changes[0].item, items().find(created.id).value());

    QCOMPARE(items().history(created.id, 3, 1).value().front().item.versao, 2);
    QCOMPARE(items().history(created.id, 1, 10).value().size(), std::size_t(0));
    QCOMPARE(items().history(77, std::nullopt, 10).value().size(), std::size_t(0));
}

void ItemRepositorySuite::history_purged_isGone()
{
    const Item gone = items().create(draft(), at(1)).value();
    const Item stays = items().create(draft(), at(1)).value();
    QVERIFY(items().remove(gone.id, std::nullopt, at(2)));
    QCOMPARE(items().history(gone.id, std::nullopt, 10).value().size(), std::size_t(2)); // kept with the item
    QCOMPARE(items().purge(at(3), 10).value(), 1);
    QCOMPARE(items().history(gone.id, std::nullopt, 10).value().size(), std::size_t(0));
    QCOMPARE(items().history(stays.id, std::nullopt, 10).value().size(), std::size_t(1));
}

void ItemRepositorySuite::changes_sinceAMark_comeInOrderOnce()
{
    QVERIFY(items().create(draft(), at(1)));
    ChangeMark mark = items().latestChange().value();
    QVERIFY(items().changesSince(mark, 10).value().changes.empty());
    std::vector<domain::ItemChange> batch;
    for (int i = 0; i < 7; ++i)
        batch.push_back(CreateItem{draft(QString::number(i))});
    QVERIFY(another()->change(order(batch)));
    QVERIFY(items().remove(1, std::nullopt, at(3)));

    QStringList seen;
    for (int round = 0; round < 4; ++round) {
        const ChangesRead read = items().changesSince(mark, 3).value();
        QVERIFY(!read.unknownMark && !read.unsettled);
        QCOMPARE(read.changes.size(), std::size_t(round < 2 ? 3 : round == 2 ? 2 : 0));
        for (const MarkedChange &change : read.changes) {
            QVERIFY(change.mark > mark);
            mark = change.mark;
            QCOMPARE(ChangeMark::fromText(mark.text()), mark);
            seen.append(change.change.event == ItemEvent::Removed ? QStringLiteral("removido")
                                                                  : change.change.item.content.nome);
        }
    }
    QCOMPARE(seen.join(u' '), QStringLiteral("0 1 2 3 4 5 6 removido"));
}

/// Transactions end in another order than they began; a reader that follows must still get all of them.
void ItemRepositorySuite::changes_concurrentWriters_noneIsMissed()
{
    constexpr int each = 40;
    ChangeMark mark = items().latestChange().value();
    std::atomic<int> writing = crowd - 1;
    std::map<qint64, int> seen;
    together([&](int index) {
        const auto repository = another();
        if (index > 0) {
            for (int i = 0; i < each; ++i) {
                std::vector<domain::ItemChange> batch(static_cast<std::size_t>(1 + (i * index) % 5),
                                                      CreateItem{draft()});
                while (!repository->change(order(batch))) {
                }
            }
            --writing;
            return;
        }
        for (bool last = false; !last;) {
            last = writing == 0;
            for (;;) {
                const Outcome<ChangesRead> read = repository->changesSince(mark, 50);
                if (!read || (read.value().changes.empty() && !read.value().unsettled))
                    break;
                for (const MarkedChange &change : read.value().changes) {
                    ++seen[change.change.item.id];
                    mark = change.mark;
                }
            }
        }
    });
    const qint64 all = total();
    QVERIFY(all > crowd * each);
    QCOMPARE(qint64(seen.size()), all);
    for (const auto &[id, times] : seen)
        QCOMPARE(times, 1);
}

void ItemRepositorySuite::changes_foreignMark_isUnknown()
{
    QVERIFY(items().create(draft(), at(1)));
    const ChangeMark latest = items().latestChange().value();
    ChangeMark later = latest;
    later.transaction += latest.transaction ? 1'000'000 : 0;
    later.number += 1'000'000;
    ChangeMark foreign = latest;
    foreign.era += 'x';
    QVERIFY(items().changesSince(foreign, 10).value().unknownMark);
    QVERIFY(items().changesSince(later, 10).value().unknownMark);
    QVERIFY(!items().changesSince(latest, 10).value().unknownMark);
}

} // namespace guarita::server::storage
