// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/draftstore.h"

#include <algorithm>

namespace guarita::console {

DraftStore::Batch::Batch(DraftStore &store)
    : m_store(store)
{
    ++m_store.m_batches;
}

DraftStore::Batch::~Batch()
{
    if (--m_store.m_batches == 0 && m_store.m_countWaits)
        m_store.tell(false);
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

void DraftStore::put(Draft draft)
{
    const ItemKey key = draft.key;
    Q_ASSERT(key.isValid());
    m_lastNew = std::min(m_lastNew, key.value);
    const bool added = m_drafts.insert_or_assign(key, std::move(draft)).second;
    Q_EMIT changed(key);
    if (added)
        tell(key.isNew());
}

void DraftStore::remove(ItemKey key)
{
    if (m_drafts.erase(key) == 0)
        return;
    Q_EMIT changed(key);
    tell(key.isNew());
}

void DraftStore::clear()
{
    const Batch batch(*this);
    while (!m_drafts.empty())
        remove(m_drafts.begin()->first);
    m_lastNew = 0;
}

void DraftStore::tell(bool newKeys)
{
    m_newKeysWait |= newKeys;
    m_countWaits = true;
    if (m_batches > 0)
        return;
    m_countWaits = false;
    // Rows first: who counts may look at them.
    if (std::exchange(m_newKeysWait, false))
        Q_EMIT newKeysChanged();
    Q_EMIT countChanged();
}

} // namespace guarita::console
