// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/sparklinedelegate.h"

#include "console/models/traffic/backendsmodel.h"
#include "console/views/traffic/cellpainting.h"

#include <QtGui/QPainter>
#include <QtGui/QPolygonF>

#include <cmath>

namespace guarita::console {

namespace {

constexpr int numberWidth = 36; // at least
constexpr int sparkWidth = 24;  // at least
constexpr int sparkGap = 8;

} // namespace

void SparklineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    painter->save();
    cells::paintBackground(*painter, styled);
    const QRect cell = styled.rect.adjusted(cells::inset, 0, -cells::inset, 0);
    const int number =
        std::max(numberWidth,
                 QFontMetrics(theme::tabularFont(styled.font)).horizontalAdvance(index.data().toString()));
    cells::paintLines(*painter, cell, styled.font, index);
    QColor colour = theme::series(index.data(BackendsModel::SeriesRole).toInt());
    if (index.data(BackendsModel::StaleRole).toBool())
        colour = theme::colour(theme::Tone::TextDisabled);
    const QRectF line(cell.left(), cell.top() + 8, cell.width() - number - sparkGap, cell.height() - 16);
    if (line.width() >= 16)
        paintLine(*painter, line, index.data(BackendsModel::TrendRole).value<QList<float>>(),
                  int(BackendsModel::trendWindow.count()), index.data(BackendsModel::TrendTopRole).toDouble(),
                  colour);
    painter->restore();
}

QSize SparklineDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    const int number =
        std::max(numberWidth,
                 QFontMetrics(theme::tabularFont(styled.font)).horizontalAdvance(index.data().toString()));
    return {sparkWidth + sparkGap + number + 2 * cells::inset, QFontMetrics(styled.font).height() * 2};
}

void SparklineDelegate::paintLine(QPainter &painter, const QRectF &rect, const QList<float> &values,
                                  int places, double top, const QColor &colour)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::colour(theme::Tone::Border), 1));
    painter.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right(), rect.bottom() + 0.5));
    if (values.isEmpty() || places < 2)
        return;
    QColor fill = colour;
    fill.setAlphaF(fill.alphaF() * 0.18F);
    const double step = rect.width() / (places - 1);
    QPolygonF run;
    const auto flush = [&] {
        if (run.size() > 1) {
            QPolygonF area = run;
            area << QPointF(run.last().x(), rect.bottom()) << QPointF(run.first().x(), rect.bottom());
            painter.setPen(Qt::NoPen);
            painter.setBrush(fill);
            painter.drawPolygon(area);
            painter.setPen(QPen(colour, 1.25));
            painter.drawPolyline(run);
        }
        run.clear();
    };
    const qsizetype first = std::max<qsizetype>(0, values.size() - places);
    for (qsizetype i = first; i < values.size(); ++i) {
        if (std::isnan(values[i])) {
            flush();
            continue;
        }
        const double part = top > 0 ? double(values[i]) / top : 0;
        run << QPointF(rect.right() - double(values.size() - 1 - i) * step,
                       rect.bottom() - part * rect.height());
    }
    flush();
}

} // namespace guarita::console
