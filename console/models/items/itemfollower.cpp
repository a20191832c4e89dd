// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemfollower.h"

#include <algorithm>

namespace guarita::console {

ItemFollower::ItemFollower(DraftStore &drafts, ItemsModel &items, ItemLedger &ledger, Seams seams,
                           QObject *parent)
    : QObject(parent)
    , m_drafts(drafts)
    , m_items(items)
    , m_ledger(ledger)
    , m_seams(std::move(seams))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(betweenReloads);
    connect(&m_timer, &QTimer::timeout, this, &ItemFollower::tick);
}

void ItemFollower::take(const std::vector<ItemChange> &changes)
{
    if (m_items.state() == ItemsModel::State::Empty && m_drafts.count() == 0)
        return; // nothing is shown
    m_held.insert(m_held.end(), changes.begin(), changes.end());
    settle();
    if (m_held.size() > mostHeld) {
        m_held.clear();
        reloadSoon();
    }
}

void ItemFollower::settle()
{
    if (m_held.empty())
        return;
    Outcome outcome;
    {
        const DraftStore::Batch batch(m_drafts);
        const ItemKey typed = m_typed();
        std::vector<ItemChange> held;
        std::set<qint64> behind; // of one item in their order
        for (ItemChange &change : std::exchange(m_held, {})) {
            if (behind.contains(change.item.id) || hasToWait(change, typed)) {
                behind.insert(change.item.id);
                held.push_back(std::move(change));
            } else if (!isKnown(change)) {
                apply(change, outcome);
            }
        }
        m_held = std::move(held);
    }
    show(outcome);
    if (!m_held.empty() && !m_timer.isActive())
        m_timer.start();
}

void ItemFollower::reloadSoon()
{
    m_reload = true;
    if (!m_timer.isActive())
        m_timer.start();
}

void ItemFollower::clear()
{
    m_held.clear();
    m_reload = false;
    m_timer.stop();
}

/// An answer to a write of one's own says more than the event of it, which may be the first to come.
bool ItemFollower::hasToWait(const ItemChange &change, ItemKey typed) const
{
    const ItemKey key{change.item.id};
    return key == typed || m_seams.isBeingWritten(key) ||
           (change.kind == ItemChange::Kind::Created && m_seams.isWriting());
}

bool ItemFollower::isKnown(const ItemChange &change) const
{
    const ItemKey key{change.item.id};
    qint64 known = 0;
    if (const Item *learnt = m_ledger.find(key.value))
        known = learnt->versao;
    if (const Item *shown = m_items.itemOf(key))
        known = std::max(known, shown->versao);
    if (const Draft *draft = m_drafts.find(key); draft && draft->theirs)
        known = std::max(known, draft->theirs->versao);
    if (change.kind == ItemChange::Kind::Removed)
        return m_seams.isRemoved(key) || change.versao < known;
    return change.versao <= known;
}

void ItemFollower::apply(const ItemChange &change, Outcome &outcome)
{
    if (change.kind == ItemChange::Kind::Removed)
        applyRemoval(change, outcome);
    else
        applyContent(change, outcome);
}

void ItemFollower::applyContent(const ItemChange &change, Outcome &outcome)
{
    const ItemKey key{change.item.id};
    const Draft *draft = m_drafts.find(key);
    if (draft)
        changeDraft(*draft, change.item);
    if (draft || m_ledger.find(key.value))
        m_ledger.learn(change.item);
    const Item *shown = m_items.itemOf(key);
    if (shown)
        outcome.replaced.push_back(change.item);
    const ItemQuery &query = m_items.query();
    if (shown)
        outcome.listMoved |= moves(*shown, change.item);
    else if (change.kind == ItemChange::Kind::Updated)
        outcome.listMoved |= query.sortBy != SortBy::Id || !query.search.isEmpty();
    else
        outcome.listMoved = true;
}

void ItemFollower::changeDraft(const Draft &old, const Item &theirs)
{
    if (old.state == DraftState::Saving || old.state == DraftState::Unknown)
        return; // its answer will say
    if (old.fields == theirs.fields) {
        m_ledger.wanted.erase(old.key);
        m_drafts.remove(old.key);
        return;
    }
    Draft draft = old;
    draft.theirs = {};
    if (draft.base && draft.base->fields == theirs.fields) { // another version alone is no conflict
        draft.base = theirs;
        draft.state = old.state == DraftState::Conflict ? DraftState::Staged : old.state;
    } else {
        m_ledger.wanted.erase(old.key);
        draft.state = DraftState::Conflict;
        draft.theirs = theirs;
        draft.errors.clear();
        draft.message.clear();
    }
    m_drafts.put(std::move(draft));
}

void ItemFollower::applyRemoval(const ItemChange &change, Outcome &outcome)
{
    const ItemKey key{change.item.id};
    const Draft *old = m_drafts.find(key);
    if (!old) {
        if (m_items.itemOf(key))
            outcome.gone.push_back(key.value);
        else
            outcome.listMoved = true;
        return;
    }
    if (old->state == DraftState::Saving || old->state == DraftState::Unknown)
        return;
    m_ledger.wanted.erase(key);
    Draft draft = *old;
    draft.state = DraftState::Conflict;
    draft.theirs = {};
    draft.errors.clear();
    draft.message.clear();
    m_drafts.put(std::move(draft));
}

/// Whether the row may belong elsewhere now, or nowhere.
bool ItemFollower::moves(const Item &before, const Item &after) const
{
    const ItemQuery &query = m_items.query();
    const bool texts =
        before.fields.nome != after.fields.nome || before.fields.descricao != after.fields.descricao;
    if (!query.search.isEmpty() && texts)
        return true;
    switch (query.sortBy) {
    case SortBy::Id:
        return false;
    case SortBy::Nome:
        return before.fields.nome != after.fields.nome;
    case SortBy::Preco:
        return before.fields.precoCentavos != after.fields.precoCentavos;
    case SortBy::AtualizadoEm:
        break;
    }
    return true;
}

void ItemFollower::show(const Outcome &outcome)
{
    m_items.replace(outcome.replaced);
    const bool many = outcome.gone.size() > ItemsModel::mostRuns;
    if (many && m_typed().isValid())
        reloadSoon(); // it would be told as a reset, which closes an open cell
    else if (!outcome.gone.empty())
        m_items.takeOut(outcome.gone);
    if (outcome.listMoved)
        reloadSoon();
}

void ItemFollower::tick()
{
    settle();
    // A list that is read while rows of it are written or typed in would show them twice, or take them away.
    const bool later =
        m_typed().isValid() || m_seams.isWriting() || m_items.state() == ItemsModel::State::Loading;
    if (m_reload && !later) {
        m_reload = false;
        if (m_items.state() != ItemsModel::State::Empty)
            m_items.refresh();
    }
    if (m_reload || !m_held.empty())
        m_timer.start();
}

} // namespace guarita::console
