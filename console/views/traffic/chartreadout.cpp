// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/chartreadout.h"

#include "console/widgets/theme.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QFontMetricsF>
#include <QtGui/QPainter>

#include <algorithm>

namespace guarita::console {

using theme::Tone;

namespace {

constexpr double padding = 8;
constexpr double dot = 8;
constexpr double distance = 10; // from the cross-hair
constexpr double longestReadout = 160;

} // namespace

void ChartReadout::paint(QPainter &painter, const QFont &font, double x, const QRectF &plot,
                         const QRectF &bounds) const
{
    QFont small = theme::tabularFont(font);
    small.setPointSizeF(font.pointSizeF() * 0.9);
    QFont strong = small;
    strong.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(strong);
    const double line = metrics.height() + 2;
    const auto fit = std::size_t(std::max(1.0, (bounds.height() - 2 * padding - line - 4) / line));
    const std::size_t shownRows = rows.size() <= fit ? rows.size() : fit - 1;
    const QString more =
        QCoreApplication::translate("guarita::console::ChartReadout", "%1 more").arg(rows.size() - shownRows);

    double names = 0;
    double values = 0;
    for (std::size_t i = 0; i < shownRows; ++i) {
        names = std::max(names, std::min(longestReadout, metrics.horizontalAdvance(rows[i].name)));
        values = std::max(values, metrics.horizontalAdvance(rows[i].value));
    }
    const double titleWidth = metrics.horizontalAdvance(title) + 12 + metrics.horizontalAdvance(titleDetail);
    const double wide = std::max(titleWidth, dot + 6 + names + 16 + values) + 2 * padding;
    const double lines = double(shownRows) + (shownRows < rows.size() ? 1 : 0);
    QRectF box(x + distance, plot.top(), wide, 2 * padding + line + (lines > 0 ? 4 : 0) + lines * line);
    if (box.right() > bounds.right())
        box.moveRight(x - distance);
    box.moveLeft(std::max(box.left(), bounds.left()));
    if (box.bottom() > bounds.bottom())
        box.moveBottom(bounds.bottom() - 1);
    box.moveTop(std::max(box.top(), bounds.top() + 1));

    painter.setPen(QPen(theme::colour(Tone::Border), 1));
    painter.setBrush(theme::colour(Tone::SurfaceRaised));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme::radius, theme::radius);
    QRectF row(box.left() + padding, box.top() + padding, box.width() - 2 * padding, line);
    painter.setFont(strong);
    painter.setPen(theme::colour(Tone::Text));
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(small);
    painter.setPen(theme::colour(Tone::TextMuted));
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, titleDetail);
    row.translate(0, line + 4);
    for (std::size_t i = 0; i < shownRows; ++i, row.translate(0, line)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(rows[i].colour);
        painter.drawEllipse(QPointF(row.left() + dot / 2, row.center().y()), dot / 2 - 0.5, dot / 2 - 0.5);
        painter.setPen(theme::colour(Tone::TextMuted));
        painter.drawText(row.adjusted(dot + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(rows[i].name, Qt::ElideMiddle, longestReadout));
        painter.setPen(theme::colour(Tone::Text));
        painter.setFont(strong);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, rows[i].value);
        painter.setFont(small);
    }
    if (shownRows < rows.size()) {
        painter.setPen(theme::colour(Tone::TextMuted));
        painter.drawText(row.adjusted(dot + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, more);
    }
}

} // namespace guarita::console
