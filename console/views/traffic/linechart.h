// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/views/traffic/chartscale.h"

#include <QtCore/QDateTime>
#include <QtGui/QPixmap>
#include <QtWidgets/QWidget>

#include <optional>

namespace guarita::console {

/// A line of a chart: x in seconds before the chart's end (never positive), y the value; where y is not a
/// number the line is broken.
struct ChartLine
{
    QString name;
    int series = 0; // for theme::series()
    std::vector<QPointF> points;
};

/// Lines over the last minutes. The mouse, or the arrow keys, move a cross-hair at which the values are read;
/// they are in the accessible description too. It shows what it was given last: who pauses just gives
/// nothing. A mouse move does not paint the lines again.
class LineChart final : public QWidget
{
    Q_OBJECT

public:
    enum class Unit { Milliseconds, PerSecond };

    struct Reading
    {
        QString name;
        int series = 0;
        double value = 0;
    };

    explicit LineChart(QWidget *parent = nullptr);

    void setLines(std::vector<ChartLine> lines, std::chrono::seconds window, const QDateTime &end);
    void setUnit(Unit unit);
    /// Lines of these names are drawn strongly and the others faintly; empty: all alike.
    void setEmphasis(const QStringList &names);
    /// Old values are drawn greyed.
    void setStale(bool stale);

    /// Seconds before the end at which the cross-hair stands.
    std::optional<double> cursor() const { return m_cursor; }
    void setCursorAt(std::optional<double> x);
    /// What is read there, the largest value first.
    std::vector<Reading> readings() const;
    QString valueText(double value) const; // with its unit

    QSize sizeHint() const override { return {420, 200}; }
    QSize minimumSizeHint() const override { return {220, 120}; }

Q_SIGNALS:
    void cursorMoved();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Layout
    {
        QRectF plot;
        Scale scale;
    };

    void refresh();
    Layout layoutOf(const QFontMetricsF &metrics) const;
    void paintLayer();
    void paintGrid(QPainter &painter, const Layout &layout) const;
    void paintLines(QPainter &painter, const Layout &layout) const;
    void paintLine(QPainter &painter, const Layout &layout, const ChartLine &line) const;
    void paintCursor(QPainter &painter) const;
    QString tickText(double value, const Scale &scale) const;
    QString timeText(std::chrono::seconds before) const;
    QPointF mapped(const Layout &layout, QPointF point) const;
    std::optional<double> nearestSample(double x) const;
    static QString beforeText(double seconds);
    void describe();

    std::vector<ChartLine> m_lines;
    std::chrono::seconds m_window{300};
    QDateTime m_end;
    Unit m_unit = Unit::Milliseconds;
    QStringList m_emphasis;
    bool m_stale = false;
    std::optional<double> m_cursor;
    Layout m_layout;
    QPixmap m_layer; // all but the cross-hair
};

} // namespace guarita::console
