// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemsmodel.h"

#include <QtWidgets/QTableView>

#include <utility>

namespace guarita::console {

class ItemColumns;
class ItemDelegate;

/// The rows of a selection. `keys` holds those that are loaded, at most ItemsView::mostKeys.
struct ItemSelection
{
    std::vector<ItemKey> keys;
    qint64 count = 0;

    bool isComplete() const { return static_cast<qint64>(keys.size()) == count; }
};

/// The grid. Rows have one height, so that a million of them cost what is visible; tells the model which ones
/// that are. Nothing it does walks over all rows.
class ItemsView final : public QTableView
{
    Q_OBJECT

public:
    static constexpr int heightOfRows = 32;
    static constexpr qint64 mostKeys = 20'000;

    ItemsView(ItemsModel &model, const DraftStore &drafts, QWidget *parent = nullptr);

    /// Commits what stands in an open cell. False, with the focus in it, if that cannot be read.
    bool finishEditing();
    ItemKey editedKey() const;           // of the open cell, not valid if there is none
    using QTableView::sizeHintForColumn; // of the rows in sight
    /// Opens the current cell, or asks for the inspector where a cell is no place to edit.
    void editCurrent();

    qint64 selectedCount() const; // at the cost of the selection's ranges, not of its rows
    ItemSelection selectedItems() const;
    ItemKey currentKey() const;
    /// The current row, if none is selected: where the last ones were taken away.
    void selectCurrent();
    /// False if the row is not among the loaded ones.
    bool goTo(ItemKey key);
    /// -1, -1 without rows.
    std::pair<int, int> visibleRows() const;
    /// The connection is lost: what is shown may be old.
    void setStale(bool stale);
    ItemColumns &columns() { return *m_columns; }

    void keyboardSearch(const QString &) override {} // would walk over all rows: typing edits instead

Q_SIGNALS:
    void visibleRowsChanged(int first, int last);
    void selectionMoved();                           // another current row, another count of rows
    void fieldWanted(guarita::console::Field field); // to be edited in the inspector

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;

protected Q_SLOTS:
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void tellVisibleRows();
    void select(const QModelIndex &index);
    void moveDown();
    void editNeighbour(int step);
    void retranslate();

    ItemsModel &m_items;
    ItemDelegate *m_delegate;
    ItemColumns *m_columns;
    QModelIndex m_target; // where the cursor is to go, while select() sends it there
    std::pair<int, int> m_told{-1, -1};
    ItemQuery m_shown; // what the rows answer
};

} // namespace guarita::console
