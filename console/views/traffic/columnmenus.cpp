// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/columnmenus.h"

#include <QtGui/QAction>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QTableView>

namespace guarita::console {

ColumnMenus::ColumnMenus(QTableView *view, int fixed)
    : QObject(view)
    , m_view(view)
    , m_fixed(fixed)
    , m_sort(new QMenu(view))
    , m_shown(new QMenu(view))
{
    connect(m_sort, &QMenu::aboutToShow, this, &ColumnMenus::fillSort);
    connect(m_shown, &QMenu::aboutToShow, this, &ColumnMenus::fillShown);
    view->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(view->horizontalHeader(), &QWidget::customContextMenuRequested, this,
            [this](const QPoint &at) { m_shown->popup(m_view->horizontalHeader()->mapToGlobal(at)); });
}

void ColumnMenus::fillSort()
{
    m_sort->clear();
    const QHeaderView *header = m_view->horizontalHeader();
    for (int column = 0; column < header->count(); ++column) {
        const QString name = m_view->model()->headerData(column, Qt::Horizontal).toString();
        const bool current = header->sortIndicatorSection() == column;
        const bool turn = current && header->sortIndicatorOrder() == Qt::AscendingOrder;
        QAction *action = m_sort->addAction(name, m_view, [this, column, turn] {
            m_view->sortByColumn(column, turn ? Qt::DescendingOrder : Qt::AscendingOrder);
        });
        action->setCheckable(true);
        action->setChecked(current);
    }
}

void ColumnMenus::fillShown()
{
    m_shown->clear();
    for (int column = m_fixed + 1; column < m_view->horizontalHeader()->count(); ++column) {
        const QString name = m_view->model()->headerData(column, Qt::Horizontal).toString();
        QAction *action = m_shown->addAction(name, m_view, [this, column] {
            m_view->setColumnHidden(column, !m_view->isColumnHidden(column));
            Q_EMIT shownChanged();
        });
        action->setCheckable(true);
        action->setChecked(!m_view->isColumnHidden(column));
    }
}

void ColumnMenus::retranslate()
{
    m_sort->setTitle(tr("&Sort by"));
    m_shown->setTitle(tr("&Columns"));
}

} // namespace guarita::console
