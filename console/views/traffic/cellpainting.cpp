// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/cellpainting.h"

#include "console/models/traffic/backendsmodel.h"

#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

namespace guarita::console::cells {

using theme::Tone;

void paintBackground(QPainter &painter, const QStyleOptionViewItem &option)
{
    QStyleOptionViewItem bare = option;
    bare.text.clear();
    bare.icon = {};
    bare.features &= ~(QStyleOptionViewItem::HasDisplay | QStyleOptionViewItem::HasDecoration);
    // The style's own mark of the current cell is a raised button.
    bare.state &= ~QStyle::State_HasFocus;
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &bare, &painter, option.widget);
    if (!option.state.testFlag(QStyle::State_HasFocus))
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::colour(Tone::Accent), 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4);
    painter.restore();
}

QColor textColour(const QModelIndex &index)
{
    return theme::colour(index.data(BackendsModel::StaleRole).toBool() ? Tone::TextDisabled : Tone::Text);
}

QColor detailColour(const QModelIndex &index)
{
    if (index.data(BackendsModel::StaleRole).toBool())
        return theme::colour(Tone::TextDisabled);
    return theme::colour(index.data(BackendsModel::TroubleRole).toBool() ? Tone::Bad : Tone::TextMuted);
}

QFont smallFont(const QFont &font)
{
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.88);
    return small;
}

void paintLines(QPainter &painter, const QRect &rect, const QFont &font, const QModelIndex &index)
{
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    const QString detail = index.data(BackendsModel::DetailRole).toString();
    const QFont numbers = theme::tabularFont(font);
    const QFontMetrics metrics(numbers);
    const QFont small = theme::tabularFont(smallFont(font));
    const QFontMetrics smallMetrics(small);
    const int height = metrics.height() + (detail.isEmpty() ? 0 : smallMetrics.height());
    QRect line(rect.left(), rect.top() + (rect.height() - height) / 2, rect.width(), metrics.height());
    painter.setFont(numbers);
    painter.setPen(textColour(index));
    painter.drawText(line, int(alignment),
                     metrics.elidedText(index.data().toString(), Qt::ElideMiddle, line.width()));
    if (detail.isEmpty())
        return;
    line.translate(0, metrics.height());
    line.setHeight(smallMetrics.height());
    painter.setFont(small);
    painter.setPen(detailColour(index));
    painter.drawText(line, int(alignment), smallMetrics.elidedText(detail, Qt::ElideRight, line.width()));
}

} // namespace guarita::console::cells
