// SPDX-License-Identifier: GPL-3.0-or-later
// What LineChart paints once a second: legend, axes, lines.
#include "console/views/traffic/chartlegend.h"
#include "console/views/traffic/linechart.h"
#include "console/widgets/theme.h"

#include <QtGui/QPainter>

#include <algorithm>
#include <cmath>

namespace guarita::console {

using theme::Tone;

namespace {

constexpr double gap = 8;
constexpr double lineWidth = 1.5;
constexpr std::size_t fewLines = 4;

QFont smallFont(const QFont &font)
{
    QFont small = theme::tabularFont(font);
    small.setPointSizeF(font.pointSizeF() * 0.85);
    return small;
}

QColor blended(const QColor &colour, const QColor &ground, double part)
{
    const auto mix = [part](int a, int b) { return int(std::lround(a * part + b * (1 - part))); };
    return {mix(colour.red(), ground.red()), mix(colour.green(), ground.green()),
            mix(colour.blue(), ground.blue())};
}

QList<QLineF> segmentsOf(const std::vector<QPointF> &run)
{
    QList<QLineF> segments;
    segments.reserve(qsizetype(run.size()));
    for (std::size_t i = 1; i < run.size(); ++i)
        segments.emplaceBack(run[i - 1], run[i]);
    return segments;
}

/// One device pixel wide, twice where the pixels are small.
void drawThin(QPainter &painter, const std::vector<QPointF> &run)
{
    if (run.size() < 2)
        return;
    painter.drawPolyline(run.data(), int(run.size()));
    const qreal ratio = painter.device()->devicePixelRatioF();
    if (ratio < 1.5)
        return;
    painter.translate(0, 1 / ratio);
    painter.drawPolyline(run.data(), int(run.size()));
    painter.translate(0, -1 / ratio);
}

} // namespace

LineChart::Layout LineChart::layoutOf(const QFontMetricsF &metrics) const
{
    double largest = 0;
    for (const ChartLine &line : m_lines) {
        for (const QPointF &point : line.points) {
            if (point.y() > largest) // false for what is not a number
                largest = point.y();
        }
    }
    const double lineHeight = metrics.height();
    const double legend = ChartLegend::height(m_lines, metrics, width());
    const double bottom = lineHeight + 6;
    const double height = std::max(20.0, this->height() - legend - bottom - lineHeight / 2);
    Layout layout;
    layout.scale = niceScale(largest, std::max(2, int(height / (lineHeight * 2.2))));
    double labels = 0;
    for (int i = 0; i <= layout.scale.steps(); ++i)
        labels = std::max(labels, metrics.horizontalAdvance(tickText(i * layout.scale.step, layout.scale)));
    const double left = std::ceil(std::max(labels, 28.0) + gap);
    layout.plot = QRectF(left, legend + lineHeight / 2, std::max(20.0, width() - left - gap), height);
    return layout;
}

QPointF LineChart::mapped(const Layout &layout, QPointF point) const
{
    const QRectF &plot = layout.plot;
    return {plot.right() + point.x() / double(m_window.count()) * plot.width(),
            plot.bottom() - point.y() / layout.scale.top * plot.height()};
}

QString LineChart::tickText(double value, const Scale &scale) const
{
    const bool top = std::abs(value - scale.top) < scale.step / 2;
    const QString number = locale().toString(value, 'f', scale.decimals);
    if (!top)
        return number;
    return m_unit == Unit::Milliseconds ? tr("%1 ms", "axis").arg(number) : tr("%1 /s", "axis").arg(number);
}

QString LineChart::timeText(std::chrono::seconds before) const
{
    if (before.count() == 0)
        return tr("now");
    if (before.count() % 3600 == 0)
        return tr("−%1 h").arg(before.count() / 3600);
    return before.count() % 60 == 0 ? tr("−%1 min").arg(before.count() / 60)
                                    : tr("−%1 s").arg(before.count());
}

void LineChart::paintLayer()
{
    const qreal ratio = devicePixelRatioF();
    m_layer = QPixmap(size() * ratio);
    m_layer.setDevicePixelRatio(ratio);
    m_layer.fill(Qt::transparent);
    QPainter painter(&m_layer);
    painter.setFont(smallFont(font()));
    m_layout = layoutOf(QFontMetricsF(painter.font()));
    ChartLegend::paint(painter, m_lines, QRectF(rect()), m_emphasis);
    paintGrid(painter, m_layout);
    paintLines(painter, m_layout);
}

void LineChart::paintGrid(QPainter &painter, const Layout &layout) const
{
    const QRectF &plot = layout.plot;
    const QFontMetricsF metrics(painter.font());
    const QPen grid(theme::colour(Tone::Grid), 1);
    const QPen words(theme::colour(Tone::TextMuted));
    for (int i = 0; i <= layout.scale.steps(); ++i) {
        const double value = i * layout.scale.step;
        const double y = std::round(mapped(layout, {0, value}).y()) + 0.5;
        painter.setPen(i == 0 ? QPen(theme::colour(Tone::Border), 1) : grid);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(words);
        painter.drawText(QRectF(0, y - metrics.height(), plot.left() - gap, 2 * metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, tickText(value, layout.scale));
    }
    const std::chrono::seconds step = timeStep(m_window);
    for (std::chrono::seconds before{0}; before <= m_window; before += step) {
        const double x = std::round(mapped(layout, {-double(before.count()), 0}).x()) + 0.5;
        const QString text = timeText(before);
        const double wide = metrics.horizontalAdvance(text);
        painter.setPen(grid);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        painter.setPen(words);
        const double left = std::clamp(x - wide / 2, 0.0, width() - wide);
        painter.drawText(QPointF(left, plot.bottom() + 4 + metrics.ascent()), text);
    }
}

void LineChart::paintLines(QPainter &painter, const Layout &layout) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(layout.plot.adjusted(0, -lineWidth, 1, lineWidth));
    bool any = false;
    for (const bool strong : {false, true}) { // the strong ones on top
        for (const ChartLine &line : m_lines) {
            if (m_emphasis.isEmpty() || m_emphasis.contains(line.name) == strong)
                paintLine(painter, layout, line);
            any = any || std::any_of(line.points.begin(), line.points.end(),
                                     [](const QPointF &point) { return !std::isnan(point.y()); });
        }
        if (m_emphasis.isEmpty())
            break;
    }
    if (!any) {
        painter.setPen(theme::colour(Tone::TextMuted));
        painter.drawText(layout.plot, Qt::AlignCenter, tr("No values in this time"));
    }
}

// A polyline of a wide pen is stroked as one outline, which costs the raster engine tens of milliseconds when
// it crosses itself as often as these do. Lines of few series are therefore drawn segment by segment, and
// those of many by a pen of one device pixel, for which the engine has a way of its own (20 lines of 900
// points: 3 ms).
void LineChart::paintLine(QPainter &painter, const Layout &layout, const ChartLine &line) const
{
    QColor colour = theme::series(line.series);
    const bool faint = !m_emphasis.isEmpty() && !m_emphasis.contains(line.name);
    if (faint || m_stale)
        colour = blended(colour, theme::colour(Tone::Surface), faint ? 0.25 : 0.5);
    const bool few = m_lines.size() <= fewLines;
    QPen pen(colour, few ? lineWidth : 0, few ? Qt::SolidLine : ChartLegend::penStyle(line.series));
    pen.setCosmetic(!few);
    painter.setPen(pen);
    const double secondsOfTwoPixels = 2.0 * double(m_window.count()) / layout.plot.width();
    std::vector<QPointF> run;
    const auto flush = [&] {
        if (run.size() == 1) // alone between two gaps
            run.push_back(run[0] + QPointF(1, 0));
        if (few)
            painter.drawLines(segmentsOf(run));
        else
            drawThin(painter, run);
        run.clear();
    };
    for (const QPointF &point : thinned(line.points, secondsOfTwoPixels)) {
        if (std::isnan(point.y()))
            flush();
        else
            run.push_back(mapped(layout, point));
    }
    flush();
}

} // namespace guarita::console
