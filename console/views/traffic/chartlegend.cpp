// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/chartlegend.h"

#include "console/views/traffic/linechart.h"
#include "console/widgets/theme.h"

#include <QtGui/QPainter>

#include <algorithm>

namespace guarita::console {

namespace {

constexpr int mostRows = 2;
constexpr double swatchWidth = 14;
constexpr double inner = 4;
constexpr double legendGap = 14;
constexpr double longestLegend = 160;
constexpr int colours = 8; // of theme::series()

double rowHeight(const QFontMetricsF &metrics)
{
    return metrics.height() + 4;
}

QString nameOf(const ChartLine &line, const QFontMetricsF &metrics)
{
    return metrics.elidedText(line.name, Qt::ElideMiddle, longestLegend);
}

} // namespace

Qt::PenStyle ChartLegend::penStyle(int series)
{
    constexpr Qt::PenStyle styles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine};
    return styles[series / colours % 3];
}

ChartLegend::Placed ChartLegend::place(const std::vector<ChartLine> &lines, const QFontMetricsF &metrics,
                                       double width)
{
    Placed placed;
    if (lines.empty())
        return placed;
    const double more = metrics.horizontalAdvance(QStringLiteral("+99")) + legendGap;
    QPointF at(0, 0);
    placed.rows = 1;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const double wide = swatchWidth + inner + metrics.horizontalAdvance(nameOf(lines[i], metrics));
        const bool last = placed.rows == mostRows && i + 1 < lines.size();
        if (at.x() > 0 && at.x() + wide > width - (last ? more : 0)) {
            if (placed.rows == mostRows) {
                placed.left = lines.size() - i;
                placed.leftAt = at;
                break;
            }
            ++placed.rows;
            at = {0, at.y() + rowHeight(metrics)};
        }
        placed.entries.push_back({i, QRectF(at, QSizeF(wide, metrics.height()))});
        at.rx() += wide + legendGap;
    }
    return placed;
}

double ChartLegend::height(const std::vector<ChartLine> &lines, const QFontMetricsF &metrics, double width)
{
    return place(lines, metrics, width).rows * rowHeight(metrics);
}

void ChartLegend::paint(QPainter &painter, const std::vector<ChartLine> &lines, const QRectF &within,
                        const QStringList &emphasis)
{
    const QFontMetricsF metrics(painter.font());
    const Placed placed = place(lines, metrics, within.width());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Entry &entry : placed.entries) {
        const ChartLine &line = lines[entry.line];
        const QRectF rect = entry.rect.translated(within.topLeft());
        const bool faint = !emphasis.isEmpty() && !emphasis.contains(line.name);
        painter.setOpacity(faint ? 0.5 : 1);
        painter.setPen(QPen(theme::series(line.series), 2.5, penStyle(line.series), Qt::FlatCap));
        painter.drawLine(QPointF(rect.left(), rect.center().y()),
                         QPointF(rect.left() + swatchWidth, rect.center().y()));
        painter.setPen(theme::colour(theme::Tone::TextMuted));
        painter.drawText(QPointF(rect.left() + swatchWidth + inner, rect.top() + metrics.ascent()),
                         nameOf(line, metrics));
    }
    painter.setOpacity(1);
    if (placed.left > 0) {
        painter.setPen(theme::colour(theme::Tone::TextMuted));
        painter.drawText(within.topLeft() + placed.leftAt + QPointF(0, metrics.ascent()),
                         QStringLiteral("+%1").arg(placed.left));
    }
    painter.restore();
}

} // namespace guarita::console
