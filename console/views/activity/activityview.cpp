// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/activity/activityview.h"

#include "console/models/admin/auditmodel.h"
#include "console/models/admin/audittexts.h"
#include "console/views/activity/auditdelegate.h"
#include "console/widgets/cells.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHeaderView>

namespace guarita::console {

namespace {

constexpr int recordHeight = 32;
constexpr int leastForAllColumns = 700;

} // namespace

ActivityView::ActivityView(AuditModel &model, QWidget *parent)
    : FeedView(model, recordHeight, parent)
{
    setObjectName(QStringLiteral("activityView"));
    setItemDelegate(new AuditDelegate(this));
    buildHeader();
}

void ActivityView::buildHeader()
{
    QHeaderView *header = horizontalHeader();
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

void ActivityView::resizeEvent(QResizeEvent *event)
{
    FeedView::resizeEvent(event);
    setColumnHidden(AuditModel::FromColumn,
                    viewport()->width() < leastForAllColumns); // it is in the details, too
}

void ActivityView::changeEvent(QEvent *event)
{
    FeedView::changeEvent(event);
    if (event->type() == QEvent::LocaleChange || event->type() == QEvent::FontChange)
        fitTimes();
}

} // namespace guarita::console
