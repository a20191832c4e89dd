// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/itemrepository.h"

namespace guarita::server::storage {

using domain::Item;
using domain::Precondition;
using domain::Timestamp;

namespace {

Precondition conditionOf(std::optional<qint64> expected)
{
    return expected ? Precondition{true, {*expected}} : Precondition{};
}

Outcome<Item> changeOne(ItemRepository &items, domain::ItemChange change, Timestamp now)
{
    domain::ChangeOrder order;
    order.changes.push_back(std::move(change));
    order.now = now;
    Outcome<ChangeReport> report = items.change(order);
    if (!report)
        return report.error();
    const ChangeResult &result = report.value().results.front();
    if (!result)
        return StorageError{result.error(), {}};
    return result.value();
}

} // namespace

Outcome<Item> ItemRepository::create(const domain::ItemDraft &draft, Timestamp now)
{
    return changeOne(*this, domain::CreateItem{draft}, now);
}

Outcome<Item> ItemRepository::update(qint64 id, const domain::ItemDraft &draft,
                                     std::optional<qint64> expected, Timestamp now)
{
    return changeOne(*this, domain::ReplaceItem{id, draft, conditionOf(expected)}, now);
}

Outcome<core::Done> ItemRepository::remove(qint64 id, std::optional<qint64> expected, Timestamp now)
{
    const Outcome<Item> removed = changeOne(*this, domain::RemoveItem{id, conditionOf(expected)}, now);
    if (!removed)
        return removed.error();
    return core::Done{};
}

Outcome<Item> ItemRepository::restore(qint64 id, Timestamp now)
{
    return changeOne(*this, domain::RestoreItem{id}, now);
}

} // namespace guarita::server::storage
