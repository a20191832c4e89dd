// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/itemchange.h"
#include "console/models/items/itemledger.h"
#include "console/models/items/itemsmodel.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>
#include <set>

namespace guarita::console {

/// Brings what others change into what is shown. An item without a draft is replaced in place, or its row
/// taken out; one with a draft is marked as a conflict, which nobody is asked about until they save; where
/// rows would come or move, the list is read again, a few times a second at most. What this console itself
/// did is known by its version. Nothing is done to an item while it is being typed in or written.
class ItemFollower final : public QObject
{
    Q_OBJECT

public:
    struct Seams
    {
        std::function<bool(ItemKey)> isBeingWritten;
        std::function<bool()> isWriting;        // anything
        std::function<bool(ItemKey)> isRemoved; // by this console
    };
    static constexpr std::chrono::milliseconds betweenReloads{300};
    static constexpr std::size_t mostHeld = 20'000; // else the list is read again instead

    ItemFollower(DraftStore &drafts, ItemsModel &items, ItemLedger &ledger, Seams seams,
                 QObject *parent = nullptr);

    /// The item in whose cell or form somebody is typing, not valid if nobody is.
    void setTyped(std::function<ItemKey()> typed) { m_typed = std::move(typed); }
    void take(const std::vector<ItemChange> &changes);
    void reloadSoon();
    /// A write has ended, or nobody types any more: what waited for that.
    void settle();
    void clear();

private:
    struct Outcome
    {
        std::vector<Item> replaced;
        std::vector<qint64> gone;
        bool listMoved = false;
    };

    bool hasToWait(const ItemChange &change, ItemKey typed) const;
    bool isKnown(const ItemChange &change) const;
    void apply(const ItemChange &change, Outcome &outcome);
    void applyContent(const ItemChange &change, Outcome &outcome);
    void applyRemoval(const ItemChange &change, Outcome &outcome);
    void changeDraft(const Draft &draft, const Item &theirs);
    bool moves(const Item &before, const Item &after) const;
    void show(const Outcome &outcome);
    void tick();

    DraftStore &m_drafts;
    ItemsModel &m_items;
    ItemLedger &m_ledger;
    Seams m_seams;
    std::function<ItemKey()> m_typed = [] { return ItemKey{}; };
    std::vector<ItemChange> m_held;
    bool m_reload = false;
    QTimer m_timer;
};

} // namespace guarita::console
