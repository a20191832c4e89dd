// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "console/models/items/itemledger.h"
#include "console/models/items/itemsmodel.h"
#include "console/models/items/writequeue.h"

#include <QtCore/QObject>

#include <deque>
#include <functional>
#include <map>
#include <set>

namespace guarita::console {

/// Sends drafts, a few one by one (new ones one after another, in the order in which they were made) and many
/// together in batches, and settles each by its answer: saved, refused, in conflict, still staged (certainly
/// not done) or unknown. What was sent under a key is asked for again just so, by resume(), if the service
/// keeps keys and for as long as it does; else a POST whose outcome is unknown is never sent again but by the
/// user, and of a PUT, whose If-Match makes that safe, resume() finds out by a GET.
class ItemSaver final : public QObject
{
    Q_OBJECT

public:
    /// A service keeps keys for a day, and clocks differ.
    static constexpr std::chrono::minutes keysAreKeptFor{23 * 60};

    ItemSaver(Api &api, DraftStore &drafts, ItemsModel &items, ItemLedger &ledger, WriteQueue::Ready ready,
              QObject *parent = nullptr);

    void save(const std::vector<ItemKey> &keys);
    void cancel();
    void resume();
    void askAgain(); // the part of resume() about what was sent under a key
    /// Restores an item that somebody deleted and gives it the draft's fields.
    void saveDeleted(ItemKey key);
    void clear();
    WriteQueue &queue() { return m_queue; }
    WriteProgress progress() const;

Q_SIGNALS:
    void sending(const std::vector<guarita::console::Draft> &drafts); // under a key, in one request, at once
    void saved(guarita::console::ItemKey key, const guarita::console::Item &item);
    void conflictFound(guarita::console::ItemKey key);
    void failed(const guarita::console::ApiError &error);
    void focusWanted(guarita::console::ItemKey key);
    /// Created, but their drafts were taken away while the request was under way.
    void orphaned(const std::vector<guarita::console::Item> &items);

private:
    enum class Task { Save, Check, Restore, Look };
    /// What one answer brought, told in one go.
    struct Settled
    {
        std::vector<Item> changed;
        std::vector<Item> orphans;
    };

    void addAll(const std::vector<ItemKey> &keys);
    void add(ItemKey key);
    void createNext();
    void queueAll();
    bool admit(const Draft &draft, bool alone);
    bool refuseByRules(const Draft &draft);
    std::optional<Call> send(ItemKey key);
    Call sendFields(const Draft &draft);
    WriteQueue::Together sendTogether(const std::vector<ItemKey> &waiting);
    WriteQueue::Together startBatch(const std::vector<ItemKey> &keys, BatchBody body, const WriteKey &key);
    WriteQueue::Together repeatBatch();
    void markSending(std::vector<Draft> drafts);
    void batchAnswered(const std::vector<ItemKey> &keys, const Reply<std::vector<BatchResult>> &reply);
    void batchFailed(const std::vector<ItemKey> &keys, const ApiError &error);
    void sendOneByOne();
    void unsend(ItemKey key);
    void askAgain(const std::vector<ItemKey> &keys);
    bool isIdle(ItemKey key) const;
    bool isKeptStill(ItemKey key) const;
    bool canRepeat(ItemKey key) const;
    std::vector<ItemKey> sentTogetherWith(ItemKey key) const;
    bool repeatTogether(ItemKey key);
    void tellSettled();
    void saveAnswered(ItemKey key, const Reply<Item> &reply);
    void look(ItemKey key);
    void lookAnswered(ItemKey key, const Reply<Item> &reply);
    void checkAnswered(ItemKey key, const Reply<Item> &reply);
    void restoreAnswered(ItemKey key, const Reply<Item> &reply);
    void forget(ItemKey key);
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
    std::deque<std::vector<ItemKey>> m_repeats;    // batches to ask for again, as they were sent
    BatchLimits m_limits;
    Settled m_settled;
    bool m_listGrew = false;
    WriteQueue m_queue;
};

} // namespace guarita::console
