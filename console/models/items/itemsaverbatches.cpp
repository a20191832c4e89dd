// SPDX-License-Identifier: GPL-3.0-or-later
// How ItemSaver sends many drafts together.
#include "console/models/items/itemsaver.h"

#include <algorithm>
#include <limits>

namespace guarita::console {

namespace {

/// A batch to ask for again is as large as it was.
constexpr BatchLimits unlimited{std::numeric_limits<std::size_t>::max(),
                                std::numeric_limits<qsizetype>::max()};

BatchOperation operationOf(ItemKey key, const SentAs &sent)
{
    if (key.isNew())
        return {BatchOperation::Kind::Create, 0, 0, sent.fields};
    return {BatchOperation::Kind::Update, key.value, sent.versao, sent.fields};
}

} // namespace

WriteQueue::Together ItemSaver::sendTogether(const std::vector<ItemKey> &waiting)
{
    if (!m_repeats.empty())
        return repeatBatch();
    const WriteKey writeKey = WriteKey::fresh();
    BatchBody body(m_limits);
    std::vector<ItemKey> keys;
    std::vector<ItemKey> dropped;
    std::vector<Draft> drafts;
    for (const ItemKey key : waiting) {
        const Draft *draft = m_drafts.find(key);
        if (!draft) {
            dropped.push_back(key); // discarded while it waited
            continue;
        }
        SentAs sent{writeKey.value,
                    m_api.now(),
                    static_cast<int>(keys.size()),
                    0,
                    draft->fields,
                    draft->base ? draft->base->versao : 0};
        if (!body.add(operationOf(key, sent)))
            break;
        keys.push_back(key);
        drafts.push_back(*draft);
        m_ledger.sent[key] = std::move(sent);
    }
    for (const ItemKey key : keys)
        m_ledger.sent[key].together = static_cast<int>(keys.size());
    WriteQueue::Together started;
    if (!keys.empty()) {
        markSending(std::move(drafts));
        started = startBatch(keys, std::move(body), writeKey);
    }
    started.dropped = std::move(dropped);
    return started;
}

WriteQueue::Together ItemSaver::startBatch(const std::vector<ItemKey> &keys, BatchBody body,
                                           const WriteKey &key)
{
    const std::size_t count = body.count();
    WriteQueue::Together started;
    started.sent = keys;
    started.call =
        m_api.sendBatch(body.take(), count, key, [this, keys](const Reply<std::vector<BatchResult>> &reply) {
            batchAnswered(keys, reply);
        });
    return started;
}

WriteQueue::Together ItemSaver::repeatBatch()
{
    const std::vector<ItemKey> keys = std::move(m_repeats.front());
    m_repeats.pop_front();
    BatchBody body(unlimited);
    std::vector<Draft> drafts;
    for (const ItemKey key : keys) {
        body.add(operationOf(key, m_ledger.sent[key]));
        if (const Draft *draft = m_drafts.find(key))
            drafts.push_back(*draft);
        else
            m_ledger.underWay[key] = m_ledger.sent[key].fields; // discarded since; its answer is owed
    }
    const WriteKey writeKey{m_ledger.sent[keys.front()].key, true};
    markSending(std::move(drafts));
    return startBatch(keys, std::move(body), writeKey);
}

/// Of drafts that are in the ledger as sent.
void ItemSaver::markSending(std::vector<Draft> drafts)
{
    const DraftStore::Batch batch(m_drafts);
    for (Draft &draft : drafts) {
        const SentAs &sent = m_ledger.sent[draft.key];
        m_ledger.underWay[draft.key] = sent.fields;
        draft.state = DraftState::Saving;
        draft.errors.clear();
        draft.message.clear();
        draft.theirs = {};
        draft.sent = sent;
    }
    Q_EMIT sending(drafts);
    for (Draft &draft : drafts)
        m_drafts.put(std::move(draft));
}

void ItemSaver::batchAnswered(const std::vector<ItemKey> &keys, const Reply<std::vector<BatchResult>> &reply)
{
    const WriteQueue::Quiet quiet(m_queue); // its end comes last: what it starts looks at the drafts
    const DraftStore::Batch batch(m_drafts);
    if (!reply.ok())
        batchFailed(keys, reply.error());
    for (std::size_t i = 0; reply.ok() && i < keys.size(); ++i) {
        const BatchResult &result = reply.value()[i];
        if (result.item)
            saveAnswered(keys[i], *result.item);
        else
            saveAnswered(keys[i], result.error.value_or(ApiError{}));
    }
    tellSettled();
}

void ItemSaver::batchFailed(const std::vector<ItemKey> &keys, const ApiError &error)
{
    if (const auto wait = batchRetryWait(error, keys.size(), m_limits)) {
        for (const ItemKey key : keys)
            unsend(key);
        if (m_queue.retryTogether(keys, *wait))
            return;
    }
    if (!m_api.takesBatches() && !error.outcomeUnknown()) {
        sendOneByOne();
        return;
    }
    for (const ItemKey key : keys)
        settleFailed(key, error, error.outcomeUnknown());
}

/// To a service that knows no batches.
void ItemSaver::sendOneByOne()
{
    m_repeats.clear();
    for (const ItemKey key : m_queue.takeTogether()) {
        unsend(key);
        if (m_drafts.find(key))
            add(key);
    }
}

/// What was sent was certainly not done, or nothing was; an answer that was owed before still is.
void ItemSaver::unsend(ItemKey key)
{
    if (m_ledger.underWay.erase(key) == 0)
        return;
    if (const Draft *draft = m_drafts.find(key); draft && draft->state == DraftState::Saving)
        setState(key, DraftState::Staged);
    else
        m_ledger.sent.erase(key);
}

bool ItemSaver::isKeptStill(ItemKey key) const
{
    const auto sent = m_ledger.sent.find(key);
    return sent != m_ledger.sent.end() &&
           std::chrono::milliseconds(m_api.now() - sent->second.at) < keysAreKeptFor;
}

bool ItemSaver::canRepeat(ItemKey key) const
{
    // Who takes batches keeps keys.
    return m_ledger.unknown.contains(key) && isKeptStill(key) &&
           (m_api.keepsKeys() || m_ledger.sent.at(key).together > 1);
}

std::vector<ItemKey> ItemSaver::sentTogetherWith(ItemKey key) const
{
    const SentAs &sent = m_ledger.sent.at(key);
    std::vector<std::pair<int, ItemKey>> places;
    for (const auto &[other, otherSent] : m_ledger.sent) {
        if (otherSent.key == sent.key)
            places.emplace_back(otherSent.place, other);
    }
    std::sort(places.begin(), places.end());
    std::vector<ItemKey> keys;
    keys.reserve(places.size());
    for (const auto &[place, other] : places)
        keys.push_back(other);
    return keys;
}

/// Whether it was sent together with others, and all of them wait now, or are under way, to be asked for
/// again.
bool ItemSaver::repeatTogether(ItemKey key)
{
    if (m_queue.waits(key) || m_queue.isUnderWay(key))
        return true; // with another one of them
    if (!canRepeat(key) || m_ledger.sent.at(key).together == 1)
        return false;
    std::vector<ItemKey> keys = sentTogetherWith(key);
    if (static_cast<int>(keys.size()) != m_ledger.sent.at(key).together)
        return false;
    for (const ItemKey each : keys)
        m_queue.addTogether(each);
    m_repeats.push_back(std::move(keys));
    return true;
}

void ItemSaver::tellSettled()
{
    Settled settled = std::exchange(m_settled, {});
    m_items.replace(settled.changed);
    if (!settled.orphans.empty())
        Q_EMIT orphaned(settled.orphans);
}

} // namespace guarita::console
