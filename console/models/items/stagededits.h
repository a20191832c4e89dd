// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/draftstore.h"
#include "console/models/items/itemledger.h"
#include "console/models/items/itemsmodel.h"

namespace guarita::console {

/// Changes drafts as undo steps want it: by field, so that a step undoes what it did and nothing that was
/// done elsewhere since. A draft that no longer differs from its item goes away.
class StagedEdits final
{
public:
    StagedEdits(DraftStore &drafts, ItemsModel &items, ItemLedger &ledger);

    ItemKey current(ItemKey key) const { return m_ledger.current(key); }
    DraftStore &drafts() { return m_drafts; }
    /// With the draft over it; none if the key is not known.
    std::optional<ItemFields> fieldsOf(ItemKey key) const;
    /// The item as it was last heard of, without its draft.
    std::optional<Item> itemOf(ItemKey key) const;
    /// The item as the answer to a write of ours gave it, or as it was when it was last edited or deleted,
    /// whatever the list has shown since.
    std::optional<Item> writtenItem(ItemKey key) const;
    /// A step is about this item: it has to be known after the list has let go of it.
    void remember(ItemKey key);

    /// Gives `which` of a key's fields the values in `target`. An answer that is owed stays owed.
    void apply(ItemKey key, const ItemFields &target, const std::vector<Field> &which);
    void putNew(ItemKey key, const ItemFields &fields);
    std::optional<Draft> take(ItemKey key);
    /// A draft that was taken; its state is what became of the requests for it meanwhile.
    void putBack(Draft draft);
    /// The item has another version with the same fields: that alone is no conflict with its draft.
    void rebase(const Item &item);

private:
    DraftStore &m_drafts;
    ItemsModel &m_items;
    ItemLedger &m_ledger;
};

} // namespace guarita::console
