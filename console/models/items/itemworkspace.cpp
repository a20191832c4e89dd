// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemworkspace.h"

#include "console/models/items/drafttexts.h"
#include "console/models/items/itemfollower.h"
#include "console/models/items/itemremover.h"
#include "console/models/items/itemsaver.h"
#include "console/models/items/itemsteps.h"

#include <algorithm>
#include <set>

namespace guarita::console {

namespace {

ItemFields withValue(ItemFields fields, Field field, const QVariant &value)
{
    const QString text = value.toString();
    switch (field) {
    case Field::Nome:
        fields.nome = text;
        break;
    case Field::Descricao:
        fields.descricao = value.isNull() || text.isNull() ? std::nullopt : std::optional(text);
        break;
    case Field::Preco:
        fields.precoCentavos = value.toLongLong();
        break;
    }
    return fields;
}

} // namespace

ItemWorkspace::ItemWorkspace(Api &api, DraftStore &drafts, ItemsModel &items, QObject *parent)
    : QObject(parent)
    , m_drafts(drafts)
    , m_items(items)
    , m_edits(drafts, items, m_ledger)
    , m_saver(std::make_unique<ItemSaver>(api, drafts, items, m_ledger,
                                          [this](ItemKey key) {
                                              return !m_remover->queue().isUnderWay(key) &&
                                                     !m_remover->queue().waits(key);
                                          }))
    , m_remover(std::make_unique<ItemRemover>(
          api, m_edits, items, m_ledger, [this](ItemKey key) { return !m_saver->queue().isUnderWay(key); }))
{
    const auto isWritten = [](WriteQueue &queue, ItemKey key) {
        return queue.isUnderWay(key) || queue.waits(key);
    };
    m_follower = std::make_unique<ItemFollower>(
        drafts, items, m_ledger,
        ItemFollower::Seams{[this, isWritten](ItemKey key) {
                                return isWritten(m_saver->queue(), key) || isWritten(m_remover->queue(), key);
                            },
                            [this] { return m_progress.running(); },
                            [this](ItemKey key) { return m_remover->isGone(key.value); }});
    m_undo.setUndoLimit(mostSteps);
    connect(&m_items, &ItemsModel::editRequested, this, &ItemWorkspace::setField);

    WriteQueue *saving = &m_saver->queue();
    WriteQueue *removing = &m_remover->queue();
    connect(saving, &WriteQueue::ended, removing, &WriteQueue::pump);
    connect(removing, &WriteQueue::ended, saving, &WriteQueue::pump);
    connect(saving, &WriteQueue::progressChanged, this, &ItemWorkspace::countProgress);
    connect(removing, &WriteQueue::progressChanged, this, &ItemWorkspace::countProgress);

    connect(saving, &WriteQueue::ended, m_follower.get(), &ItemFollower::settle);
    connect(removing, &WriteQueue::ended, m_follower.get(), &ItemFollower::settle);
    connect(m_saver.get(), &ItemSaver::sending, this, &ItemWorkspace::sending);
    connect(m_saver.get(), &ItemSaver::saved, this, &ItemWorkspace::saved);
    connect(m_saver.get(), &ItemSaver::conflictFound, this, &ItemWorkspace::conflictFound);
    connect(m_saver.get(), &ItemSaver::failed, this, &ItemWorkspace::failed);
    connect(m_saver.get(), &ItemSaver::focusWanted, this, &ItemWorkspace::focusWanted);
    connect(m_saver.get(), &ItemSaver::orphaned, this,
            [this](const std::vector<Item> &items) { m_remover->remove(items, false); });
    connect(m_remover.get(), &ItemRemover::removed, this, &ItemWorkspace::removed);
    connect(m_remover.get(), &ItemRemover::conflictFound, this, &ItemWorkspace::conflictFound);
    connect(m_remover.get(), &ItemRemover::failed, this, &ItemWorkspace::failed);
}

ItemWorkspace::~ItemWorkspace()
{
    // They know of each other.
    m_saver->clear();
    m_remover->clear();
}

void ItemWorkspace::setField(ItemKey key, Field field, const QVariant &value)
{
    if (const std::optional<ItemFields> fields = m_edits.fieldsOf(key))
        setFields(key, withValue(*fields, field, value));
}

void ItemWorkspace::setFields(ItemKey key, const ItemFields &fields, const std::vector<Field> &which)
{
    const std::optional<ItemFields> before = m_edits.fieldsOf(key);
    if (readOnly() || !before)
        return;
    ItemFields after = *before;
    for (const Field field : which)
        copyField(field, fields, after);
    if (after != *before)
        push(std::make_unique<EditStep>(m_edits, m_ledger.current(key), *before, after));
}

ItemKey ItemWorkspace::createDraft(const ItemFields &fields)
{
    const std::vector<ItemKey> keys = create({fields}, false);
    return keys.empty() ? ItemKey{} : keys.front();
}

std::vector<ItemKey> ItemWorkspace::createDrafts(std::vector<ItemFields> rows)
{
    return create(std::move(rows), false);
}

std::vector<ItemKey> ItemWorkspace::duplicate(const std::vector<ItemKey> &keys)
{
    std::vector<ItemFields> rows;
    for (const ItemKey key : keys) {
        if (const std::optional<ItemFields> fields = m_edits.fieldsOf(key))
            rows.push_back(*fields);
    }
    return create(std::move(rows), true);
}

std::vector<ItemKey> ItemWorkspace::create(std::vector<ItemFields> rows, bool copies)
{
    std::vector<ItemKey> keys;
    if (readOnly() || rows.empty())
        return keys;
    std::vector<Draft> drafts;
    keys.reserve(rows.size());
    drafts.reserve(rows.size());
    for (ItemFields &fields : rows) {
        keys.push_back(m_drafts.nextNewKey());
        Draft &draft = drafts.emplace_back();
        draft.key = keys.back();
        draft.fields = std::move(fields);
    }
    push(std::make_unique<CreateStep>(m_edits, *m_remover, std::move(drafts), copies));
    Q_EMIT focusWanted(keys.front());
    return keys;
}

void ItemWorkspace::discard(const std::vector<ItemKey> &keys)
{
    std::vector<ItemKey> staged;
    for (const ItemKey key : keys) {
        const Draft *draft = m_drafts.find(m_ledger.current(key));
        if (draft && draft->state != DraftState::Saving)
            staged.push_back(draft->key);
    }
    if (!readOnly() && !staged.empty())
        push(std::make_unique<DiscardStep>(m_edits, std::move(staged)));
}

void ItemWorkspace::discardAll()
{
    std::vector<ItemKey> keys;
    for (const auto &[key, draft] : m_drafts.all())
        keys.push_back(key);
    discard(keys);
}

void ItemWorkspace::remove(const std::vector<ItemKey> &keys)
{
    std::vector<ItemKey> known;
    std::set<ItemKey> seen;
    for (const ItemKey key : keys) {
        const ItemKey now = m_ledger.current(key);
        if (m_edits.fieldsOf(now) && seen.insert(now).second)
            known.push_back(now);
    }
    if (!readOnly() && !known.empty())
        push(std::make_unique<RemoveStep>(m_edits, *m_remover, std::move(known)));
}

void ItemWorkspace::save(const std::vector<ItemKey> &keys)
{
    if (!readOnly())
        m_saver->save(keys);
}

void ItemWorkspace::saveAll()
{
    std::vector<ItemKey> keys = m_drafts.newKeys(); // in the order in which they were made
    const bool alone = m_drafts.count() == 1;
    for (const auto &[key, draft] : m_drafts.all()) {
        if (!key.isNew())
            keys.push_back(key);
    }
    // The only draft may be an unknown one, and that nobody named.
    if (alone)
        std::erase_if(keys, [this](ItemKey key) { return m_drafts.find(key)->state == DraftState::Unknown; });
    save(keys);
}

void ItemWorkspace::cancel()
{
    m_saver->cancel();
    m_remover->cancel();
}

void ItemWorkspace::resolve(ItemKey key, const std::optional<ItemFields> &fields)
{
    const Draft *draft = m_drafts.find(m_ledger.current(key));
    if (readOnly() || !draft || draft->state != DraftState::Conflict)
        return;
    Draft resolved = *draft;
    const ItemSnapshot theirs = std::exchange(resolved.theirs, {});
    if (!fields || (theirs && *fields == theirs->fields)) {
        m_drafts.remove(resolved.key);
        if (theirs)
            m_items.replace(*theirs);
        else
            m_items.refresh(); // it was deleted
        return;
    }
    resolved.fields = *fields;
    resolved.message.clear();
    if (theirs) {
        resolved.base = theirs;
        resolved.state = DraftState::Staged;
    }
    m_drafts.put(resolved);
    if (theirs)
        m_saver->save({resolved.key});
    else
        m_saver->saveDeleted(resolved.key);
}

void ItemWorkspace::resume()
{
    if (!readOnly())
        m_saver->resume();
}

void ItemWorkspace::askAgain()
{
    if (!readOnly())
        m_saver->askAgain();
}

void ItemWorkspace::restoreDrafts(std::vector<Draft> drafts)
{
    putRestored(std::move(drafts));
    askAgain();
}

void ItemWorkspace::putRestored(std::vector<Draft> drafts)
{
    const DraftStore::Batch batch(m_drafts);
    for (Draft &draft : drafts) {
        if (m_drafts.find(draft.key) && draft.key.isNew())
            draft.key = m_drafts.nextNewKey();
        if (draft.state == DraftState::Unknown)
            m_ledger.unknown[draft.key] = draft.sent ? draft.sent->fields : draft.fields;
        if (draft.sent)
            m_ledger.sent[draft.key] = *draft.sent;
        if (!m_drafts.find(draft.key)) // one of an item that is edited again already is the newer one
            m_drafts.put(std::move(draft));
    }
}

qsizetype ItemWorkspace::leave()
{
    m_saver->cancel();
    return m_remover->giveUp();
}

void ItemWorkspace::clear()
{
    m_saver->clear();
    m_remover->clear();
    m_follower->clear();
    m_undo.clear();
    m_drafts.clear();
    m_ledger.clear();
}

void ItemWorkspace::retranslate()
{
    for (int i = 0; i < m_undo.count(); ++i) {
        // The stack gives them out as const, but they are ours.
        auto *step = const_cast<QUndoCommand *>(m_undo.command(i));
        step->setText(static_cast<ItemStep *>(step)->describe());
    }
    Q_EMIT m_undo.undoTextChanged(m_undo.undoText());
    Q_EMIT m_undo.redoTextChanged(m_undo.redoText());
    // What the service said stays as it said it; what breaks a rule never reached it.
    std::vector<Draft> refused;
    for (const auto &[key, draft] : m_drafts.all()) {
        if (draft.errors.empty())
            continue;
        if (auto mistakes = DraftTexts::mistakesOf(draft.fields); !mistakes.empty()) {
            refused.push_back(draft);
            refused.back().errors = std::move(mistakes);
        }
    }
    const DraftStore::Batch batch(m_drafts);
    for (Draft &draft : refused)
        m_drafts.put(std::move(draft));
}

void ItemWorkspace::push(std::unique_ptr<ItemStep> step)
{
    step->setText(step->describe());
    m_undo.push(step.release());
}

void ItemWorkspace::countProgress()
{
    const Progress saving = m_saver->progress();
    const Progress &removing = m_remover->queue().progress();
    m_progress = {saving.done + removing.done, saving.failed + removing.failed, saving.total + removing.total,
                  saving.together || removing.together};
    Q_EMIT progressChanged();
}

} // namespace guarita::console
