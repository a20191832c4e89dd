// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/requests/requestsview.h"

#include "console/models/traffic/requestsmodel.h"
#include "console/views/requests/requestdelegate.h"
#include "console/widgets/cells.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHeaderView>

namespace guarita::console {

namespace {

constexpr int requestHeight = 28;
constexpr int leastForUser = 640;

} // namespace

RequestsView::RequestsView(RequestsModel &requests, QWidget *parent)
    : FeedView(requests, requestHeight, parent)
{
    setObjectName(QStringLiteral("requestsView"));
    setItemDelegate(new RequestDelegate(this));
    QHeaderView *header = horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(RequestsModel::Request, QHeaderView::Stretch);
    header->setMinimumSectionSize(64);
    fitColumns();
}

void RequestsView::fitColumns()
{
    const QFontMetrics metrics(theme::tabularFont(font()));
    const auto fit = [&](int column, const char *widest) {
        horizontalHeader()->resizeSection(column, metrics.horizontalAdvance(QString::fromLatin1(widest)) +
                                                      2 * cells::inset + 12);
    };
    fit(RequestsModel::When, "00:00:00.000");
    fit(RequestsModel::Status, "500 Connection cut");
    fit(RequestsModel::Time, "00,000 ms");
    fit(RequestsModel::Backends, "localhost:8002 +1 ");
    fit(RequestsModel::User, "administrator");
}

void RequestsView::resizeEvent(QResizeEvent *event)
{
    FeedView::resizeEvent(event);
    setColumnHidden(RequestsModel::User, viewport()->width() < leastForUser); // it is in the details, too
}

void RequestsView::changeEvent(QEvent *event)
{
    FeedView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitColumns();
}

} // namespace guarita::console
