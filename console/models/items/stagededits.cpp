// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/stagededits.h"

#include <algorithm>

namespace guarita::console {

namespace {

/// What was wrong with a field says nothing about its new value.
void forgetFaults(Draft &draft, const std::vector<Field> &which)
{
    for (const Field field : which)
        std::erase_if(draft.errors,
                      [&](const FieldMessage &error) { return error.field == fieldName(field); });
    if (draft.state == DraftState::Refused && draft.errors.empty()) {
        draft.state = DraftState::Staged;
        draft.message.clear();
    }
}

bool changesNothing(const Draft &draft)
{
    if (draft.state == DraftState::Saving || draft.state == DraftState::Unknown)
        return false; // the answer may make it a change
    return (draft.base && draft.fields == draft.base->fields) ||
           (draft.theirs && draft.fields == draft.theirs->fields);
}

} // namespace

StagedEdits::StagedEdits(DraftStore &drafts, ItemsModel &items, ItemLedger &ledger)
    : m_drafts(drafts)
    , m_items(items)
    , m_ledger(ledger)
{
}

std::optional<ItemFields> StagedEdits::fieldsOf(ItemKey key) const
{
    const ItemKey now = current(key);
    if (const Draft *draft = m_drafts.find(now))
        return draft->fields;
    const std::optional<Item> item = itemOf(now);
    return item ? std::optional(item->fields) : std::nullopt;
}

std::optional<Item> StagedEdits::itemOf(ItemKey key) const
{
    const ItemKey now = current(key);
    const Item *item = m_items.itemOf(now);
    const Item *learnt = m_ledger.find(now.value);
    if (learnt && (!item || item->versao < learnt->versao))
        item = learnt;
    if (item)
        return *item;
    const Draft *draft = m_drafts.find(now);
    return draft ? draft->base : ItemSnapshot();
}

std::optional<Item> StagedEdits::writtenItem(ItemKey key) const
{
    const Item *item = m_ledger.find(current(key).value);
    return item ? std::optional(*item) : std::nullopt;
}

void StagedEdits::remember(ItemKey key)
{
    if (const std::optional<Item> item = itemOf(key))
        m_ledger.learn(*item);
}

void StagedEdits::apply(ItemKey key, const ItemFields &target, const std::vector<Field> &which)
{
    const ItemKey now = current(key);
    Draft draft;
    if (const Draft *staged = m_drafts.find(now)) {
        draft = *staged;
    } else if (const std::optional<Item> item = itemOf(now)) {
        draft.key = now;
        draft.base = item;
        draft.fields = item->fields;
    } else {
        return; // it is gone, and so is what there was to change
    }
    for (const Field field : which)
        copyField(field, target, draft.fields);
    forgetFaults(draft, which);
    if (!changesNothing(draft)) {
        m_drafts.put(std::move(draft));
        return;
    }
    if (draft.theirs)
        m_items.replace(*draft.theirs);
    m_ledger.wanted.erase(now);
    m_drafts.remove(now);
}

void StagedEdits::putNew(ItemKey key, const ItemFields &fields)
{
    Draft draft;
    draft.key = key;
    draft.fields = fields;
    putBack(std::move(draft));
}

std::optional<Draft> StagedEdits::take(ItemKey key)
{
    const ItemKey now = current(key);
    std::optional<Draft> taken = m_drafts.take(now);
    if (taken)
        m_ledger.wanted.erase(now);
    return taken;
}

void StagedEdits::putBack(Draft draft)
{
    draft.key = current(draft.key);
    if (m_ledger.underWay.contains(draft.key))
        draft.state = DraftState::Saving;
    else if (m_ledger.unknown.contains(draft.key))
        draft.state = DraftState::Unknown;
    else if (draft.state == DraftState::Saving || draft.state == DraftState::Unknown)
        draft.state = DraftState::Staged;
    const auto sent = m_ledger.sent.find(draft.key);
    draft.sent = sent == m_ledger.sent.end() ? std::nullopt : std::optional(sent->second);
    const std::optional<Item> item = draft.key.isNew() ? std::nullopt : itemOf(draft.key);
    // What was saved meanwhile is no change any more; what was changed elsewhere shows when this is saved. A
    // restored item has another version, but that alone is no conflict.
    if (!draft.base || (item && draft.base->fields == item->fields))
        draft.base = item;
    if (item && draft.fields == item->fields && draft.state != DraftState::Saving)
        return;
    m_drafts.put(std::move(draft));
}

void StagedEdits::rebase(const Item &item)
{
    const Draft *old = m_drafts.find(ItemKey{item.id});
    if (!old || !old->base || old->base->fields != item.fields)
        return;
    Draft draft = *old;
    draft.base = item;
    m_drafts.put(std::move(draft));
}

} // namespace guarita::console
