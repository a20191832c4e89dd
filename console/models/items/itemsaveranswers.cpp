// SPDX-License-Identifier: GPL-3.0-or-later
// What ItemSaver makes of the answers.
#include "console/models/items/itemsaver.h"

namespace guarita::console {

namespace {

/// Errors that the next write would meet as well.
bool wayIsClosed(const ApiError &error)
{
    return error.isOutage() || error.kind == ApiError::Kind::Untrusted ||
           error.kind == ApiError::Kind::Unauthorized;
}

} // namespace

void ItemSaver::saveAnswered(ItemKey key, const Reply<Item> &reply)
{
    if (reply.ok())
        settleSaved(key, reply.value());
    else if (!key.isNew() && reply.error().kind == ApiError::Kind::Conflict)
        look(key);
    else if (!key.isNew() && reply.error().kind == ApiError::Kind::NotFound)
        settleConflict(key, std::nullopt);
    else
        settleFailed(key, reply.error(), reply.error().outcomeUnknown());
}

void ItemSaver::look(ItemKey key)
{
    if (m_queue.isTogether(key)) {
        m_tasks[key] = Task::Look;
        m_queue.again(key);
        return;
    }
    m_queue.follow(
        key, m_api.findItem(key.value, [this, key](const Reply<Item> &reply) { lookAnswered(key, reply); }));
}

void ItemSaver::lookAnswered(ItemKey key, const Reply<Item> &reply)
{
    if (!reply.ok()) {
        if (reply.error().kind == ApiError::Kind::NotFound)
            settleConflict(key, std::nullopt);
        else
            settleFailed(key, reply.error(), false); // of a GET: the PUT was certainly not done
        return;
    }
    // A PUT that was sent again after its first answer was lost finds its own work.
    const auto sent = m_ledger.underWay.find(key);
    if (sent != m_ledger.underWay.end() && reply.value().fields == sent->second)
        settleSaved(key, reply.value());
    else
        settleConflict(key, reply.value());
}

void ItemSaver::checkAnswered(ItemKey key, const Reply<Item> &reply)
{
    const Draft *draft = m_drafts.find(key);
    if (!draft || !draft->base) {
        m_queue.end(key, true);
        return;
    }
    if (!reply.ok()) {
        if (reply.error().kind == ApiError::Kind::NotFound)
            settleConflict(key, std::nullopt);
        else
            m_queue.end(key, false); // as unknown as before
        return;
    }
    const Item &item = reply.value();
    if (item.fields == m_ledger.unknown[key] && item.versao != draft->base->versao) {
        settleSaved(key, item);
    } else if (item.versao == draft->base->versao) {
        const bool again = m_ledger.isWanted(*draft);
        m_ledger.unknown.erase(key);
        setState(key, DraftState::Staged);
        m_queue.end(key, true);
        if (again)
            save({key});
    } else {
        settleConflict(key, item);
    }
}

void ItemSaver::restoreAnswered(ItemKey key, const Reply<Item> &reply)
{
    if (!reply.ok() && reply.error().status == 409) { // somebody else restored it
        look(key);
        return;
    }
    if (!reply.ok()) {
        m_queue.end(key, false);
        Q_EMIT failed(reply.error());
        return;
    }
    m_ledger.learn(reply.value());
    m_listGrew = true;
    const Draft *draft = m_drafts.find(key);
    if (!draft) {
        m_queue.end(key, true);
        return;
    }
    Draft rebased = *draft;
    rebased.base = reply.value();
    m_drafts.put(rebased);
    m_ledger.wanted[key] = rebased.fields;
    m_queue.follow(key, sendFields(rebased));
}

void ItemSaver::settleSaved(ItemKey key, const Item &item)
{
    const ItemFields sent = m_ledger.underWay.contains(key) ? m_ledger.underWay[key] : m_ledger.unknown[key];
    const bool repeated = m_ledger.unknown.contains(key);
    const auto wanted = m_ledger.wanted.extract(key);
    forget(key);
    m_ledger.learn(item);
    m_listGrew |= key.isNew();
    if (key.isNew())
        m_ledger.born(key, item.id);
    else
        m_settled.changed.push_back(item);
    bool again = false;
    const Draft *draft = m_drafts.find(key);
    if (draft) {
        const DraftStore::Batch batch(m_drafts);
        Draft rest;
        rest.key = ItemKey{item.id};
        rest.base = item;
        rest.fields = draft->fields;
        m_drafts.remove(key);
        // Edited again while it was under way: that is the next change.
        if (rest.fields != sent) {
            // What was asked for again is as it was; the user may have asked to save what it is now.
            again = repeated && !wanted.empty() && wanted.mapped() == rest.fields;
            m_drafts.put(std::move(rest));
        }
    } else if (key.isNew()) {
        m_settled.orphans.push_back(item);
    }
    if (!m_queue.isTogether(key))
        tellSettled();
    Q_EMIT saved(key, item);
    m_queue.end(key, true);
    if (again)
        save({ItemKey{item.id}});
}

void ItemSaver::forget(ItemKey key)
{
    m_ledger.underWay.erase(key);
    m_ledger.unknown.erase(key);
    m_ledger.sent.erase(key);
    m_ledger.wanted.erase(key);
}

void ItemSaver::settleConflict(ItemKey key, const std::optional<Item> &theirs)
{
    forget(key);
    if (theirs) {
        m_ledger.learn(*theirs);
        m_items.replace(*theirs);
    }
    const Draft *draft = m_drafts.find(key);
    if (draft) {
        Draft conflict = *draft;
        conflict.state = DraftState::Conflict;
        conflict.theirs = theirs;
        conflict.errors.clear();
        conflict.message.clear();
        conflict.sent.reset();
        m_drafts.put(std::move(conflict));
        Q_EMIT conflictFound(key);
    }
    m_queue.end(key, false);
}

void ItemSaver::settleFailed(ItemKey key, const ApiError &error, bool unknown)
{
    const ItemFields sent = m_ledger.underWay[key];
    m_ledger.underWay.erase(key);
    if (error.kind == ApiError::Kind::Throttled && !m_queue.isTogether(key)) {
        setState(key, DraftState::Staged);
        if (m_queue.retry(key, error.retryAfter.value_or(std::chrono::seconds(1))))
            return;
    }
    const bool closed = wayIsClosed(error);
    if (error.reason == "chave_reutilizada" || !unknown)
        m_ledger.sent.erase(key); // no asking under this key
    if (!unknown)
        m_ledger.unknown.erase(key);
    if (unknown) {
        m_ledger.unknown[key] = sent;
        setState(key, DraftState::Unknown);
    } else if (closed) {
        setState(key, DraftState::Staged);
    } else {
        setState(key, DraftState::Refused, &error);
    }
    if (!error.isOutage() && !unknown)
        m_ledger.wanted.erase(key);
    if (closed) {
        queueAll();
        m_repeats.clear();
        for (const ItemKey waiting : m_queue.failWaiting()) {
            m_tasks.erase(waiting); // wanted still: resume() sends them
            unsend(waiting);
        }
    }
    m_queue.end(key, false);
}

void ItemSaver::setState(ItemKey key, DraftState state, const ApiError *error)
{
    const Draft *old = m_drafts.find(key);
    if (!old)
        return;
    Draft draft = *old;
    draft.state = state;
    draft.errors = error ? error->fields : std::vector<FieldMessage>();
    draft.message = error && error->fields.empty() ? error->detail : QString();
    draft.theirs = {};
    const bool owed = state == DraftState::Saving || state == DraftState::Unknown;
    const auto sent = m_ledger.sent.find(key);
    draft.sent = owed && sent != m_ledger.sent.end() ? std::optional(sent->second) : std::nullopt;
    if (!owed)
        m_ledger.sent.erase(key);
    m_drafts.put(std::move(draft));
}

} // namespace guarita::console
