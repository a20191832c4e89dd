// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemremover.h"
#include "console/models/items/stagededits.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QUndoCommand>

namespace guarita::console {

/// One step of the undo stack. Two never merge: each edit that was committed is one. Keys are those of when
/// the step was made; StagedEdits knows what became of them.
class ItemStep : public QUndoCommand
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::ItemStep)

public:
    /// What it did, in the current language.
    virtual QString describe() const = 0;

protected:
    static QString named(const QString &name); // short enough for a menu
};

class EditStep final : public ItemStep
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::EditStep)

public:
    EditStep(StagedEdits &edits, ItemKey key, ItemFields before, ItemFields after);
    void undo() override { m_edits.apply(m_key, m_before, m_which); }
    void redo() override { m_edits.apply(m_key, m_after, m_which); }
    QString describe() const override;

private:
    StagedEdits &m_edits;
    ItemKey m_key;
    ItemFields m_before;
    ItemFields m_after;
    std::vector<Field> m_which;
};

/// Undone after it was saved it deletes the item (If-Match: not if somebody has changed it since). Redone
/// then it restores that item on the service, with its id: were it created once more, an answer that got lost
/// could leave two of it.
class CreateStep final : public ItemStep
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::CreateStep)

public:
    CreateStep(StagedEdits &edits, ItemRemover &remover, std::vector<Draft> drafts, bool copies);
    void undo() override;
    void redo() override;
    QString describe() const override;

private:
    StagedEdits &m_edits;
    ItemRemover &m_remover;
    std::vector<ItemKey> m_keys; // as they were given
    std::vector<Draft> m_drafts; // while they are not in the store
    QString m_name;              // of the first one
    bool m_copies;
};

class DiscardStep final : public ItemStep
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::DiscardStep)

public:
    DiscardStep(StagedEdits &edits, std::vector<ItemKey> keys);
    void undo() override;
    void redo() override;
    QString describe() const override;

private:
    StagedEdits &m_edits;
    std::vector<ItemKey> m_keys;
    std::vector<Draft> m_drafts;
    QString m_name;
};

/// New drafts go, items are deleted on the service; undone, the ones come back and the others are restored.
class RemoveStep final : public ItemStep
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::RemoveStep)

public:
    RemoveStep(StagedEdits &edits, ItemRemover &remover, std::vector<ItemKey> keys);
    void undo() override;
    void redo() override;
    QString describe() const override;

private:
    StagedEdits &m_edits;
    ItemRemover &m_remover;
    std::vector<ItemKey> m_keys;
    std::vector<Draft> m_drafts; // of new items
    std::vector<Item> m_items;
    QString m_name;
};

} // namespace guarita::console
