// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemworkspace.h"

#include <QtCore/QPointer>

#include <deque>

namespace guarita::console {

class ConflictDialog;
class ItemInspector;
class ItemsView;

/// What the page's actions do to items, with the questions that they ask. Whatever takes the grid or the form
/// away from an open edit commits it first.
class ItemCommands final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 mostUnasked = 100; // deleted without a question

    ItemCommands(ItemWorkspace &workspace, ItemsView &view, ItemInspector &inspector, QWidget &page);

    /// Stages what stands in an open cell and in the form. False if the cell cannot be read.
    bool settle();
    /// In the grid, if the row is loaded, and in the inspector in any case.
    void show(ItemKey key);

public Q_SLOTS:
    void createItem();
    void editItem();
    void duplicateItems();
    void removeItems();
    void saveAll();
    void discardAll(); // asks
    void undo();
    void redo();
    void resolve(guarita::console::ItemKey key);
    /// Of a draft: with the focus where it is wrong.
    void showMistake(guarita::console::ItemKey key);
    void undoRemoval();

Q_SIGNALS:
    void removed(qsizetype deleted, qsizetype failed); // can be undone until removalPassed()
    void removalPassed();
    void refused(const QString &text, const QString &detail);

private:
    void remove(const std::vector<ItemKey> &keys);
    void wasRemoved(const std::vector<ItemKey> &keys, qsizetype failed);
    void nextConflict();
    void focusWanted(ItemKey key);

    ItemWorkspace &m_workspace;
    ItemsView &m_view;
    ItemInspector &m_inspector;
    QWidget &m_page;
    std::deque<ItemKey> m_conflicts; // to be shown
    QPointer<ConflictDialog> m_conflict;
    qsizetype m_removedDrafts = 0; // of the last removal: gone without a request
    int m_removalStep = -1;        // of the undo stack; -1: none
};

} // namespace guarita::console
