// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/feedview.h"

#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>

namespace guarita::console {

FeedView::FeedView(QAbstractItemModel &rows, int rowHeight, QWidget *parent)
    : QTableView(parent)
    , m_rowHeight(rowHeight)
    , m_news(new QPushButton(this))
{
    setModel(&rows);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(rowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    m_news->setObjectName(QStringLiteral("newRecordsButton"));
    m_news->setProperty("kind", QStringLiteral("primary"));
    m_news->setIcon(theme::icon(theme::Icon::Up, theme::Tone::AccentText));
    m_news->hide();
    connect(m_news, &QPushButton::clicked, this, [this] {
        scrollToTop();
        setFocus();
    });
    connect(&rows, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { rowsArrived(first, last); });
    connect(&rows, &QAbstractItemModel::modelReset, this, [this] { setUnseen(0); });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &FeedView::scrolled);
}

/// After the view's own slot, which was connected before: its scroll bar knows of the rows.
void FeedView::rowsArrived(int first, int last)
{
    const int value = verticalScrollBar()->value();
    if (first > 0 || value == 0)
        return;
    const int count = last - first + 1;
    executeDelayedItemsLayout();
    updateGeometries();
    verticalScrollBar()->setValue(value + count * m_rowHeight);
    setUnseen(m_unseen + count);
}

void FeedView::scrolled(int value)
{
    if (value == 0)
        setUnseen(0);
}

void FeedView::setUnseen(int count)
{
    m_unseen = count;
    m_news->setVisible(count > 0);
    if (count > 0)
        showNews();
}

void FeedView::showNews()
{
    m_news->setText(tr("%Ln new", nullptr, m_unseen));
    m_news->setAccessibleName(tr("%Ln new row(s): go to the top", nullptr, m_unseen));
    m_news->adjustSize();
    m_news->move(viewport()->x() + (viewport()->width() - m_news->width()) / 2,
                 viewport()->y() + theme::spacing);
    m_news->raise();
}

void FeedView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (m_unseen > 0)
        showNews();
}

void FeedView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && selectionModel()->hasSelection())
        clearSelection();
    else
        QTableView::keyPressEvent(event);
}

void FeedView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && m_unseen > 0)
        showNews();
}

} // namespace guarita::console
