// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemledger.h"

namespace guarita::console {

ItemKey ItemLedger::current(ItemKey key) const
{
    const auto born = m_born.find(key);
    return born == m_born.end() ? key : born->second;
}

const Item *ItemLedger::find(qint64 id) const
{
    const auto found = m_items.find(id);
    return found == m_items.end() ? nullptr : &found->second;
}

void ItemLedger::learn(const Item &item)
{
    Item &known = m_items[item.id];
    if (known.versao <= item.versao) // answers may overtake each other
        known = item;
}

bool ItemLedger::isWanted(const Draft &draft) const
{
    const auto found = wanted.find(draft.key);
    return found != wanted.end() && found->second == draft.fields;
}

} // namespace guarita::console
