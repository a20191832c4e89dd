// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/waterfall.h"
#include "console/widgets/theme.h"

#include <QtWidgets/QWidget>

namespace guarita::console {

/// Where a request's time went: a bar for each part on one axis of milliseconds, parts that are within
/// another one indented. A tool tip, and the accessible description of the row that the arrow keys choose,
/// say all that is known of a part. What went wrong is red.
class WaterfallView final : public QWidget
{
    Q_OBJECT

public:
    explicit WaterfallView(QWidget *parent = nullptr);

    void setTrace(const RequestTrace &trace);
    const std::vector<WaterfallSpan> &spans() const { return m_spans; }
    int currentRow() const { return m_current; } // -1: none
    void setCurrentRow(int row);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Look
    {
        theme::Tone mark;
        theme::Tone ground;
    };

    int rowHeight() const;
    int axisHeight() const;
    int rowAt(int y) const;
    QRectF plot() const;
    double mapped(double milliseconds) const;
    Look lookOf(const WaterfallSpan &span) const;
    QString valueOf(const WaterfallSpan &span) const;
    void paintAxis(QPainter &painter) const;
    void paintRow(QPainter &painter, int row) const;
    void paintBar(QPainter &painter, const WaterfallSpan &span, const QRectF &row) const;
    void describe();

    RequestTrace m_trace;
    std::vector<WaterfallSpan> m_spans;
    double m_end = 0;
    int m_current = -1;
};

} // namespace guarita::console
