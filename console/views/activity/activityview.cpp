// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/activity/activityview.h"

#include "console/models/admin/auditmodel.h"
#include "console/models/admin/audittexts.h"
#include "console/views/activity/auditdelegate.h"
#include "console/widgets/cells.h"

#include <QtCore/QEvent>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>

namespace guarita::console {

namespace {

constexpr int recordHeight = 32;
constexpr int leastForAllColumns = 700;

} // namespace

ActivityView::ActivityView(AuditModel &model, QWidget *parent)
    : QTableView(parent)
    , m_news(new QPushButton(this))
{
    setObjectName(QStringLiteral("activityView"));
    setModel(&model);
    setItemDelegate(new AuditDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table
    buildHeader();
    m_news->setObjectName(QStringLiteral("newRecordsButton"));
    m_news->setProperty("kind", QStringLiteral("primary"));
    m_news->setIcon(theme::icon(theme::Icon::Up, theme::Tone::AccentText));
    m_news->hide();
    connect(m_news, &QPushButton::clicked, this, [this] {
        scrollToTop();
        setFocus();
    });
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { rowsArrived(first, last); });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { setUnseen(0); });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ActivityView::scrolled);
}

void ActivityView::buildHeader()
{
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(recordHeight);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(AuditModel::TargetColumn, QHeaderView::Stretch);
    header->setMinimumSectionSize(80);
    header->resizeSection(AuditModel::WhoColumn, 112);
    header->resizeSection(AuditModel::ActionColumn, 164);
    header->resizeSection(AuditModel::OutcomeColumn, 104);
    header->resizeSection(AuditModel::FromColumn, 112);
    fitTimes();
}

/// The only column whose texts are all of one length, which depends on the language.
void ActivityView::fitTimes()
{
    const QDateTime wide({2028, 12, 28}, {20, 58, 58});
    const QFontMetrics metrics(theme::tabularFont(font()));
    horizontalHeader()->resizeSection(AuditModel::WhenColumn,
                                      metrics.horizontalAdvance(AuditTexts::time(wide, locale())) +
                                          2 * cells::inset + 8);
}

/// After the view's own slot, which was connected before: its scroll bar knows of the rows.
void ActivityView::rowsArrived(int first, int last)
{
    const int value = verticalScrollBar()->value();
    if (first > 0 || value == 0)
        return;
    const int count = last - first + 1;
    executeDelayedItemsLayout();
    updateGeometries();
    verticalScrollBar()->setValue(value + count * recordHeight);
    setUnseen(m_unseen + count);
}

void ActivityView::scrolled(int value)
{
    if (value == 0)
        setUnseen(0);
}

void ActivityView::setUnseen(int count)
{
    m_unseen = count;
    m_news->setVisible(count > 0);
    if (count > 0)
        showNews();
}

void ActivityView::showNews()
{
    m_news->setText(tr("%Ln new", nullptr, m_unseen));
    m_news->setAccessibleName(tr("%Ln new record(s): go to the top", nullptr, m_unseen));
    m_news->adjustSize();
    m_news->move(viewport()->x() + (viewport()->width() - m_news->width()) / 2,
                 viewport()->y() + theme::spacing);
    m_news->raise();
}

void ActivityView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    setColumnHidden(AuditModel::FromColumn,
                    viewport()->width() < leastForAllColumns); // it is in the details, too
    if (m_unseen > 0)
        showNews();
}

void ActivityView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && selectionModel()->hasSelection())
        clearSelection();
    else
        QTableView::keyPressEvent(event);
}

void ActivityView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && m_unseen > 0)
        showNews();
    else if (event->type() == QEvent::LocaleChange || event->type() == QEvent::FontChange)
        fitTimes();
}

} // namespace guarita::console
