// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QRectF>
#include <QtCore/QStringList>
#include <QtGui/QFontMetricsF>

#include <vector>

class QPainter;

namespace guarita::console {

struct ChartLine;

/// The names of a chart's lines above it, in at most two rows; what has no place there is counted ("+3").
class ChartLegend
{
public:
    static double height(const std::vector<ChartLine> &lines, const QFontMetricsF &metrics, double width);
    static void paint(QPainter &painter, const std::vector<ChartLine> &lines, const QRectF &within,
                      const QStringList &emphasis);
    /// Colours come again after some lines; then the strokes differ.
    static Qt::PenStyle penStyle(int series);

private:
    struct Entry
    {
        std::size_t line = 0;
        QRectF rect;
    };
    struct Placed
    {
        std::vector<Entry> entries;
        int rows = 0;
        std::size_t left = 0; // lines without a place
        QPointF leftAt;
    };

    static Placed place(const std::vector<ChartLine> &lines, const QFontMetricsF &metrics, double width);
};

} // namespace guarita::console
