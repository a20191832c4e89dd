// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "console/models/items/itemledger.h"
#include "console/models/items/itemsmodel.h"
#include "console/models/items/writequeue.h"

#include <QtCore/QObject>

#include <functional>
#include <map>
#include <set>

namespace guarita::console {

/// Sends drafts, new ones one after another in the order in which they were made, and settles each by its
/// answer: saved, refused, in conflict, still staged (certainly not done) or unknown. A POST whose outcome is
/// unknown is never sent again but by the user; of a PUT, whose If-Match makes that safe, resume() finds out
/// by a GET.
class ItemSaver final : public QObject
{
    Q_OBJECT

public:
    ItemSaver(Api &api, DraftStore &drafts, ItemsModel &items, ItemLedger &ledger, WriteQueue::Ready ready,
              QObject *parent = nullptr);

    void save(const std::vector<ItemKey> &keys);
    void cancel();
    void resume();
    /// Restores an item that somebody deleted and gives it the draft's fields.
    void saveDeleted(ItemKey key);
    void clear();
    WriteQueue &queue() { return m_queue; }
    WriteProgress progress() const;

Q_SIGNALS:
    void sending(const guarita::console::Draft &draft); // a new one, at once
    void saved(guarita::console::ItemKey key, const guarita::console::Item &item);
    void conflictFound(guarita::console::ItemKey key);
    void failed(const guarita::console::ApiError &error);
    void focusWanted(guarita::console::ItemKey key);
    /// Created, but its draft was taken away while the request was under way.
    void orphaned(const guarita::console::Item &item);

private:
    enum class Task { Save, Check, Restore };

    void add(ItemKey key);
    void createNext();
    void queueAll();
    bool admit(const Draft &draft, bool alone);
    bool refuseByRules(const Draft &draft);
    std::optional<Call> send(ItemKey key);
    Call sendFields(const Draft &draft);
    void saveAnswered(ItemKey key, const Reply<Item> &reply);
    void look(ItemKey key);
    void lookAnswered(ItemKey key, const Reply<Item> &reply);
    void checkAnswered(ItemKey key, const Reply<Item> &reply);
    void restoreAnswered(ItemKey key, const Reply<Item> &reply);
    void settleSaved(ItemKey key, const Item &item);
    void settleConflict(ItemKey key, const std::optional<Item> &theirs);
    void settleFailed(ItemKey key, const ApiError &error, bool unknown);
    void setState(ItemKey key, DraftState state, const ApiError *error = nullptr);

    Api &m_api;
    DraftStore &m_drafts;
    ItemsModel &m_items;
    ItemLedger &m_ledger;
    std::map<ItemKey, Task> m_tasks;               // other than Save, of keys that wait
    std::set<ItemKey, std::greater<>> m_creations; // wait for their turn in the queue, the oldest first
    ItemKey m_creating;                            // the one that has it
    bool m_listGrew = false;
    WriteQueue m_queue;
};

} // namespace guarita::console
