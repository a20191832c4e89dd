// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/requests/waterfallview.h"

#include "console/models/traffic/requesttexts.h"
#include "console/views/traffic/chartscale.h"
#include "console/widgets/cells.h"

#include <QtCore/QEvent>
#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

#include <algorithm>

namespace guarita::console {

using theme::Tone;
using Part = WaterfallSpan::Part;

namespace {

constexpr int namesWidth = 220;
constexpr int indent = 14;
constexpr int edge = 8;
constexpr double barHeight = 14;
constexpr double leastBar = 2; // wide: a part that took next to nothing is still seen

/// Server texts are escaped: a tool tip that looks like HTML would be shown as such.
QString tipOf(const QStringList &facts)
{
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(facts.join(u'\n').toHtmlEscaped());
}

} // namespace

WaterfallView::WaterfallView(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
}

void WaterfallView::setTrace(const RequestTrace &trace)
{
    m_trace = trace;
    m_spans = waterfallOf(trace);
    m_end = waterfallEnd(m_spans);
    m_current = m_spans.empty() ? -1 : 0;
    updateGeometry();
    describe();
    update();
}

void WaterfallView::setCurrentRow(int row)
{
    if (m_spans.empty())
        return;
    m_current = std::clamp(row, 0, int(m_spans.size()) - 1);
    describe();
    update();
}

int WaterfallView::rowHeight() const
{
    return std::max(fontMetrics().height() + 6, int(barHeight) + 8);
}

int WaterfallView::axisHeight() const
{
    return QFontMetrics(cells::smallFont(font())).height() + 8;
}

QSize WaterfallView::minimumSizeHint() const
{
    return {420, axisHeight() + int(m_spans.size()) * rowHeight() + 4};
}

QSize WaterfallView::sizeHint() const
{
    return minimumSizeHint().expandedTo({640, 0});
}

QRectF WaterfallView::plot() const
{
    // At the right there is place for what the longest bar's value needs.
    const int values = QFontMetrics(theme::tabularFont(cells::smallFont(font())))
                           .horizontalAdvance(QStringLiteral("00.000 ms  000"));
    const double left = std::min(namesWidth, width() / 3);
    return {left, double(axisHeight()), std::max(40.0, width() - left - values - 2 * edge),
            double(rowHeight() * int(m_spans.size()))};
}

double WaterfallView::mapped(double milliseconds) const
{
    const QRectF area = plot();
    return area.left() + (m_end > 0 ? milliseconds / m_end * area.width() : 0);
}

int WaterfallView::rowAt(int y) const
{
    const int row = (y - axisHeight()) / rowHeight();
    return y >= axisHeight() && row < int(m_spans.size()) ? row : -1;
}

WaterfallView::Look WaterfallView::lookOf(const WaterfallSpan &span) const
{
    switch (span.part) {
    case Part::Gateway:
    case Part::Balancer:
        return {Tone::TextMuted, Tone::Grid};
    case Part::Queue:
    case Part::Wait:
        return {Tone::Warning, Tone::WarningSoft};
    case Part::Attempt: {
        const RequestAttempt &attempt = m_trace.attempts[std::size_t(span.attempt)];
        if (attempt.isCancelled())
            return {Tone::TextDisabled, Tone::Grid};
        return attempt.isAnswered() && attempt.status.value_or(500) < 500 ? Look{Tone::Good, Tone::GoodSoft}
                                                                          : Look{Tone::Bad, Tone::BadSoft};
    }
    case Part::Server:
        return {Tone::Info, Tone::InfoSoft};
    case Part::Sql:
        break;
    }
    return {Tone::Changed, Tone::ChangedSoft};
}

QString WaterfallView::valueOf(const WaterfallSpan &span) const
{
    const QString time = RequestTexts::milliseconds(span.length(), locale());
    if (span.part != Part::Attempt)
        return time;
    const RequestAttempt &attempt = m_trace.attempts[std::size_t(span.attempt)];
    if (!attempt.isAnswered())
        return QStringLiteral("%1  %2").arg(time, RequestTexts::outcome(attempt.outcome));
    return attempt.status ? QStringLiteral("%1  %2").arg(time).arg(*attempt.status) : time;
}

// --- painting

void WaterfallView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxis(painter);
    for (int row = 0; row < int(m_spans.size()); ++row)
        paintRow(painter, row);
    if (!hasFocus() || m_current < 0)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme::colour(Tone::Accent), 1.5));
    painter.drawRoundedRect(
        QRectF(1, axisHeight() + m_current * rowHeight() + 1, width() - 2, rowHeight() - 2), 4, 4);
}

