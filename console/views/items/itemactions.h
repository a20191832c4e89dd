// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/views/items/editing.h"

#include <QtCore/QObject>
#include <QtGui/QAction>

class QUndoStack;

namespace guarita::console {

/// What can be done on the items' page, with shortcuts. Those of the grid alone (delete, copy, paste, edit)
/// work only while it has the focus, so that they keep their meaning in a text.
class ItemActions final : public QObject
{
    Q_OBJECT

public:
    ItemActions(QWidget &page, QWidget &grid, QUndoStack &undo);

    QAction create{this};
    QAction edit{this};
    QAction duplicate{this};
    QAction remove{this};
    QAction undo{this};
    QAction redo{this};
    QAction save{this};
    QAction copy{this};
    QAction paste{this};
    QAction import{this};
    QAction exporting{this};
    QAction refresh{this};

    QList<QAction *> inOrder() const; // null: a separator
    void setEditing(Editing editing);
    /// How many rows are selected, how many drafts there are.
    void setCounts(qint64 selected, qsizetype drafts);
    void retranslate();

private:
    QList<QAction *> changing();
    void showUndo();
    void showTips();

    QUndoStack &m_undo;
    Editing m_editing = Editing::Allowed;
    qint64 m_selected = 0;
    qsizetype m_drafts = 0;
};

} // namespace guarita::console
