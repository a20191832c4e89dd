// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "console/models/items/itemledger.h"
#include "console/models/items/itemsmodel.h"
#include "console/models/items/stagededits.h"
#include "console/models/items/takenrows.h"
#include "console/models/items/writequeue.h"

#include <QtCore/QObject>

namespace guarita::console {

/// Deletes items, many of them together in batches, and restores them. For each item it keeps what is wanted
/// and what is there, and works until both agree: so undo and redo may follow each other faster than the
/// service answers, and nothing is done twice. Rows go at once, with their drafts; those of items that could
/// not be deleted come back.
class ItemRemover final : public QObject
{
    Q_OBJECT

public:
    ItemRemover(Api &api, StagedEdits &edits, ItemsModel &items, ItemLedger &ledger, WriteQueue::Ready ready,
                QObject *parent = nullptr);

    /// Only those to `tell` of are in removed().
    void remove(const std::vector<Item> &items, bool tell);
    void restore(const std::vector<qint64> &ids);
    /// Whether it was deleted here, as far as is known, and not restored.
    bool isGone(qint64 id) const;
    void cancel(); // what was not sent is not deleted
    /// Gives up what has no answer, and puts the drafts of those items back. How many there were.
    qsizetype giveUp();
    void clear();
    WriteQueue &queue() { return m_queue; }

Q_SIGNALS:
    void removed(const std::vector<guarita::console::ItemKey> &keys, qsizetype failed);
    void conflictFound(guarita::console::ItemKey key);
    void failed(const guarita::console::ApiError &error);

private:
    enum class Presence { There, Gone, Unsure };

    struct Entry
    {
        Item item;
        std::optional<Draft> draft;
        qint64 serverRow = -1; // as m_taken has it; -1: not known, or back
        bool tell = false;
        bool wantGone = false;
        std::optional<ApiError> refused; // somebody changed it: it is to be looked at
        Presence presence = Presence::There;
    };

    std::optional<Call> send(ItemKey key);
    WriteQueue::Together sendTogether(const std::vector<ItemKey> &waiting);
    void batchAnswered(const std::vector<ItemKey> &keys, const Reply<std::vector<BatchResult>> &reply);
    void batchFailed(const std::vector<ItemKey> &keys, const ApiError &error);
    void sendOneByOne();
    qint64 versionOf(ItemKey key) const;
    void removeAnswered(ItemKey key, const Reply<core::Done> &reply);
    void lookAnswered(ItemKey key, const ApiError &refused, const Reply<Item> &reply);
    void restoreAnswered(ItemKey key, const Reply<Item> &reply);
    void isNowGone(ItemKey key);
    void stay(std::vector<ItemKey> keys, const ApiError &error);
    void giveUpRestoring(ItemKey key);
    void end(ItemKey key, bool ok);
    void note(const ApiError &error);
    void forgetRows();
    void bringBack(const std::vector<ItemKey> &keys);
    void putDraftBack(Entry &entry);
    void conclude();

    Api &m_api;
    StagedEdits &m_edits;
    ItemsModel &m_items;
    ItemLedger &m_ledger;
    std::map<ItemKey, Entry> m_entries; // kept: undo may come later
    // Of what is going on now, to tell in one go at its end.
    TakenRows m_taken;
    std::vector<ItemKey> m_gone;
    qsizetype m_notGone = 0;
    std::optional<ApiError> m_error;
    BatchLimits m_limits;
    WriteQueue m_queue;
};

} // namespace guarita::console
