// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/spinner.h"

#include "console/widgets/theme.h"

#include <QtGui/QPainter>

namespace guarita::console {

namespace {

constexpr int steps = 40; // of a turn
constexpr std::chrono::milliseconds stepTime{25};

} // namespace

Spinner::Spinner(int size, QWidget *parent)
    : QWidget(parent)
    , m_size(size)
{
    setFixedSize(size, size);
    m_timer.setInterval(stepTime);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % steps;
        update();
    });
}

void Spinner::paintEvent(QPaintEvent *)
{
    const qreal width = std::max(1.75, m_size / 12.0);
    const QRectF circle = QRectF(rect()).adjusted(width, width, -width, -width);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::colour(theme::Tone::Border), width));
    painter.drawEllipse(circle);
    painter.setPen(QPen(theme::colour(theme::Tone::Accent), width, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(circle, -m_step * 360 * 16 / steps, 100 * 16);
}

void Spinner::showEvent(QShowEvent *)
{
    m_timer.start();
}

void Spinner::hideEvent(QHideEvent *)
{
    m_timer.stop();
}

} // namespace guarita::console
