// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/backendsview.h"

#include "console/models/traffic/backendsmodel.h"
#include "console/views/traffic/backenddelegate.h"
#include "console/views/traffic/sparklinedelegate.h"
#include "console/views/traffic/titleheader.h"
#include "console/widgets/theme.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QScrollBar>

#include <algorithm>

namespace guarita::console {

namespace {

constexpr int leastName = 120;
constexpr int mostName = 240; // unless there is place
// Of the place that is left over, for the sparklines.
constexpr int firstForRate = 32;
constexpr int mostForRate = 96;

} // namespace

BackendsView::BackendsView(QWidget *parent)
    : QTableView(parent)
{
    setHorizontalHeader(new TitleHeader(this)); // before sorting is enabled
    setItemDelegate(new BackendDelegate(this));
    setItemDelegateForColumn(BackendsModel::Rate, new SparklineDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table
    setCornerButtonEnabled(false);
    setSortingEnabled(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(40);
    horizontalHeader()->setStretchLastSection(false);
    horizontalHeader()->setDefaultSectionSize(horizontalHeader()->minimumSectionSize());
    styleRows();
}

void BackendsView::styleRows()
{
    verticalHeader()->setMinimumSectionSize(24);
    verticalHeader()->setDefaultSectionSize(BackendDelegate::rowHeight(font()));
}

void BackendsView::hideRare()
{
    for (const int column : {BackendsModel::P50, BackendsModel::LastCheck})
        setColumnHidden(column, true);
}

int BackendsView::fullHeight() const
{
    const bool wide = horizontalHeader()->length() > viewport()->width();
    return horizontalHeader()->sizeHint().height() + verticalHeader()->length() + 2 * frameWidth() +
           (wide ? horizontalScrollBar()->sizeHint().height() : 0);
}

int BackendsView::neededWidth(int column) const
{
    return std::max(horizontalHeader()->sectionSizeHint(column), sizeHintForColumn(column));
}

void BackendsView::growColumns()
{
    if (!model())
        return;
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (column != BackendsModel::Name && column != BackendsModel::Rate)
            setColumnWidth(column, std::max(columnWidth(column), neededWidth(column)));
    }
    share();
}

void BackendsView::fitColumns()
{
    if (!model())
        return;
    for (int column = 0; column < model()->columnCount(); ++column)
        setColumnWidth(column, horizontalHeader()->minimumSectionSize());
    growColumns();
}

void BackendsView::share()
{
    if (!model() || model()->columnCount() <= BackendsModel::Rate)
        return;
    const int name = std::clamp(sizeHintForColumn(BackendsModel::Name), leastName, mostName);
    const int rate = neededWidth(BackendsModel::Rate);
    int spare = viewport()->width() - name - rate;
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (column != BackendsModel::Name && column != BackendsModel::Rate && !isColumnHidden(column))
            spare -= columnWidth(column);
    }
    spare = std::max(spare, 0);
    const int first = std::min(spare, firstForRate);
    const int line = std::min(first + (spare - first) / 4, mostForRate);
    setColumnWidth(BackendsModel::Rate, rate + line);
    setColumnWidth(BackendsModel::Name, name + spare - line);
}

QList<int> BackendsView::selectedRowNumbers() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void BackendsView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                               const QList<int> &roles)
{
    QTableView::dataChanged(topLeft, bottomRight, roles);
    // Ages become longer between two answers.
    if (topLeft.column() == BackendsModel::LastCheck || topLeft.column() == BackendsModel::State)
        growColumns();
}

void BackendsView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    share();
}

void BackendsView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && selectionModel() && selectionModel()->hasSelection()) {
        clearSelection();
        return;
    }
    QTableView::keyPressEvent(event);
}

void BackendsView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        styleRows();
        fitColumns();
    }
}

} // namespace guarita::console
