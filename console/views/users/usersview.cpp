// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/users/usersview.h"

#include "console/models/admin/usersmodel.h"
#include "console/views/users/userdelegate.h"

#include <QtWidgets/QHeaderView>

namespace guarita::console {

namespace {

constexpr int leastForAllColumns = 660;

} // namespace

UsersView::UsersView(QAbstractItemModel &model, QWidget *parent)
    : QTableView(parent)
    , m_delegate(new UserDelegate(this))
{
    setObjectName(QStringLiteral("usersView"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(36);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(UsersModel::RolesColumn, QHeaderView::Stretch);
    header->resizeSection(UsersModel::NameColumn, 176);
    header->resizeSection(UsersModel::StateColumn, 124);
    header->resizeSection(UsersModel::ChangedColumn, 140);
}

void UsersView::setSelf(const QString &name)
{
    m_delegate->setSelf(name);
    viewport()->update();
}

void UsersView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    setColumnHidden(UsersModel::ChangedColumn, viewport()->width() < leastForAllColumns);
}

} // namespace guarita::console
