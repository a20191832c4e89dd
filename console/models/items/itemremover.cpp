// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemremover.h"

#include <algorithm>

namespace guarita::console {

ItemRemover::ItemRemover(Api &api, StagedEdits &edits, ItemsModel &items, ItemLedger &ledger,
                         WriteQueue::Ready ready, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_edits(edits)
    , m_items(items)
    , m_ledger(ledger)
    , m_queue([this](ItemKey key) { return send(key); },
              [this](const std::vector<ItemKey> &waiting) { return sendTogether(waiting); }, std::move(ready))
{
    connect(&m_queue, &WriteQueue::drained, this, &ItemRemover::conclude);
    // Rows of another order or search: where an item stood says nothing there.
    connect(&m_items, &ItemsModel::queryChanged, this, &ItemRemover::forgetRows);
}

void ItemRemover::remove(const std::vector<Item> &items, bool tell)
{
    const DraftStore::Batch batch(m_edits.drafts());
    m_queue.begin();
    const bool together = m_api.takesBatches() && (items.size() >= fewestTogether || m_queue.hasTogether());
    std::vector<qint64> ids;
    ids.reserve(items.size());
    for (const Item &item : items)
        ids.push_back(item.id);
    const std::vector<qint64> rows = m_taken.takeOut(m_items.takeOut(ids));
    for (std::size_t i = 0; i < items.size(); ++i) {
        const ItemKey key{items[i].id};
        Entry &entry = m_entries[key];
        entry.item = items[i];
        if (std::optional<Draft> draft = m_edits.take(key))
            entry.draft = std::move(draft);
        if (rows[i] >= 0)
            entry.serverRow = rows[i];
        entry.tell = tell;
        entry.wantGone = true;
        if (m_queue.isUnderWay(key))
            continue; // its answer decides
        if (together && entry.presence != Presence::Gone)
            m_queue.addTogether(key);
        else
            m_queue.add(key);
    }
    m_queue.pump();
}

void ItemRemover::restore(const std::vector<qint64> &ids)
{
    const DraftStore::Batch batch(m_edits.drafts());
    m_queue.begin();
    std::vector<ItemKey> unsent;
    for (const qint64 id : ids) {
        const auto found = m_entries.find(ItemKey{id});
        // A delete without an answer may have been done although the row is back.
        if (found == m_entries.end() ||
            (!found->second.wantGone && found->second.presence != Presence::Unsure))
            continue;
        const ItemKey key = found->first;
        found->second.wantGone = false;
        putDraftBack(found->second); // at once: the next undo step may be about it
        if (m_queue.isUnderWay(key))
            continue; // its answer decides
        if (found->second.presence == Presence::There && m_queue.drop(key))
            unsent.push_back(key);
        else
            m_queue.add(key);
    }
    bringBack(unsent);
    m_queue.pump();
}

bool ItemRemover::isGone(qint64 id) const
{
    const auto found = m_entries.find(ItemKey{id});
    return found != m_entries.end() && found->second.wantGone;
}

void ItemRemover::cancel()
{
    std::vector<ItemKey> kept;
    for (const ItemKey key : m_queue.dropWaiting()) {
        Entry &entry = m_entries[key];
        entry.refused.reset();
        if (entry.wantGone && entry.presence != Presence::Gone) {
            entry.wantGone = false;
            kept.push_back(key);
        } else {
            giveUpRestoring(key);
        }
    }
    bringBack(kept);
}

qsizetype ItemRemover::giveUp()
{
    const DraftStore::Batch batch(m_edits.drafts());
    qsizetype open = 0;
    for (auto &[key, entry] : m_entries) {
        if (!m_queue.waits(key) && !m_queue.isUnderWay(key))
            continue;
        ++open;
        putDraftBack(entry);
    }
    m_queue.clear();
    return open;
}

void ItemRemover::clear()
{
    m_queue.clear();
    m_entries.clear();
    forgetRows();
    m_gone.clear();
    m_notGone = 0;
    m_error.reset();
    m_limits = {};
}

std::optional<Call> ItemRemover::send(ItemKey key)
{
    Entry &entry = m_entries[key];
    if (const auto refused = std::exchange(entry.refused, std::nullopt))
        return m_api.findItem(key.value, [this, key, error = *refused](const Reply<Item> &found) {
            lookAnswered(key, error, found);
        });
    if (entry.wantGone && entry.presence != Presence::Gone) {
        return m_api.removeItem(key.value, versionOf(key),
                                [this, key](const Reply<core::Done> &reply) { removeAnswered(key, reply); });
    }
    if (!entry.wantGone && entry.presence != Presence::There)
        return m_api.restoreItem(key.value,
                                 [this, key](const Reply<Item> &reply) { restoreAnswered(key, reply); });
    return std::nullopt;
}

qint64 ItemRemover::versionOf(ItemKey key) const
{
    const Item *learnt = m_ledger.find(key.value); // a save may have ended while this waited
    return std::max(m_entries.at(key).item.versao, learnt ? learnt->versao : 0);
}

void ItemRemover::removeAnswered(ItemKey key, const Reply<core::Done> &reply)
{
    if (reply.ok() || reply.error().kind == ApiError::Kind::NotFound) {
        isNowGone(key);
        return;
    }
    const ApiError &error = reply.error();
    if (error.kind == ApiError::Kind::Conflict && m_queue.isTogether(key)) {
        m_entries[key].refused = error;
        m_queue.again(key);
        return;
    }
    if (error.kind == ApiError::Kind::Conflict) {
        m_queue.follow(key, m_api.findItem(key.value, [this, key, error](const Reply<Item> &found) {
            lookAnswered(key, error, found);
        }));
        return;
    }
    if (error.kind == ApiError::Kind::Throttled &&
        m_queue.retry(key, error.retryAfter.value_or(std::chrono::seconds(1))))
        return;
    stay({key}, error);
}

/// Somebody changed it before it could be deleted: it stays, as they left it. Edits of one's own that were
/// staged over it are a conflict like any other.
void ItemRemover::lookAnswered(ItemKey key, const ApiError &refused, const Reply<Item> &reply)
{
    if (!reply.ok()) {
        if (reply.error().kind == ApiError::Kind::NotFound)
            isNowGone(key);
        else
            stay({key}, reply.error());
        return;
    }
    Entry &entry = m_entries[key];
    const bool wanted = entry.wantGone;
    std::optional<Draft> conflict = std::exchange(entry.draft, std::nullopt);
    entry.item = reply.value();
    entry.wantGone = false;
    m_ledger.learn(reply.value());
    bringBack({key});
    if (wanted) {
        ++m_notGone;
        note(refused);
    }
    if (conflict) {
        conflict->state = DraftState::Conflict;
        conflict->theirs = reply.value();
        m_edits.drafts().put(std::move(*conflict));
        Q_EMIT conflictFound(key);
    }
    end(key, !wanted);
}

void ItemRemover::isNowGone(ItemKey key)
{
    Entry &entry = m_entries[key];
    entry.presence = Presence::Gone;
    if (entry.wantGone && entry.tell)
        m_gone.push_back(key);
    end(key, true);
}

void ItemRemover::stay(std::vector<ItemKey> keys, const ApiError &error)
{
    const WriteQueue::Quiet quiet(m_queue);
    std::vector<ItemKey> back = keys;
    for (const ItemKey key : keys) {
        if (error.outcomeUnknown())
            m_entries[key].presence = Presence::Unsure;
    }
    if (error.isOutage() || error.kind == ApiError::Kind::Unauthorized) {
        for (const ItemKey waiting : m_queue.failWaiting()) {
            Entry &entry = m_entries[waiting];
            entry.refused.reset();
            if (entry.wantGone && entry.presence != Presence::Gone)
                back.push_back(waiting);
            else
                giveUpRestoring(waiting);
        }
    }
    for (const ItemKey each : back) {
        Entry &entry = m_entries[each];
        m_notGone += entry.wantGone && entry.tell ? 1 : 0;
        entry.wantGone = false;
    }
    note(error);
    bringBack(back);
    for (const ItemKey key : keys)
        m_queue.end(key, false);
}

void ItemRemover::restoreAnswered(ItemKey key, const Reply<Item> &reply)
{
    Entry &entry = m_entries[key];
    if (reply.ok()) {
        m_ledger.learn(reply.value());
        entry.item = reply.value();
        entry.presence = Presence::There;
        if (!entry.wantGone) {
            m_items.replace(entry.item);
            m_edits.rebase(entry.item);
        }
        end(key, true);
        return;
    }
    const ApiError &error = reply.error();
    if (error.kind == ApiError::Kind::Throttled &&
        m_queue.retry(key, error.retryAfter.value_or(std::chrono::seconds(1))))
        return;
    if (error.status == 409) { // it is there: an earlier try was done, or the delete never was
        entry.presence = Presence::There;
        end(key, true);
        return;
    }
    entry.presence = error.outcomeUnknown() ? Presence::Unsure : Presence::Gone;
    giveUpRestoring(key);
    note(error);
    m_queue.end(key, false);
}

/// Undo may be tried again after redo.
void ItemRemover::giveUpRestoring(ItemKey key)
{
    Entry &entry = m_entries[key];
    entry.wantGone = true;
    if (std::optional<Draft> draft = m_edits.take(key))
        entry.draft = std::move(draft);
}

/// Ends a request. What is wanted may be another thing by now.
void ItemRemover::end(ItemKey key, bool ok)
{
    const Entry &entry = m_entries[key];
    const Presence wanted = entry.wantGone ? Presence::Gone : Presence::There;
    if (entry.presence != wanted)
        m_queue.add(key); // before the end of the one under way, so that the queue does not seem drained
    m_queue.end(key, ok);
}

void ItemRemover::note(const ApiError &error)
{
    if (!m_error)
        m_error = error;
}

void ItemRemover::forgetRows()
{
    m_taken.clear();
    for (auto &[key, entry] : m_entries)
        entry.serverRow = -1;
}

void ItemRemover::bringBack(const std::vector<ItemKey> &keys)
{
    const DraftStore::Batch batch(m_edits.drafts());
    std::vector<qint64> rows;
    rows.reserve(keys.size());
    for (const ItemKey key : keys)
        rows.push_back(std::exchange(m_entries[key].serverRow, -1));
    rows = m_taken.putBack(std::move(rows));
    std::vector<ItemsModel::Placed> items;
    for (std::size_t i = 0; i < keys.size(); ++i)
        items.push_back({m_entries[keys[i]].item, rows[i]});
    m_items.putBack(std::move(items));
    for (const ItemKey key : keys)
        putDraftBack(m_entries[key]);
}

void ItemRemover::putDraftBack(Entry &entry)
{
    if (entry.draft)
        m_edits.putBack(*std::exchange(entry.draft, std::nullopt));
}

void ItemRemover::conclude()
{
    std::vector<ItemKey> gone = std::exchange(m_gone, {});
    std::erase_if(gone, [this](ItemKey key) { return !m_entries[key].wantGone; }); // undone already
    const qsizetype notGone = std::exchange(m_notGone, 0);
    const std::optional<ApiError> error = std::exchange(m_error, std::nullopt);
    forgetRows(); // the list tells now
    m_items.refresh();
    if (!gone.empty() || notGone > 0)
        Q_EMIT removed(gone, notGone);
    if (error)
        Q_EMIT failed(*error);
}

} // namespace guarita::console
