// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/linechart.h"

#include "console/models/traffic/wording.h"
#include "console/views/traffic/chartlegend.h"
#include "console/views/traffic/chartreadout.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <cmath>

namespace guarita::console {

using theme::Tone;

LineChart::LineChart(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void LineChart::setLines(std::vector<ChartLine> lines, std::chrono::seconds window, const QDateTime &end)
{
    if (window != m_window)
        m_cursor.reset();
    m_lines = std::move(lines);
    m_window = window;
    m_end = end;
    refresh();
    // Somebody who listens to the values is not to be interrupted each second.
    if (!hasFocus())
        describe();
}

void LineChart::setUnit(Unit unit)
{
    m_unit = unit;
    refresh();
}

void LineChart::setEmphasis(const QStringList &names)
{
    if (m_emphasis == names)
        return;
    m_emphasis = names;
    refresh();
}

void LineChart::setStale(bool stale)
{
    if (m_stale == stale)
        return;
    m_stale = stale;
    refresh();
}

void LineChart::refresh()
{
    m_layer = {};
    update();
}

// --- the cross-hair

std::optional<double> LineChart::nearestSample(double x) const
{
    std::optional<double> nearest;
    for (const ChartLine &line : m_lines) {
        for (const QPointF &point : line.points) {
            if (point.x() < -double(m_window.count()) || std::isnan(point.y()))
                continue;
            if (!nearest || std::abs(point.x() - x) < std::abs(*nearest - x))
                nearest = point.x();
        }
    }
    return nearest;
}

void LineChart::setCursorAt(std::optional<double> x)
{
    if (x)
        x = std::clamp(*x, -double(m_window.count()), 0.0);
    if (m_cursor == x)
        return;
    m_cursor = x;
    update();
    describe();
    Q_EMIT cursorMoved();
}

std::vector<LineChart::Reading> LineChart::readings() const
{
    std::vector<Reading> readings;
    if (!m_cursor)
        return readings;
    // Samples of all lines come from the same answers: within half a second they are the same one's.
    constexpr double sameAnswer = 0.5;
    const std::optional<double> at = nearestSample(*m_cursor);
    for (const ChartLine &line : m_lines) {
        for (const QPointF &point : line.points) {
            if (at && std::abs(point.x() - *at) < sameAnswer && !std::isnan(point.y())) {
                readings.push_back({line.name, line.series, point.y()});
                break;
            }
        }
    }
    std::stable_sort(readings.begin(), readings.end(),
                     [](const Reading &a, const Reading &b) { return a.value > b.value; });
    return readings;
}

void LineChart::mouseMoveEvent(QMouseEvent *event)
{
    const QRectF &plot = m_layout.plot;
    if (plot.width() <= 0 || !plot.adjusted(-4, -4, 4, 4).contains(event->position())) {
        setCursorAt({});
        return;
    }
    const double part = (event->position().x() - plot.right()) / plot.width();
    setCursorAt(part * double(m_window.count()));
}

void LineChart::leaveEvent(QEvent *event)
{
    setCursorAt({});
    QWidget::leaveEvent(event);
}

void LineChart::keyPressEvent(QKeyEvent *event)
{
    const double window = double(m_window.count());
    const double step = event->modifiers().testFlag(Qt::ControlModifier) ? window / 10 : window / 60;
    switch (event->key()) {
    case Qt::Key_Left:
        setCursorAt(m_cursor.value_or(step) - step);
        break;
    case Qt::Key_Right:
        setCursorAt(m_cursor.value_or(0) + step);
        break;
    case Qt::Key_Home:
        setCursorAt(-window);
        break;
    case Qt::Key_End:
        setCursorAt(0);
        break;
    case Qt::Key_Escape:
        if (m_cursor) {
            setCursorAt({});
            break;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
    }
}

void LineChart::focusInEvent(QFocusEvent *event)
{
    describe();
    QWidget::focusInEvent(event);
}

void LineChart::focusOutEvent(QFocusEvent *event)
{
    if (event->reason() != Qt::ActiveWindowFocusReason && event->reason() != Qt::PopupFocusReason)
        setCursorAt({});
    QWidget::focusOutEvent(event);
}

void LineChart::resizeEvent(QResizeEvent *event)
{
    m_layer = {};
    QWidget::resizeEvent(event);
}

void LineChart::changeEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::LanguageChange:
    case QEvent::LocaleChange:
        describe();
        refresh();
        break;
    case QEvent::PaletteChange:
    case QEvent::StyleChange:
    case QEvent::FontChange:
        refresh();
        break;
    default:
        break;
    }
    QWidget::changeEvent(event);
}

// --- words

QString LineChart::valueText(double value) const
{
    return m_unit == Unit::Milliseconds ? tr("%1 ms").arg(Wording::milliseconds(value, locale()))
                                        : tr("%1 req/s").arg(Wording::rate(value, locale()));
}

QString LineChart::beforeText(double before)
{
    const auto seconds = qint64(std::lround(before));
    if (seconds < 60)
        return Wording::ago(std::chrono::seconds(seconds));
    if (seconds >= 3600)
        return tr("%1:%2 h ago").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QChar(u'0'));
    return tr("%1:%2 min ago").arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'));
}

void LineChart::describe()
{
    QStringList parts;
    if (m_cursor) {
        const std::vector<Reading> values = readings();
        parts << beforeText(-nearestSample(*m_cursor).value_or(*m_cursor));
        for (const Reading &reading : values)
            parts << tr("%1: %2").arg(reading.name, valueText(reading.value));
    } else {
        for (const ChartLine &line : m_lines) {
            double largest = -1;
            double last = -1;
            for (const QPointF &point : line.points) {
                if (std::isnan(point.y()))
                    continue;
                largest = std::max(largest, point.y());
                last = point.y();
            }
            if (last >= 0)
                parts << tr("%1: now %2, at most %3").arg(line.name, valueText(last), valueText(largest));
        }
    }
    setAccessibleDescription(parts.isEmpty() ? tr("No values yet") : parts.join(QStringLiteral("; ")));
}

// --- painting

void LineChart::paintEvent(QPaintEvent *)
{
    const qreal ratio = devicePixelRatioF();
    if (m_layer.isNull() || m_layer.devicePixelRatio() != ratio)
        paintLayer();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_layer);
    if (m_cursor)
        paintCursor(painter);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme::colour(Tone::Accent), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void LineChart::paintCursor(QPainter &painter) const
{
    const std::optional<double> at = nearestSample(*m_cursor);
    if (!at)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const double x = mapped(m_layout, {*at, 0}).x();
    painter.setPen(QPen(theme::colour(Tone::TextMuted), 1, Qt::DashLine));
    painter.drawLine(QPointF(x, m_layout.plot.top()), QPointF(x, m_layout.plot.bottom()));
    const std::vector<Reading> values = readings();
    for (const Reading &reading : values) {
        painter.setPen(QPen(theme::colour(Tone::Surface), 1.5));
        painter.setBrush(theme::series(reading.series));
        painter.drawEllipse(mapped(m_layout, {*at, reading.value}), 3.5, 3.5);
    }
    ChartReadout readout;
    const QDateTime time = m_end.addMSecs(qint64(*at * 1000)).toLocalTime();
    readout.title = time.time().toString(QStringLiteral("HH:mm:ss"));
    readout.titleDetail = beforeText(-*at);
    for (const Reading &reading : values)
        readout.rows.push_back({reading.name, valueText(reading.value), theme::series(reading.series)});
    readout.paint(painter, font(), x, m_layout.plot, rect());
}

} // namespace guarita::console
