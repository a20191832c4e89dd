// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemsteps.h"

namespace guarita::console {

namespace {

constexpr qsizetype longestName = 40;

} // namespace

QString ItemStep::named(const QString &name)
{
    const QString line = name.simplified();
    if (line.isEmpty())
        return tr("(no name)");
    return line.size() > longestName ? line.left(longestName - 1) + QChar(0x2026) : line;
}

EditStep::EditStep(StagedEdits &edits, ItemKey key, ItemFields before, ItemFields after)
    : m_edits(edits)
    , m_key(key)
    , m_before(std::move(before))
    , m_after(std::move(after))
    , m_which(changedFields(m_before, m_after))
{
    m_edits.remember(m_key);
}

QString EditStep::describe() const
{
    const QString name = named(m_before.nome.isEmpty() ? m_after.nome : m_before.nome);
    if (m_which.size() != 1)
        return tr("Change “%1”").arg(name);
    switch (m_which.front()) {
    case Field::Nome:
        return tr("Change name of “%1”").arg(name);
    case Field::Descricao:
        return tr("Change description of “%1”").arg(name);
    case Field::Preco:
        break;
    }
    return tr("Change price of “%1”").arg(name);
}

CreateStep::CreateStep(StagedEdits &edits, ItemRemover &remover, std::vector<Draft> drafts, bool copies)
    : m_edits(edits)
    , m_remover(remover)
    , m_drafts(std::move(drafts))
    , m_name(m_drafts.front().fields.nome)
    , m_copies(copies)
{
    m_keys.reserve(m_drafts.size());
    for (const Draft &draft : m_drafts)
        m_keys.push_back(draft.key);
}

void CreateStep::undo()
{
    const DraftStore::Batch batch(m_edits.drafts());
    std::vector<Item> saved;
    m_drafts.reserve(m_keys.size());
    for (const ItemKey key : m_keys) {
        if (m_edits.current(key).isNew()) {
            if (std::optional<Draft> taken = m_edits.take(key))
                m_drafts.push_back(std::move(*taken));
        } else if (const std::optional<Item> item = m_edits.writtenItem(key)) {
            saved.push_back(*item);
        }
    }
    if (!m_drafts.empty())
        m_name = m_drafts.front().fields.nome;
    if (!saved.empty())
        m_remover.remove(saved, false);
}

void CreateStep::redo()
{
    const DraftStore::Batch batch(m_edits.drafts());
    for (Draft &draft : m_drafts)
        m_edits.putBack(std::move(draft));
    m_drafts.clear();
    std::vector<qint64> saved;
    for (const ItemKey key : m_keys) {
        const ItemKey now = m_edits.current(key);
        if (!now.isNew())
            saved.push_back(now.value);
    }
    if (!saved.empty())
        m_remover.restore(saved);
}

QString CreateStep::describe() const
{
    const int count = static_cast<int>(m_keys.size());
    if (m_copies)
        return count == 1 ? tr("Duplicate “%1”").arg(named(m_name))
                          : tr("Duplicate %n item(s)", nullptr, count);
    if (count > 1)
        return tr("Add %n item(s)", nullptr, count);
    return m_name.isEmpty() ? tr("New item") : tr("Add “%1”").arg(named(m_name));
}

DiscardStep::DiscardStep(StagedEdits &edits, std::vector<ItemKey> keys)
    : m_edits(edits)
    , m_keys(std::move(keys))
{
    if (const std::optional<ItemFields> fields = m_edits.fieldsOf(m_keys.front()))
        m_name = fields->nome;
}

void DiscardStep::undo()
{
    const DraftStore::Batch batch(m_edits.drafts());
    for (Draft &draft : m_drafts)
        m_edits.putBack(std::move(draft));
    m_drafts.clear();
}

void DiscardStep::redo()
{
    const DraftStore::Batch batch(m_edits.drafts());
    m_drafts.reserve(m_keys.size());
    for (const ItemKey key : m_keys) {
        if (std::optional<Draft> draft = m_edits.take(key))
            m_drafts.push_back(std::move(*draft));
    }
}

QString DiscardStep::describe() const
{
    const int count = static_cast<int>(m_keys.size());
    return count == 1 ? tr("Discard changes to “%1”").arg(named(m_name))
                      : tr("Discard changes to %n item(s)", nullptr, count);
}

RemoveStep::RemoveStep(StagedEdits &edits, ItemRemover &remover, std::vector<ItemKey> keys)
    : m_edits(edits)
    , m_remover(remover)
    , m_keys(std::move(keys))
{
    for (const ItemKey key : m_keys)
        m_edits.remember(key);
    if (const std::optional<ItemFields> fields = m_edits.fieldsOf(m_keys.front()))
        m_name = fields->nome;
}

void RemoveStep::undo()
{
    const DraftStore::Batch batch(m_edits.drafts());
    std::vector<qint64> ids;
    for (Draft &draft : m_drafts) {
        const ItemKey now = m_edits.current(draft.key);
        if (now.isNew())
            m_edits.putBack(std::move(draft));
        else
            ids.push_back(now.value); // its request was under way, and what it made was deleted
    }
    m_drafts.clear();
    for (const Item &item : m_items)
        ids.push_back(item.id);
    m_remover.restore(ids);
}

void RemoveStep::redo()
{
    const DraftStore::Batch batch(m_edits.drafts());
    m_items.clear();
    for (const ItemKey key : m_keys) {
        if (m_edits.current(key).isNew()) {
            if (std::optional<Draft> draft = m_edits.take(key))
                m_drafts.push_back(std::move(*draft));
        } else if (const std::optional<Item> item = m_edits.itemOf(key)) {
            m_items.push_back(*item);
        }
    }
    m_remover.remove(m_items, true);
}

QString RemoveStep::describe() const
{
    const int count = static_cast<int>(m_keys.size());
    return count == 1 ? tr("Delete “%1”").arg(named(m_name)) : tr("Delete %n item(s)", nullptr, count);
}

} // namespace guarita::console
