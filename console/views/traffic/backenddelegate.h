// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace guarita::console {

/// Cells of BackendsModel: the state as a pill with icon and text, the name with the colour of its line in
/// the charts, numbers with a second line beneath.
class BackendDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static int rowHeight(const QFont &font);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    static void paintState(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index);
    static void paintName(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index);
};

} // namespace guarita::console
