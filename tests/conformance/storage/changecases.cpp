// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"

namespace guarita::server::storage {

using domain::ChangeOrder;
using domain::CreateItem;
using domain::Item;
using domain::ItemChange;
using domain::ItemPatch;
using domain::PatchItem;
using domain::RemoveItem;
using domain::ReplaceItem;
using domain::RestoreItem;

ChangeOrder ItemRepositorySuite::order(std::vector<ItemChange> changes, const char *key)
{
    ChangeOrder order;
    order.changes = std::move(changes);
    order.now = at(9);
    order.author = QStringLiteral("ana");
    if (key)
        order.key = domain::RequestKey{key, "impressao"};
    return order;
}

void ItemRepositorySuite::change_patch_changesWhatItNames()
{
    const Item created =
        items().create({QStringLiteral("Café"), QStringLiteral("Torrado"), 5}, at(1)).value();
    const auto patched = [&](ItemPatch patch) {
        const Outcome<ChangeReport> report =
            items().change(order({PatchItem{created.id, std::move(patch), {}}}));
        return report.value().results.front().value();
    };
    Item wanted = created;
    wanted.atualizadoEm = at(9);

    wanted.content.precoCentavos = 7;
    ++wanted.versao;
    QCOMPARE(patched({.nome = {}, .descricao = {}, .precoCentavos = 7}), wanted);
    wanted.content.nome = QStringLiteral("Chá");
    ++wanted.versao;
    QCOMPARE(patched({.nome = QStringLiteral("Chá"), .descricao = {}, .precoCentavos = {}}), wanted);
    wanted.content.descricao = std::nullopt;
    ++wanted.versao;
    QCOMPARE(patched({.nome = {}, .descricao = std::optional<QString>(), .precoCentavos = {}}), wanted);
    QCOMPARE(items().find(created.id).value(), wanted);
    QCOMPARE(found(QStringLiteral("torrado")), QStringList()); // the keys follow
    QCOMPARE(found(QStringLiteral("cha")), QStringList{QStringLiteral("Chá")});
}

void ItemRepositorySuite::change_emptyPatch_changesNothing()
{
    const Item created = items().create(draft(), at(1)).value();
    const auto result = [&](domain::Precondition condition, qint64 id) {
        return items().change(order({PatchItem{id, {}, std::move(condition)}})).value().results.front();
    };
    QCOMPARE(result({}, created.id).value(), created);
    QCOMPARE(result({true, {1}}, created.id).value(), created);
    QCOMPARE(result({true, {2}}, created.id).error(), Failure::VersionMismatch);
    QCOMPARE(result({}, 77).error(), Failure::NotFound);
    QCOMPARE(items().find(created.id).value(), created);
}

void ItemRepositorySuite::change_patchedConcurrently_keepsBoth()
{
    const Item created = items().create({QStringLiteral("a"), std::nullopt, 1}, at(1)).value();
    together([&](int index) {
        ItemPatch patch;
        if (index % 2)
            patch.nome = QStringLiteral("novo");
        else
            patch.precoCentavos = 99;
        QVERIFY(another()->change(order({PatchItem{created.id, patch, {}}})));
    });
    const Item now = items().find(created.id).value();
    QCOMPARE(now.content, (domain::ItemDraft{QStringLiteral("novo"), std::nullopt, 99}));
    QCOMPARE(now.versao, 1 + crowd);
}

void ItemRepositorySuite::change_severalVersions_oneMustMatch()
{
    const Item created = items().create(draft(), at(1)).value();
    const auto result = [&](std::vector<qint64> versions) {
        return items()
            .change(order({ReplaceItem{created.id, draft(), {true, std::move(versions)}}}))
            .value()
            .results.front();
    };
    QCOMPARE(result({}).error(), Failure::VersionMismatch);
    QCOMPARE(result({2, 3}).error(), Failure::VersionMismatch);
    QCOMPARE(result({3, 1}).value().versao, 2);
    QCOMPARE(items().change(order({RemoveItem{77, {true, {1, 2}}}})).value().results.front().error(),
             Failure::NotFound);
}

void ItemRepositorySuite::change_manyCreations_keepTheirOrder()
{
    std::vector<ItemChange> changes;
    for (int i = 0; i < 613; ++i) { // more than two statements, and no multiple
        if (i == 300)
            changes.push_back(RemoveItem{1, {}});
        changes.push_back(
            CreateItem{{QStringLiteral("Nº %1").arg(i),
                        i % 3 ? std::optional(QStringLiteral("d%1").arg(i)) : std::nullopt, i}});
    }
    const Outcome<ChangeReport> report = items().change(order(changes));
    QVERIFY2(report, report ? "" : qPrintable(report.error().detail));
    QVERIFY(report.value().made && !report.value().replayed);
    QCOMPARE(report.value().results.size(), changes.size());
    qint64 last = 0;
    int n = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const Item &item = report.value().results[i].value();
        if (i == 300)
            continue;
        QCOMPARE(item.content, std::get<CreateItem>(changes[i]).draft);
        QCOMPARE(item.content.precoCentavos, n++);
        QVERIFY(item.id > last);
        last = item.id;
        QCOMPARE(items().find(item.id).ok(), item.id != 1);
    }
    QCOMPARE(total(), 612);
}

void ItemRepositorySuite::change_atomicWithARefusal_makesNone()
{
    const Item created = items().create(draft(), at(1)).value();
    const Outcome<ChangeReport> report =
        items().change(order({CreateItem{draft()}, RemoveItem{created.id, {}}, RemoveItem{77, {}},
                              CreateItem{draft()}, ReplaceItem{created.id, draft(), {true, {5}}}}));
    QVERIFY(report);
    QVERIFY(!report.value().made);
    QCOMPARE(report.value().results.size(), std::size_t(5));
    QVERIFY(report.value().results[0] && report.value().results[1] && report.value().results[3]);
    QCOMPARE(report.value().results[2].error(), Failure::NotFound);
    QCOMPARE(report.value().results[4].error(), Failure::NotFound); // it was removed before
    QCOMPARE(page(10).items, std::vector<Item>{created});
    QCOMPARE(items().history(created.id, std::nullopt, 10).value().size(), std::size_t(1));
}

void ItemRepositorySuite::change_perRow_makesTheOthers()
{
    const Item created = items().create(draft(), at(1)).value();
    ChangeOrder wanted =
        order({CreateItem{draft()}, RemoveItem{77, {}}, RemoveItem{created.id, {true, {9}}},
               RestoreItem{created.id}, ReplaceItem{created.id, draft(QStringLiteral("x")), {}}});
    wanted.atomic = false;
    const Outcome<ChangeReport> report = items().change(wanted);
    QVERIFY(report);
    QVERIFY(report.value().made);
    const std::vector<ChangeResult> &results = report.value().results;
    QVERIFY(results[0]);
    QCOMPARE(results[1].error(), Failure::NotFound);
    QCOMPARE(results[2].error(), Failure::VersionMismatch);
    QCOMPARE(results[3].error(), Failure::NotRemoved);
    QCOMPARE(results[4].value().content.nome, QStringLiteral("x"));
    QCOMPARE(total(), 2);
}

} // namespace guarita::server::storage
