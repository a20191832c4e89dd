// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/softframe.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>

namespace guarita::console {

SoftFrame::SoftFrame(QWidget *parent)
    : QFrame(parent)
{
}

QHBoxLayout *SoftFrame::becomeStrip()
{
    m_strip = true;
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, theme::spacing, 12, theme::spacing);
    row->setSpacing(theme::spacing);
    return row;
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
