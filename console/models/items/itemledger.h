// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"

#include <map>
#include <unordered_map>

namespace guarita::console {

/// What is known about keys beyond what the list shows: which item a new draft became, what the service said
/// last of items that were written, what was sent without an answer. Undo steps refer to keys that may long
/// have another one, or have left the cache. Pure.
class ItemLedger
{
public:
    /// The key that a key has now: a new draft's becomes its item's id when it is saved.
    ItemKey current(ItemKey key) const;
    void born(ItemKey key, qint64 id) { m_born[key] = ItemKey{id}; }

    const Item *find(qint64 id) const;
    void learn(const Item &item);

    std::map<ItemKey, ItemFields> underWay; // what was sent, until there is an answer
    std::map<ItemKey, ItemFields> unknown;  // what was sent, and nobody knows whether it was done
    std::map<ItemKey, SentAs> sent;         // of these two, what was sent under a key
    std::map<ItemKey, ItemFields> wanted;   // what the user asked to save, and that is not done yet
    /// Not of a draft that was edited since: nobody asked to save what it has now.
    bool isWanted(const Draft &draft) const;

    void clear() { *this = ItemLedger(); }

private:
    std::map<ItemKey, ItemKey> m_born;
    std::unordered_map<qint64, Item> m_items;
};

} // namespace guarita::console
