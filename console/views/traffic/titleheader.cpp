// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/titleheader.h"

#include "console/views/traffic/cellpainting.h"

#include <QtCore/QEvent>
#include <QtGui/QHoverEvent>
#include <QtGui/QPainter>

namespace guarita::console {

using theme::Tone;

namespace {

constexpr double markSize = 7;
constexpr int markPlace = 14;

void paintMark(QPainter &painter, const QPointF &centre, Qt::SortOrder order)
{
    const double tip = order == Qt::AscendingOrder ? -markSize / 4 : markSize / 4;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::colour(Tone::Accent), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF points[] = {centre + QPointF(-markSize / 2, -tip), centre + QPointF(0, tip),
                              centre + QPointF(markSize / 2, -tip)};
    painter.drawPolyline(points, 3);
}

} // namespace

TitleHeader::TitleHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setAttribute(Qt::WA_Hover);
}

QFont TitleHeader::titleFont() const
{
    QFont title = cells::smallFont(font());
    title.setWeight(QFont::DemiBold);
    return title;
}

QSize TitleHeader::sectionSizeFromContents(int section) const
{
    const QFontMetrics metrics(titleFont());
    const QString title = model()->headerData(section, orientation()).toString();
    const int mark = sortIndicatorSection() == section ? markPlace : 0;
    return {metrics.horizontalAdvance(title) + 2 * cells::inset + mark + 2, metrics.height() + 14};
}

void TitleHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    painter->save();
    const bool hovered = section == m_hovered;
    painter->fillRect(rect, theme::colour(hovered ? Tone::Hover : Tone::Window));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme::colour(Tone::Border));

    const auto alignment =
        model()->headerData(section, orientation(), Qt::TextAlignmentRole).value<Qt::Alignment>();
    const bool marked = sortIndicatorSection() == section;
    const QRect place = rect.adjusted(cells::inset, 0, -cells::inset, 0);
    const QFontMetrics metrics(titleFont());
    const QString title = metrics.elidedText(model()->headerData(section, orientation()).toString(),
                                             Qt::ElideRight, place.width() - (marked ? markPlace : 0));
    painter->setFont(titleFont());
    painter->setPen(theme::colour(hovered || marked ? Tone::Text : Tone::TextMuted));
    painter->drawText(place, int(alignment), title);
    if (marked) {
        const int wide = metrics.horizontalAdvance(title) + markPlace / 2 + 1;
        const bool right = alignment.testFlag(Qt::AlignRight);
        paintMark(*painter,
                  QPointF(right ? place.right() - wide : place.left() + wide, place.center().y() + 0.5),
                  sortIndicatorOrder());
    }
    painter->restore();
}

bool TitleHeader::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::HoverEnter:
    case QEvent::HoverMove:
        m_hovered = logicalIndexAt(static_cast<QHoverEvent *>(event)->position().toPoint());
        viewport()->update();
        break;
    case QEvent::HoverLeave:
        m_hovered = -1;
        viewport()->update();
        break;
    default:
        break;
    }
    return QHeaderView::event(event);
}

} // namespace guarita::console
