// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemsview.h"

#include "console/views/items/itemcolumns.h"
#include "console/views/items/itemdelegate.h"

#include <QtCore/QItemSelectionModel>
#include <QtCore/QScopedValueRollback>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QScrollBar>

namespace guarita::console {

ItemsView::ItemsView(ItemsModel &model, const DraftStore &drafts, QWidget *parent)
    : QTableView(parent)
    , m_items(model)
    , m_delegate(new ItemDelegate(drafts, *this))
{
    setObjectName(QStringLiteral("itemsView"));
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(heightOfRows);
    verticalHeader()->setDefaultSectionSize(heightOfRows);
    verticalHeader()->hide();
    setModel(&model);
    // One where nothing is ever selected: painting a header asks of each column whether all its rows are.
    horizontalHeader()->setSelectionModel(new QItemSelectionModel(&model, horizontalHeader()));
    setItemDelegate(m_delegate);
    m_columns = new ItemColumns(model, *this);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(DoubleClicked | AnyKeyPressed);
    setTabKeyNavigation(false); // Tab goes on to the inspector
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalScrollBar()->setSingleStep(heightOfRows);
    setShowGrid(false); // the delegate draws lines between rows only
    setWordWrap(false);
    setFrameShape(NoFrame);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setCornerButtonEnabled(false);
    // A reset would throw away what is being typed in a cell.
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &ItemsView::finishEditing);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        m_told = {-1, -1};
        if (m_items.query() != m_shown) { // another list begins at its top
            m_shown = m_items.query();
            verticalScrollBar()->setValue(0);
        }
        tellVisibleRows();
        Q_EMIT selectionMoved();
    });
    connect(&model, &QAbstractItemModel::rowsInserted, this, &ItemsView::tellVisibleRows);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &ItemsView::tellVisibleRows);
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex &index) {
        if (!(index.flags() & Qt::ItemIsEditable))
            editCurrent();
    });
    retranslate();
}

bool ItemsView::finishEditing()
{
    return m_delegate->finish();
}

ItemKey ItemsView::editedKey() const
{
    const QModelIndex edited = m_delegate->edited();
    return edited.isValid() ? m_items.keyAt(edited.row()) : ItemKey{};
}

void ItemsView::editCurrent()
{
    const QModelIndex index = currentIndex();
    if (!index.isValid() || !index.data(ItemsModel::LoadedRole).toBool())
        return;
    const bool manyLines = index.column() == ItemsModel::DescricaoColumn &&
                           index.data(Qt::EditRole).toString().contains(QLatin1Char('\n'));
    if ((index.flags() & Qt::ItemIsEditable) && !manyLines)
        edit(index);
    else
        Q_EMIT fieldWanted(manyLines ? Field::Descricao : Field::Nome);
}

qint64 ItemsView::selectedCount() const
{
    qint64 count = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        count += range.left() == 0 ? range.height() : 0;
    return count;
}

ItemSelection ItemsView::selectedItems() const
{
    ItemSelection selection;
    selection.count = selectedCount();
    auto ranges = selectionModel()->selection();
    std::sort(ranges.begin(), ranges.end(), [](const auto &a, const auto &b) { return a.top() < b.top(); });
    const qint64 reserved = std::min(selection.count, mostKeys);
    selection.keys.reserve(static_cast<std::size_t>(reserved));
    for (const QItemSelectionRange &range : ranges) {
        for (int row = range.top(); range.left() == 0 && row <= range.bottom(); ++row) {
            if (static_cast<qint64>(selection.keys.size()) >= mostKeys)
                return selection;
            const ItemKey key = m_items.keyAt(row);
            if (key.isValid())
                selection.keys.push_back(key);
            else if (selection.count > mostKeys)
                return selection; // of a long selection only the count matters then
        }
    }
    return selection;
}

ItemKey ItemsView::currentKey() const
{
    return currentIndex().isValid() ? m_items.keyAt(currentIndex().row()) : ItemKey{};
}

void ItemsView::selectCurrent()
{
    if (currentIndex().isValid() && !selectionModel()->hasSelection())
        select(currentIndex());
}