void WaterfallView::paintAxis(QPainter &painter) const
{
    const QRectF area = plot();
    const QFont small = theme::tabularFont(cells::smallFont(font()));
    const QFontMetricsF metrics(small);
    const Scale scale = niceScale(m_end, std::max(2, int(area.width() / 90)));
    painter.setFont(small);
    for (int step = 0; step * scale.step <= m_end * 1.0001; ++step) {
        const double value = step * scale.step;
        const double x = mapped(value);
        painter.setPen(QPen(theme::colour(Tone::Grid), 1));
        painter.drawLine(QPointF(x, area.top() - 3), QPointF(x, area.bottom()));
        const QString number = locale().toString(value, 'f', scale.decimals);
        const QString text = step == 0 ? tr("%1 ms", "axis").arg(number) : number;
        painter.setPen(theme::colour(Tone::TextMuted));
        const double wide = metrics.horizontalAdvance(text);
        painter.drawText(QRectF(step == 0 ? x : x - wide / 2, 0, wide + 2, area.top() - 4),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

void WaterfallView::paintRow(QPainter &painter, int row) const
{
    const WaterfallSpan &span = m_spans[std::size_t(row)];
    const QRectF place(0, axisHeight() + row * rowHeight(), width(), rowHeight());
    const int left = edge + span.depth * indent;
    const int wide = int(plot().left()) - left - edge;
    painter.setFont(font());
    painter.setPen(
        theme::colour(span.depth < 2 || span.part == Part::Attempt ? Tone::Text : Tone::TextMuted));
    painter.drawText(QRectF(left, place.top(), wide, place.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(RequestTexts::part(span, m_trace), Qt::ElideMiddle, wide));
    paintBar(painter, span, place);
}

void WaterfallView::paintBar(QPainter &painter, const WaterfallSpan &span, const QRectF &row) const
{
    const Look look = lookOf(span);
    const double from = mapped(span.from);
    QRectF bar(from, row.center().y() - barHeight / 2, std::max(leastBar, mapped(span.to) - from), barHeight);
    painter.setPen(QPen(theme::colour(look.mark), 1, span.placed ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(theme::colour(look.ground));
    painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    const QFont small = theme::tabularFont(cells::smallFont(font()));
    painter.setFont(small);
    painter.setPen(theme::colour(look.mark == Tone::Bad ? Tone::Bad : Tone::TextMuted));
    painter.drawText(QRectF(bar.right() + 6, row.top(), width() - bar.right() - 6, row.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, valueOf(span));
}

// --- mouse, keyboard, words

bool WaterfallView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int row = rowAt(help->pos().y());
    if (row < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(),
                           tipOf(RequestTexts::facts(m_spans[std::size_t(row)], m_trace, locale())), this);
    return true;
}

void WaterfallView::mousePressEvent(QMouseEvent *event)
{
    if (const int row = rowAt(int(event->position().y())); row >= 0)
        setCurrentRow(row);
    QWidget::mousePressEvent(event);
}

void WaterfallView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        return setCurrentRow(m_current - 1);
    case Qt::Key_Down:
        return setCurrentRow(m_current + 1);
    case Qt::Key_Home:
        return setCurrentRow(0);
    case Qt::Key_End:
        return setCurrentRow(int(m_spans.size()) - 1);
    default:
        QWidget::keyPressEvent(event);
    }
}

void WaterfallView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    switch (event->type()) {
    case QEvent::LanguageChange:
    case QEvent::LocaleChange:
        describe();
        update();
        break;
    case QEvent::FontChange:
    case QEvent::StyleChange:
        updateGeometry();
        break;
    default:
        break;
    }
}

void WaterfallView::describe()
{
    setAccessibleName(tr("Where the time went"));
    setAccessibleDescription(m_current < 0
                                 ? QString()
                                 : RequestTexts::facts(m_spans[std::size_t(m_current)], m_trace, locale())
                                       .join(QStringLiteral("; ")));
}

} // namespace guarita::console
