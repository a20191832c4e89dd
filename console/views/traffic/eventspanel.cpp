// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/eventspanel.h"

#include "console/models/traffic/eventlogmodel.h"
#include "console/views/traffic/eventdelegate.h"
#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListView>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace guarita::console {

EventsPanel::EventsPanel(EventLogModel &events, QWidget *parent)
    : QWidget(parent)
    , m_title(mutedLabel(this))
    , m_view(new QListView(this))
    , m_copy(new QAction(this))
{
    m_view->setObjectName(QStringLiteral("eventsView"));
    m_view->setModel(&events);
    m_view->setItemDelegate(new EventDelegate(m_view));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setUniformItemSizes(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setMinimumHeight(56);
    m_copy->setObjectName(QStringLiteral("copyEventsAction"));
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetShortcut); // the table has its own
    m_view->addAction(m_copy);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_copy, &QAction::triggered, this, &EventsPanel::copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_view, 1);
}

void EventsPanel::retranslate()
{
    m_title->setText(tr("Events"));
    m_view->setAccessibleName(tr("Events"));
    m_copy->setText(tr("Copy events"));
    m_copy->setIcon(theme::icon(theme::Icon::Copy));
}

void EventsPanel::copy()
{
    QModelIndexList events = m_view->selectionModel()->selectedRows();
    std::sort(events.begin(), events.end());
    QString text;
    for (const QModelIndex &event : events)
        text += event.data(EventLogModel::TimeRole).toString() + u'\t' + event.data().toString() + u'\n';
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

} // namespace guarita::console
