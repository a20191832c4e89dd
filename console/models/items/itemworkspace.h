// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemledger.h"
#include "console/models/items/itemsmodel.h"
#include "console/models/items/stagededits.h"
#include "console/models/items/writequeue.h"

#include <QtCore/QObject>
#include <QtGui/QUndoStack>

#include <memory>

namespace guarita::console {

class ItemFollower;
class ItemRemover;
class ItemSaver;
class ItemStep;

/// Everything that a user does to items. Edits are staged as drafts (DraftStore), each one a step of the undo
/// stack; save() sends them with If-Match; deleting is done at once and undone by the server's restore.
/// Undoing an edit that was saved stages its reverse, of the fields that it changed. Undoing a creation that
/// was saved deletes the item, with If-Match; redoing that restores the same item instead of creating another
/// one, so that nothing can come to be twice. While ItemsModel is read-only all of it does nothing.
class ItemWorkspace final : public QObject
{
    Q_OBJECT

public:
    using Progress = WriteProgress; // of saving and deleting together
    static constexpr int parallelWrites = WriteQueue::parallel;
    static constexpr int mostSteps = 1000;

    ItemWorkspace(Api &api, DraftStore &drafts, ItemsModel &items, QObject *parent = nullptr);
    ~ItemWorkspace() override;

    QUndoStack &undoStack() { return m_undo; }
    DraftStore &drafts() { return m_drafts; }
    ItemsModel &items() { return m_items; }

    // Each is one undo step.
    void setField(ItemKey key, Field field, const QVariant &value); // as ItemsModel::setData takes it
    void setFields(ItemKey key, const ItemFields &fields,
                   const std::vector<Field> &which = {allFields.begin(), allFields.end()});
    ItemKey createDraft(const ItemFields &fields = {});
    std::vector<ItemKey> createDrafts(std::vector<ItemFields> rows); // paste and import
    std::vector<ItemKey> duplicate(const std::vector<ItemKey> &keys);
    void discard(const std::vector<ItemKey> &keys);
    void discardAll();
    /// New drafts go; items are deleted on the server at once, and their rows with them; those that could not
    /// be deleted come back. The step is undone with undoStack().undo().
    void remove(const std::vector<ItemKey> &keys);

    /// Sends drafts that pass the rules; the others get their errors and stay. Unknown ones are left out
    /// unless they alone are named: the user decided to send again.
    void save(const std::vector<ItemKey> &keys);
    void saveAll();
    /// What has not been sent stays staged (or is not deleted); what was sent is waited for.
    void cancel();
    const Progress &progress() const { return m_progress; }

    /// A draft in the state Conflict: its new fields, on top of what the server has now. Saves it; an item
    /// that was deleted is restored first. With no `fields` the draft goes and theirs stays.
    void resolve(ItemKey key, const std::optional<ItemFields> &fields);

    /// After an outage: drafts that failed for it alone and certainly were not done are sent again. Of
    /// changed items whose outcome is unknown it finds out; new ones stay so until the user decides.
    void resume();
    /// Only what was sent under a key and has no answer, as it was sent.
    void askAgain();
    /// What others do, as ItemFeed tells of it, is followed in what is shown.
    ItemFollower &follower() { return *m_follower; }
    /// What the journal of an earlier run had.
    void restoreDrafts(std::vector<Draft> drafts);
    /// Before clear(), for another profile or another user: drafts are then as they should be kept. Returns
    /// of how many items it is not known whether they were deleted or restored as the user wanted.
    qsizetype leave();
    void clear();
    /// The texts of the undo steps, when the language is another.
    void retranslate();
    /// Before an edit: its item can be changed even if the list lets go of it meanwhile.
    void remember(ItemKey key) { m_edits.remember(m_ledger.current(key)); }
    /// The key that a key has now: that of a new draft becomes its item's id when it is saved.
    ItemKey current(ItemKey key) const { return m_ledger.current(key); }

Q_SIGNALS:
    void progressChanged();
    /// These are sent in one request, under a key, as soon as this returns: a new item that was sent twice
    /// under two keys would be two.
    void sending(const std::vector<guarita::console::Draft> &drafts);
    void saved(guarita::console::ItemKey key,
               const guarita::console::Item &item); // the key that it had before
    void removed(const std::vector<guarita::console::ItemKey> &keys, qsizetype failed);
    void conflictFound(guarita::console::ItemKey key);
    void
    failed(const guarita::console::ApiError &error); // a delete, a restore: nothing that a draft could show
    void focusWanted(guarita::console::ItemKey key); // a new draft, the first one in error

private:
    bool readOnly() const { return m_items.isReadOnly(); }
    void push(std::unique_ptr<ItemStep> step);
    std::vector<ItemKey> create(std::vector<ItemFields> rows, bool copies);
    void putRestored(std::vector<Draft> drafts);
    void countProgress();

    DraftStore &m_drafts;
    ItemsModel &m_items;
    ItemLedger m_ledger;
    StagedEdits m_edits;
    std::unique_ptr<ItemSaver> m_saver;
    std::unique_ptr<ItemRemover> m_remover;
    std::unique_ptr<ItemFollower> m_follower;
    Progress m_progress;
    QUndoStack m_undo; // last: its steps refer to the others
};

} // namespace guarita::console
