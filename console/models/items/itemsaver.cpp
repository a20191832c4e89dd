// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemsaver.h"

#include "console/models/items/ruletexts.h"

namespace guarita::console {

namespace {

/// Errors that the next write would meet as well.
bool wayIsClosed(const ApiError &error)
{
    return error.isOutage() || error.kind == ApiError::Kind::Untrusted ||
           error.kind == ApiError::Kind::Unauthorized;
}

} // namespace

ItemSaver::ItemSaver(Api &api, DraftStore &drafts, ItemsModel &items, ItemLedger &ledger,
                     WriteQueue::Ready ready, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_drafts(drafts)
    , m_items(items)
    , m_ledger(ledger)
    , m_queue([this](ItemKey key) { return send(key); }, std::move(ready))
{
    connect(&m_queue, &WriteQueue::drained, this, [this] {
        if (std::exchange(m_listGrew, false))
            m_items.refresh();
    });
}

void ItemSaver::save(const std::vector<ItemKey> &keys)
{
    ItemKey faulty;
    ItemKey conflict;
    bool any = false;
    m_queue.begin();
    for (const ItemKey key : keys) {
        const Draft *draft = m_drafts.find(m_ledger.current(key));
        if (!draft)
            continue;
        const ItemKey now = draft->key;
        if (draft->state == DraftState::Conflict && !conflict.isValid())
            conflict = now;
        if (!admit(*draft, keys.size() == 1))
            continue;
        if (refuseByRules(*draft)) {
            faulty = faulty.isValid() ? faulty : now;
            continue;
        }
        m_ledger.wanted.insert(now);
        m_queue.add(now);
        any = true;
    }
    m_queue.pump();
    if (faulty.isValid())
        Q_EMIT focusWanted(faulty);
    else if (!any && conflict.isValid())
        Q_EMIT conflictFound(conflict); // nothing else was left to do
}

bool ItemSaver::admit(const Draft &draft, bool alone)
{
    switch (draft.state) {
    case DraftState::Staged:
    case DraftState::Refused:
        return !m_queue.isUnderWay(draft.key);
    case DraftState::Unknown:
        return alone && !m_queue.isUnderWay(draft.key); // the user decided to send it again
    case DraftState::Saving:
    case DraftState::Conflict:
        break;
    }
    return false;
}

bool ItemSaver::refuseByRules(const Draft &draft)
{
    const std::vector<FieldViolation> violations = violationsOf(draft.fields);
    if (violations.empty())
        return false;
    Draft refused = draft;
    refused.errors.clear();
    for (const FieldViolation &violation : violations)
        refused.errors.push_back({fieldName(violation.field), RuleTexts::explain(violation)});
    // An unknown one stays that: refusing it would let the next save of all send it again.
    if (refused.state != DraftState::Unknown)
        refused.state = DraftState::Refused;
    refused.message.clear();
    m_drafts.put(std::move(refused));
    m_queue.addFailed();
    return true;
}

void ItemSaver::cancel()
{
    for (const ItemKey key : m_queue.dropWaiting()) {
        m_tasks.erase(key);
        m_ledger.wanted.erase(key);
    }
}

void ItemSaver::resume()
{
    std::vector<ItemKey> again;
    m_queue.begin();
    for (const auto &[key, draft] : m_drafts.all()) {
        if (m_queue.isUnderWay(key) || m_queue.waits(key))
            continue;
        if (draft.state == DraftState::Unknown && draft.base) {
            m_tasks[key] = Task::Check;
            m_ledger.unknown.try_emplace(key, draft.fields); // from the journal of an earlier run
            m_queue.add(key);
        } else if (draft.state == DraftState::Staged && m_ledger.wanted.contains(key)) {
            again.push_back(key);
        }
    }
    save(again);
}

void ItemSaver::saveDeleted(ItemKey key)
{
    m_queue.begin();
    m_tasks[key] = Task::Restore;
    m_queue.add(key);
    m_queue.pump();
}

void ItemSaver::clear()
{
    m_queue.clear();
    m_tasks.clear();
    m_listGrew = false;
}

std::optional<Call> ItemSaver::send(ItemKey key)
{
    const auto found = m_tasks.find(key);
    const Task task = found == m_tasks.end() ? Task::Save : found->second;
    m_tasks.erase(key);
    const Draft *draft = m_drafts.find(key);
    if (!draft)
        return std::nullopt; // discarded while it waited
    switch (task) {
    case Task::Save:
        break;
    case Task::Check:
        return m_api.findItem(key.value,
                              [this, key](const Reply<Item> &reply) { checkAnswered(key, reply); });
    case Task::Restore:
        return m_api.restoreItem(key.value,
                                 [this, key](const Reply<Item> &reply) { restoreAnswered(key, reply); });
    }
    return sendFields(*draft);
}

Call ItemSaver::sendFields(const Draft &draft)
{
    const ItemKey key = draft.key;
    const ItemFields fields = draft.fields;
    const qint64 versao = draft.base ? draft.base->versao : 0;
    m_ledger.underWay[key] = fields;
    setState(key, DraftState::Saving);
    const auto answered = [this, key](const Reply<Item> &reply) { saveAnswered(key, reply); };
    return key.isNew() ? m_api.createItem(fields, answered)
                       : m_api.updateItem(key.value, fields, versao, answered);
}

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
        const bool again = m_ledger.wanted.contains(key);
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
    m_ledger.wanted.insert(key);
    m_queue.follow(key, sendFields(rebased));
}

void ItemSaver::settleSaved(ItemKey key, const Item &item)
{
    const ItemFields sent = m_ledger.underWay.contains(key) ? m_ledger.underWay[key] : m_ledger.unknown[key];
    m_ledger.underWay.erase(key);
    m_ledger.unknown.erase(key);
    m_ledger.wanted.erase(key);
    m_ledger.learn(item);
    m_listGrew |= key.isNew();
    if (key.isNew())
        m_ledger.born(key, item.id);
    else
        m_items.replace(item);
    const Draft *draft = m_drafts.find(key);
    if (draft) {
        const DraftStore::Batch batch(m_drafts);
        Draft rest;
        rest.key = ItemKey{item.id};
        rest.base = item;
        rest.fields = draft->fields;
        m_drafts.remove(key);
        // Edited again while it was under way: that is the next change.
        if (rest.fields != sent)
            m_drafts.put(std::move(rest));
    } else if (key.isNew()) {
        Q_EMIT orphaned(item);
    }
    Q_EMIT saved(key, item);
    m_queue.end(key, true);
}

void ItemSaver::settleConflict(ItemKey key, const std::optional<Item> &theirs)
{
    m_ledger.underWay.erase(key);
    m_ledger.unknown.erase(key);
    m_ledger.wanted.erase(key);
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
        m_drafts.put(std::move(conflict));
        Q_EMIT conflictFound(key);
    }
    m_queue.end(key, false);
}

void ItemSaver::settleFailed(ItemKey key, const ApiError &error, bool unknown)
{
    const ItemFields sent = m_ledger.underWay[key];
    m_ledger.underWay.erase(key);
    if (error.kind == ApiError::Kind::Throttled) {
        setState(key, DraftState::Staged);
        if (m_queue.retry(key, error.retryAfter.value_or(std::chrono::seconds(1))))
            return;
    }
    const bool closed = wayIsClosed(error);
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
        for (const ItemKey waiting : m_queue.failWaiting())
            m_tasks.erase(waiting); // wanted still: resume() sends them
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
    draft.theirs.reset();
    m_drafts.put(std::move(draft));
}

} // namespace guarita::console
