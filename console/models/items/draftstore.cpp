// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/draftstore.h"

#include <algorithm>
#include <utility>

namespace guarita::console {

DraftStore::Batch::Batch(DraftStore &store)
    : m_store(store)
{
    ++m_store.m_batches;
}

DraftStore::Batch::~Batch()
{
    if (--m_store.m_batches == 0 && !m_store.m_changed.empty())
        m_store.tell();
}

const Draft *DraftStore::find(ItemKey key) const
{
    const auto found = m_drafts.find(key);
    return found == m_drafts.end() ? nullptr : &found->second;
}

std::vector<ItemKey> DraftStore::newKeys() const
{
    std::vector<ItemKey> keys;
    for (auto draft = m_drafts.begin(); draft != m_drafts.end() && draft->first.isNew(); ++draft)
        keys.push_back(draft->first);
    std::reverse(keys.begin(), keys.end());
    return keys;
}

ItemKey DraftStore::nextNewKey()
{
    return ItemKey{--m_lastNew};
}

void DraftStore::reserveNewKey(ItemKey key)
{
    m_lastNew = std::min(m_lastNew, key.value);
}

void DraftStore::put(Draft draft)
{
    const ItemKey key = draft.key;
    Q_ASSERT(key.isValid());
    reserveNewKey(key);
    const bool added = m_drafts.insert_or_assign(key, std::move(draft)).second;
    note(key, added);
}

void DraftStore::remove(ItemKey key)
{
    if (m_drafts.erase(key) > 0)
        note(key, true);
}

std::optional<Draft> DraftStore::take(ItemKey key)
{
    const auto node = m_drafts.extract(key);
    if (node.empty())
        return std::nullopt;
    std::optional<Draft> taken = std::move(node.mapped());
    note(key, true);
    return taken;
}

void DraftStore::clear()
{
    const Batch batch(*this);
    while (!m_drafts.empty())
        remove(m_drafts.begin()->first);
    m_lastNew = 0;
}

void DraftStore::note(ItemKey key, bool cameOrWent)
{
    if (m_changed.size() <= mostTold)
        m_changed.push_back(key);
    m_countWaits |= cameOrWent;
    if (cameOrWent && key.isNew())
        m_movedNewKey = std::exchange(m_newKeysWait, true) ? ItemKey{} : key;
    if (m_batches == 0)
        tell();
}

void DraftStore::tell()
{
    std::vector<ItemKey> keys = std::exchange(m_changed, {});
    if (keys.size() > mostTold)
        keys = {ItemKey{}};
    const bool count = std::exchange(m_countWaits, false);
    if (std::exchange(m_newKeysWait, false))
        Q_EMIT newKeysChanged();
    for (const ItemKey key : keys)
        Q_EMIT changed(key);
    if (count)
        Q_EMIT countChanged();
}

} // namespace guarita::console
