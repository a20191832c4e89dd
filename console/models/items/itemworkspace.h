// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemsmodel.h"

#include <QtCore/QObject>
#include <QtGui/QUndoStack>

namespace guarita::console {

/// Everything that a user does to items. Edits are staged as drafts (DraftStore), each one a step of the undo
/// stack; save() sends them with If-Match; deleting is done at once and undone by the server's restore.
/// Undoing an edit that was saved stages its reverse; undoing a creation that was saved deletes the item.
class ItemWorkspace final : public QObject
{
    Q_OBJECT

public:
    struct Progress
    {
        qsizetype done = 0;
        qsizetype failed = 0;
        qsizetype total = 0;

        bool running() const { return done + failed < total; }
    };
    static constexpr int parallelWrites = 4;

    ItemWorkspace(Api &api, DraftStore &drafts, ItemsModel &items, QObject *parent = nullptr);

    QUndoStack &undoStack() { return m_undo; }
    DraftStore &drafts() { return m_drafts; }
    ItemsModel &items() { return m_items; }

    // Each is one undo step.
    void setField(ItemKey key, Field field, const QVariant &value); // as ItemsModel::setData takes it
    void setFields(ItemKey key, const ItemFields &fields);
    ItemKey createDraft(const ItemFields &fields = {});
    std::vector<ItemKey> createDrafts(const std::vector<ItemFields> &rows); // paste and import
    std::vector<ItemKey> duplicate(const std::vector<ItemKey> &keys);
    void discard(const std::vector<ItemKey> &keys);
    void discardAll();
    /// New drafts go; items are deleted on the server at once. A step is undone with undoStack().undo().
    void remove(const std::vector<ItemKey> &keys);

    /// Sends drafts that pass the rules; the others get their errors and stay. Unknown ones are left out
    /// unless they alone are named: the user decided to send again.
    void save(const std::vector<ItemKey> &keys);
    void saveAll();
    /// What has not been sent stays staged; what was sent is waited for.
    void cancel();
    const Progress &progress() const { return m_progress; }

    /// A draft in the state Conflict: its new fields, on top of what the server has now. Saves it. With no
    /// `fields` the draft goes and theirs stays.
    void resolve(ItemKey key, const std::optional<ItemFields> &fields);

    /// After an outage: drafts that failed for it alone and certainly were not done are sent again.
    void resume();
    /// What the journal of an earlier run had.
    void restoreDrafts(std::vector<Draft> drafts);
    void clear(); // another profile

Q_SIGNALS:
    void progressChanged();
    void saved(guarita::console::ItemKey key,
               const guarita::console::Item &item); // the key that it had before
    void removed(const std::vector<guarita::console::ItemKey> &keys, qsizetype failed);
    void conflictFound(guarita::console::ItemKey key);
    void
    failed(const guarita::console::ApiError &error); // a delete, a restore: nothing that a draft could show
    void focusWanted(guarita::console::ItemKey key); // a new draft, the first one in error

private:
    Api &m_api;
    DraftStore &m_drafts;
    ItemsModel &m_items;
    QUndoStack m_undo;
    Progress m_progress;
};

} // namespace guarita::console
