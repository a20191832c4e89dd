// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemsaver.h"

#include "console/models/items/drafttexts.h"

namespace guarita::console {

ItemSaver::ItemSaver(Api &api, DraftStore &drafts, ItemsModel &items, ItemLedger &ledger,
                     WriteQueue::Ready ready, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_drafts(drafts)
    , m_items(items)
    , m_ledger(ledger)
    , m_queue([this](ItemKey key) { return send(key); }, std::move(ready))
{
    connect(&m_queue, &WriteQueue::progressChanged, this, &ItemSaver::createNext);
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
        m_ledger.wanted[now] = draft->fields;
        add(now);
        any = true;
    }
    m_queue.pump();
    if (faulty.isValid())
        Q_EMIT focusWanted(faulty);
    else if (!any && conflict.isValid())
        Q_EMIT conflictFound(conflict); // nothing else was left to do
}

WriteProgress ItemSaver::progress() const
{
    WriteProgress progress = m_queue.progress();
    progress.total += static_cast<qsizetype>(m_creations.size());
    return progress;
}

void ItemSaver::add(ItemKey key)
{
    if (!key.isNew())
        m_queue.add(key);
    else if (!m_queue.waits(key))
        m_creations.insert(key);
}

/// New items get their ids in the order in which they are sent, and one may overtake another on its way.
void ItemSaver::createNext()
{
    while (!m_creations.empty() && !m_queue.waits(m_creating) && !m_queue.isUnderWay(m_creating)) {
        m_creating = m_creations.extract(m_creations.begin()).value();
        if (!m_drafts.find(m_creating))
            continue; // discarded while it waited
        m_queue.add(m_creating);
        m_queue.pump();
    }
}

/// For what is to be done to all that wait.
void ItemSaver::queueAll()
{
    for (const ItemKey key : std::exchange(m_creations, {}))
        m_queue.add(key);
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
    std::vector<FieldMessage> mistakes = DraftTexts::mistakesOf(draft.fields);
    if (mistakes.empty())
        return false;
    Draft refused = draft;
    refused.errors = std::move(mistakes);
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
    queueAll();
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
        if (m_queue.isUnderWay(key) || m_queue.waits(key) || m_creations.contains(key))
            continue;
        if (draft.state == DraftState::Unknown && draft.base) {
            m_tasks[key] = Task::Check;
            m_ledger.unknown.try_emplace(key, draft.fields); // from the journal of an earlier run
            m_queue.add(key);
        } else if (draft.state == DraftState::Staged && m_ledger.isWanted(draft)) {
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
    m_creations.clear();
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
    if (key.isNew())
        Q_EMIT sending(draft);
    m_ledger.underWay[key] = fields;
    setState(key, DraftState::Saving);
    const auto answered = [this, key](const Reply<Item> &reply) { saveAnswered(key, reply); };
    return key.isNew() ? m_api.createItem(fields, answered)
                       : m_api.updateItem(key.value, fields, versao, answered);
}

} // namespace guarita::console
