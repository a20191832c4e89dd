// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/gripsplitter.h"

#include "console/widgets/theme.h"

#include <QtGui/QPainter>

namespace guarita::console {

namespace {

constexpr double gripLength = 32;
constexpr double gripWidth = 3;

class GripHandle final : public QSplitterHandle
{
public:
    GripHandle(Qt::Orientation orientation, QSplitter *parent)
        : QSplitterHandle(orientation, parent)
    {
        setAttribute(Qt::WA_Hover);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::colour(underMouse() ? theme::Tone::Accent : theme::Tone::Border));
        const bool flat = orientation() == Qt::Vertical;
        QRectF grip(0, 0, flat ? gripLength : gripWidth, flat ? gripWidth : gripLength);
        grip.moveCenter(QRectF(rect()).center());
        painter.drawRoundedRect(grip, gripWidth / 2, gripWidth / 2);
    }
};

} // namespace

GripSplitter::GripSplitter(Qt::Orientation orientation, QWidget *parent)
    : QSplitter(orientation, parent)
{
    setHandleWidth(12);
    setChildrenCollapsible(false);
}

QSplitterHandle *GripSplitter::createHandle()
{
    return new GripHandle(orientation(), this);
}

} // namespace guarita::console
