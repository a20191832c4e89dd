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
    , m_queue([this](ItemKey key) { return send(key); },
              [this](const std::vector<ItemKey> &waiting) { return sendTogether(waiting); }, std::move(ready))
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
    std::vector<ItemKey> admitted;
    m_queue.begin();
    std::optional<DraftStore::Batch> batch(std::in_place, m_drafts); // many may be refused
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
        admitted.push_back(now);
    }
    batch.reset();
    addAll(admitted);
    m_queue.pump();
    if (faulty.isValid())
        Q_EMIT focusWanted(faulty);
    else if (admitted.empty() && conflict.isValid())
        Q_EMIT conflictFound(conflict); // nothing else was left to do
}

WriteProgress ItemSaver::progress() const
{
    WriteProgress progress = m_queue.progress();
    progress.total += static_cast<qsizetype>(m_creations.size());
    return progress;
}

void ItemSaver::addAll(const std::vector<ItemKey> &keys)
{
    if (keys.size() == 1 && repeatTogether(keys.front()))
        return;
    const bool together = m_queue.hasTogether() || keys.size() >= fewestTogether;
    if (!together || !m_api.takesBatches()) {
        for (const ItemKey key : keys)
            add(key);
        return;
    }
    // Those that wait for their turn are older.
    for (const ItemKey key : std::exchange(m_creations, {}))
        m_queue.addTogether(key);
    for (const ItemKey key : keys)
        m_queue.addTogether(key);
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
    while (!m_creations.empty() && !m_queue.hasTogether() && !m_queue.waits(m_creating) &&
           !m_queue.isUnderWay(m_creating)) {
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
    m_repeats.clear();
    const DraftStore::Batch batch(m_drafts);
    for (const ItemKey key : m_queue.dropWaiting()) {
        m_tasks.erase(key);
        m_ledger.wanted.erase(key);
        unsend(key);
    }
}

void ItemSaver::resume()
{
    std::vector<ItemKey> again;
    std::vector<ItemKey> repeats;
    m_queue.begin();
    for (const auto &[key, draft] : m_drafts.all()) {
        if (!isIdle(key))
            continue;
        if (draft.state == DraftState::Unknown && canRepeat(key)) {
            repeats.push_back(key);
        } else if (draft.state == DraftState::Unknown && draft.base) {
            m_tasks[key] = Task::Check;
            m_ledger.unknown.try_emplace(key, draft.fields); // from the journal of an earlier run
            m_queue.add(key);
        } else if (draft.state == DraftState::Staged && m_ledger.isWanted(draft)) {
            again.push_back(key);
        }
    }
    askAgain(repeats);
    save(again);
}

void ItemSaver::askAgain()
{
    std::vector<ItemKey> repeats;
    for (const auto &[key, draft] : m_drafts.all()) {
        if (isIdle(key) && draft.state == DraftState::Unknown && canRepeat(key))
            repeats.push_back(key);
    }
    if (repeats.empty())
        return;
    m_queue.begin();
    askAgain(repeats);
    m_queue.pump();
}

bool ItemSaver::isIdle(ItemKey key) const
{
    return !m_queue.isUnderWay(key) && !m_queue.waits(key) && !m_creations.contains(key);
}

void ItemSaver::askAgain(const std::vector<ItemKey> &keys)
{
    std::set<QByteArray> torn;                               // batches of which some are gone
    for (std::size_t left = keys.size(); left > 0; --left) { // the oldest first
        const ItemKey key = keys[left - 1];
        const SentAs &sent = m_ledger.sent[key];
        if (sent.together == 1) {
            add(key);
        } else if (torn.contains(sent.key) || !repeatTogether(key)) {
            torn.insert(sent.key);
            if (!key.isNew()) {
                m_tasks[key] = Task::Check;
                m_queue.add(key);
            }
        }
    }
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
    m_repeats.clear();
    m_settled = {};
    m_limits = {};
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
    case Task::Look:
        return m_api.findItem(key.value, [this, key](const Reply<Item> &reply) { lookAnswered(key, reply); });
    }
    return sendFields(*draft);
}

Call ItemSaver::sendFields(const Draft &draft)
{
    const ItemKey key = draft.key;
    const auto answered = [this, key](const Reply<Item> &reply) { saveAnswered(key, reply); };
    if (!key.isNew()) {
        const ItemFields fields = draft.fields;
        const qint64 versao = draft.base ? draft.base->versao : 0;
        m_ledger.underWay[key] = fields;
        setState(key, DraftState::Saving);
        return m_api.updateItem(key.value, fields, versao, answered);
    }
    WriteKey writeKey = WriteKey::fresh();
    const bool repeated = draft.state == DraftState::Unknown && isKeptStill(key);
    if (repeated)
        writeKey = {m_ledger.sent[key].key, true};
    else
        m_ledger.sent[key] = {writeKey.value, m_api.now(), 0, 1, draft.fields, 0};
    markSending({draft});
    return m_api.createItem(m_ledger.sent[key].fields, writeKey, answered);
}

} // namespace guarita::console
