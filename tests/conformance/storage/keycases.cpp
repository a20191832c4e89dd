// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"

#include <set>

namespace guarita::server::storage {

using domain::ChangeOrder;
using domain::CreateItem;
using domain::Item;
using domain::PatchItem;
using domain::RemoveItem;
using domain::ReplaceItem;

void ItemRepositorySuite::change_keyAgain_answersAsBefore()
{
    const ChangeOrder creation = order({CreateItem{{QStringLiteral("Café"), QStringLiteral("d"), 7}}}, "k1");
    const Item created = items().change(creation).value().results.front().value();
    QVERIFY(items().update(created.id, draft(QStringLiteral("outro")), std::nullopt, at(20)));

    const Outcome<ChangeReport> again = another()->change(creation);
    QVERIFY2(again, again ? "" : qPrintable(again.error().detail));
    QVERIFY(again.value().replayed);
    QCOMPARE(again.value().results.front().value(), created); // as it was then
    QCOMPARE(total(), 1);

    const ChangeOrder removal = order({RemoveItem{created.id, {true, {2}}}}, "k2");
    QVERIFY(!items().change(removal).value().replayed);
    const ChangeReport removedAgain = items().change(removal).value();
    QVERIFY(removedAgain.replayed && removedAgain.results.front());
}

void ItemRepositorySuite::change_keyOfAnotherRequest_isRefused()
{
    QVERIFY(items().change(order({CreateItem{draft()}}, "k")));
    ChangeOrder other = order({CreateItem{draft()}}, "k");
    other.key->fingerprint = "outra";
    QCOMPARE(items().change(other).error().failure, Failure::KeyReused);
    other.author = QStringLiteral("bia"); // whose keys are her own
    QVERIFY(!items().change(other).value().replayed);
    other.author.clear();
    QVERIFY(!items().change(other).value().replayed);
    QCOMPARE(total(), 3);
}

void ItemRepositorySuite::change_keyConcurrently_onlyOnce()
{
    std::mutex mutex;
    std::set<qint64> ids;
    QStringList errors;
    std::atomic<int> replayed = 0;
    together([&](int) {
        const Outcome<ChangeReport> report = another()->change(order({CreateItem{draft()}}, "mesma"));
        const std::scoped_lock lock(mutex);
        if (!report) {
            errors.append(report.error().detail);
            return;
        }
        replayed += report.value().replayed ? 1 : 0;
        ids.insert(report.value().results.front().value().id);
    });
    QVERIFY2(errors.isEmpty(), qPrintable(errors.join(u'\n')));
    QCOMPARE(ids.size(), std::size_t(1));
    QCOMPARE(replayed.load(), crowd - 1);
    QCOMPARE(total(), 1);
}

void ItemRepositorySuite::change_refusedUnderAKey_canBeTriedAgain()
{
    const ChangeOrder wanted = order({ReplaceItem{1, draft(), {}}}, "k");
    QCOMPARE(items().change(wanted).value().results.front().error(), Failure::NotFound);
    QVERIFY(items().create(draft(), at(1)));
    const ChangeReport report = items().change(wanted).value();
    QVERIFY(report.results.front() && !report.replayed);
}

void ItemRepositorySuite::change_batchUnderAKey_answersAsBefore()
{
    const Item created = items().create(draft(), at(1)).value();
    ChangeOrder wanted = order({CreateItem{draft()}, RemoveItem{77, {}}, PatchItem{created.id, {}, {}},
                                RemoveItem{created.id, {}}, CreateItem{draft(QStringLiteral("z"))}},
                               "lote");
    wanted.atomic = false;
    const ChangeReport first = items().change(wanted).value();
    const ChangeReport again = items().change(wanted).value();
    QVERIFY(again.replayed);
    QCOMPARE(again.results.size(), first.results.size());
    for (std::size_t i = 0; i < first.results.size(); ++i) {
        QCOMPARE(again.results[i].ok(), first.results[i].ok());
        if (first.results[i])
            QCOMPARE(again.results[i].value(), first.results[i].value());
        else
            QCOMPARE(again.results[i].error(), first.results[i].error());
    }
    QCOMPARE(total(), 2);
}

void ItemRepositorySuite::forgetKeys_old_areForgotten()
{
    ChangeOrder wanted = order({CreateItem{draft()}}, "k1");
    QVERIFY(items().change(wanted));
    wanted.key->key = "k2";
    wanted.now = at(30);
    QVERIFY(items().change(wanted));
    QCOMPARE(items().forgetKeys(at(9), 10).value(), 0);
    QCOMPARE(items().forgetKeys(at(10), 10).value(), 1);
    QVERIFY(items().change(wanted).value().replayed);
    wanted.key->key = "k1";
    QVERIFY(!items().change(wanted).value().replayed);
    QCOMPARE(items().forgetKeys(at(100), 1).value(), 1);
    QCOMPARE(items().forgetKeys(at(100), 10).value(), 1);
}

} // namespace guarita::server::storage
