// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/softframe.h"

#include <QtGui/QPainter>

namespace guarita::console {

SoftFrame::SoftFrame(QWidget *parent)
    : QFrame(parent)
{
}

void SoftFrame::setStrip(bool strip)
{
    m_strip = strip;
    update();
}

void SoftFrame::setTones(theme::Tone background, theme::Tone border)
{
    m_background = background;
    m_border = border;
    update();
}

void SoftFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_strip) {
        painter.fillRect(rect(), theme::colour(m_background));
        painter.fillRect(QRect(0, 0, width(), 1), theme::colour(m_border));
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme::colour(m_border));
    painter.setBrush(theme::colour(m_background));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::radius, theme::radius);
}

} // namespace guarita::console
