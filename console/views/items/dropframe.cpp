// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/dropframe.h"

#include "console/widgets/theme.h"

#include <QtGui/QPainter>

namespace guarita::console {

void DropFrame::setLit(bool lit)
{
    m_lit = lit;
    update();
}

void DropFrame::setText(const QString &text)
{
    m_text = text;
    update();
}

void DropFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme::colour(m_lit ? theme::Tone::Accent : theme::Tone::Outline), m_lit ? 2 : 1);
    pen.setDashPattern({6.0 / pen.widthF(), 4.0 / pen.widthF()});
    painter.setPen(pen);
    painter.setBrush(theme::colour(m_lit ? theme::Tone::AccentSoft : theme::Tone::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme::radius, theme::radius);
    painter.setPen(theme::colour(theme::Tone::Text));
    painter.setFont(theme::titleFont());
    painter.drawText(rect(), Qt::AlignCenter, m_text);
}

} // namespace guarita::console
