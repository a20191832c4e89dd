// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/cells.h"

#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

#include <algorithm>

namespace guarita::console::cells {

using theme::Tone;

namespace {

constexpr int chipInset = 8;

}

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

QFont smallFont(const QFont &font)
{
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.88);
    return small;
}

QSize chipSize(const QFont &font, const QString &text)
{
    const QFontMetrics metrics(smallFont(font));
    return {metrics.horizontalAdvance(text) + 2 * chipInset, metrics.height() + 4};
}

QRect paintChip(QPainter &painter, const QRect &place, const QFont &font, const QString &text, Tone tone,
                Tone ground)
{
    const QSize size = chipSize(font, text);
    const QRect chip(place.left(), place.top() + (place.height() - size.height()) / 2,
                     std::min(size.width(), place.width()), size.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::colour(ground));
    painter.drawRoundedRect(chip, chip.height() / 2.0, chip.height() / 2.0);
    painter.setFont(smallFont(font));
    painter.setPen(theme::colour(tone));
    painter.drawText(
        chip, Qt::AlignCenter,
        QFontMetrics(smallFont(font)).elidedText(text, Qt::ElideRight, chip.width() - chipInset));
    painter.restore();
    return chip;
}

} // namespace guarita::console::cells
