// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QRectF>
#include <QtCore/QString>
#include <QtGui/QColor>

#include <vector>

class QFont;
class QPainter;

namespace guarita::console {

/// The box beside a chart's cross-hair. Rows that have no place are counted in a last one.
struct ChartReadout
{
    struct Row
    {
        QString name;
        QString value;
        QColor colour;
    };

    QString title;
    QString titleDetail;
    std::vector<Row> rows;

    /// Beside `x`, on the side where there is place, within `bounds`.
    void paint(QPainter &painter, const QFont &font, double x, const QRectF &plot,
               const QRectF &bounds) const;
};

} // namespace guarita::console