bool ItemsView::goTo(ItemKey key)
{
    const int row = m_items.rowOf(key);
    if (row < 0)
        return false;
    const int column = std::max(currentIndex().column(), int(ItemsModel::NomeColumn));
    const QModelIndex index = m_items.index(row, column);
    if (currentIndex().row() != row || selectedCount() != 1)
        select(index);
    scrollTo(index);
    return true;
}

void ItemsView::setStale(bool stale)
{
    m_delegate->setStale(stale);
    viewport()->update();
}

std::pair<int, int> ItemsView::visibleRows() const
{
    const int rows = m_items.rowCount();
    if (rows == 0)
        return {-1, -1};
    // By the one height, since an answer must be right before the rows are laid out, too.
    const int first = std::clamp(verticalOffset() / heightOfRows, 0, rows - 1);
    const int last = (verticalOffset() + std::max(1, viewport()->height()) - 1) / heightOfRows;
    return {first, std::clamp(last, first, rows - 1)};
}

void ItemsView::tellVisibleRows()
{
    const auto rows = visibleRows();
    if (std::exchange(m_told, rows) != rows)
        Q_EMIT visibleRowsChanged(rows.first, rows.second);
    if (rows.first >= 0)
        m_items.setVisibleRows(rows.first, rows.second); // last: it may change what is visible
}

void ItemsView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    m_columns->fit();
    tellVisibleRows();
}

void ItemsView::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    tellVisibleRows();
}

void ItemsView::focusInEvent(QFocusEvent *event)
{
    // Where typing begins an edit, rather than at the id.
    if (!currentIndex().isValid() && m_items.rowCount() > 0)
        selectionModel()->setCurrentIndex(m_items.index(visibleRows().first, ItemsModel::NomeColumn),
                                          QItemSelectionModel::NoUpdate);
    QTableView::focusInEvent(event);
}

void ItemsView::mousePressEvent(QMouseEvent *event)
{
    // Another row would close the open cell: what cannot be read must stay until it can.
    if (m_delegate->finish())
        QTableView::mousePressEvent(event);
}

void ItemsView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (dy != 0)
        tellVisibleRows();
}

void ItemsView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ItemsView::closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint)
{
    using Delegate = QAbstractItemDelegate;
    if (hint != Delegate::RevertModelCache && m_delegate->refuses(editor)) {
        editor->setFocus();
        return;
    }
    const bool neighbour = hint == Delegate::EditNextItem || hint == Delegate::EditPreviousItem;
    QTableView::closeEditor(editor, neighbour ? Delegate::NoHint : hint);
    if (neighbour)
        editNeighbour(hint == Delegate::EditNextItem ? 1 : -1);
    else if (hint == Delegate::SubmitModelCache) // Enter
        moveDown();
}

void ItemsView::moveDown()
{
    setFocus();
    const QModelIndex below = currentIndex().siblingAtRow(currentIndex().row() + 1);
    if (below.isValid())
        select(below);
}

void ItemsView::select(const QModelIndex &index)
{
    // As an arrow key would, so that a selection that is extended afterwards begins here: where one begins
    // the view keeps to itself.
    if (index == currentIndex())
        selectionModel()->clearCurrentIndex();
    const QScopedValueRollback target(m_target, index);
    QKeyEvent key(QEvent::KeyPress, Qt::Key_Down, Qt::NoModifier);
    QTableView::keyPressEvent(&key);
}

QModelIndex ItemsView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    return m_target.isValid() ? m_target : QTableView::moveCursor(action, modifiers);
}

void ItemsView::editNeighbour(int step)
{
    const QHeaderView *header = horizontalHeader();
    QModelIndex index = currentIndex();
    int visual = header->visualIndex(index.column()) + step;
    for (int row = index.row(); row >= 0 && row < m_items.rowCount() && std::abs(row - index.row()) < 2;
         row += step) {
        for (; visual >= 0 && visual < header->count(); visual += step) {
            const int column = header->logicalIndex(visual);
            const QModelIndex next = m_items.index(row, column);
            if (!isColumnHidden(column) && (next.flags() & Qt::ItemIsEditable)) {
                select(next);
                edit(next);
                return;
            }
        }
        visual = step > 0 ? 0 : header->count() - 1;
    }
    setFocus();
}

void ItemsView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT selectionMoved();
}

void ItemsView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row())
        Q_EMIT selectionMoved();
}

void ItemsView::retranslate()
{
    setAccessibleName(tr("Items"));
}

} // namespace guarita::console
