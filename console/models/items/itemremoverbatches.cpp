// SPDX-License-Identifier: GPL-3.0-or-later
// How ItemRemover deletes many items together.
#include "console/models/items/itemremover.h"

namespace guarita::console {

WriteQueue::Together ItemRemover::sendTogether(const std::vector<ItemKey> &waiting)
{
    BatchBody body(m_limits);
    WriteQueue::Together started;
    for (const ItemKey key : waiting) {
        const Entry &entry = m_entries[key];
        if (!entry.wantGone || entry.presence == Presence::Gone)
            started.dropped.push_back(key); // undone while it waited
        else if (body.add({BatchOperation::Kind::Remove, key.value, versionOf(key), {}}))
            started.sent.push_back(key);
        else
            break;
    }
    if (started.sent.empty())
        return started;
    started.call = m_api.sendBatch(body.take(), started.sent.size(), WriteKey::fresh(),
                                   [this, keys = started.sent](const Reply<std::vector<BatchResult>> &reply) {
                                       batchAnswered(keys, reply);
                                   });
    return started;
}

void ItemRemover::batchAnswered(const std::vector<ItemKey> &keys,
                                const Reply<std::vector<BatchResult>> &reply)
{
    const WriteQueue::Quiet quiet(m_queue);
    const DraftStore::Batch batch(m_edits.drafts());
    if (!reply.ok()) {
        batchFailed(keys, reply.error());
        return;
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const BatchResult &result = reply.value()[i];
        if (result.error)
            removeAnswered(keys[i], *result.error);
        else
            removeAnswered(keys[i], core::Done{});
    }
}

void ItemRemover::batchFailed(const std::vector<ItemKey> &keys, const ApiError &error)
{
    const auto wait = batchRetryWait(error, keys.size(), m_limits);
    if (wait && m_queue.retryTogether(keys, *wait))
        return;
    if (!m_api.takesBatches() && !error.outcomeUnknown())
        sendOneByOne();
    else
        stay(keys, error);
}

/// To a service that knows no batches.
void ItemRemover::sendOneByOne()
{
    for (const ItemKey key : m_queue.takeTogether())
        m_queue.add(key);
}

} // namespace guarita::console
