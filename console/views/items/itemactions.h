// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

    QAction create;
    QAction edit;
    QAction duplicate;
    QAction remove;
    QAction undo;
    QAction redo;
    QAction save;
    QAction copy;
    QAction paste;
    QAction import;
    QAction exporting;
    QAction refresh;

    QList<QAction *> inOrder() const; // null: a separator
    void setReadOnly(bool readOnly);
    /// How many rows are selected, how many drafts there are.
    void setCounts(qint64 selected, qsizetype drafts);
    void retranslate();

private:
    void showUndo();

    QUndoStack &m_undo;
    bool m_readOnly = false;
    qint64 m_selected = 0;
    qsizetype m_drafts = 0;
};

} // namespace guarita::console
