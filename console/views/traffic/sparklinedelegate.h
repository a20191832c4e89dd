// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace guarita::console {

/// A number with the last minute's course before it, on one scale for all rows so that they can be compared.
class SparklineDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// The newest value at the right; `places` is how many values the whole width stands for. What is not a
    /// number leaves a gap.
    static void paintLine(QPainter &painter, const QRectF &rect, const QList<float> &values, int places,
                          double top, const QColor &colour);
};

} // namespace guarita::console
