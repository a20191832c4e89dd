// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/profileicon.h"

#include "console/widgets/theme.h"

#include <QtGui/QPainter>
#include <QtGui/QPixmap>
#include <QtWidgets/QApplication>

namespace guarita::console {

QIcon profileIcon(ProfileColour colour)
{
    constexpr int size = 16;
    const qreal ratio = qApp->devicePixelRatio();
    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    if (colour == ProfileColour::None) {
        painter.setPen(QPen(theme::colour(theme::Tone::Outline), 1.5));
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::colourOf(colour));
    }
    painter.drawEllipse(QRectF(3, 3, size - 6, size - 6));
    return QIcon(pixmap);
}

} // namespace guarita::console
