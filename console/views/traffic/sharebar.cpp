// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/sharebar.h"

#include "console/models/traffic/share.h"
#include "console/models/traffic/wording.h"
#include "console/views/traffic/cellpainting.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtWidgets/QToolTip>

#include <algorithm>

namespace guarita::console {

using theme::Tone;

namespace {

constexpr double barHeight = 16;
constexpr double dot = 8;

QFont figureFont(const QWidget &widget)
{
    return theme::tabularFont(cells::smallFont(widget.font()));
}

} // namespace

ShareBar::ShareBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ShareBar::setEntries(std::vector<Entry> entries, std::chrono::seconds window)
{
    m_entries = std::move(entries);
    m_window = window;
    update();
    describe();
}

void ShareBar::setStale(bool stale)
{
    m_stale = stale;
    update();
}

QString ShareBar::windowText() const
{
    return tr("Last %1").arg(Wording::duration(m_window));
}

ShareBar::Bar ShareBar::barOf(qint64 Entry::*count, const QString &title, double top) const
{
    const QFontMetricsF metrics(figureFont(*this));
    Bar bar;
    bar.title = title;
    bar.rect = QRectF(0, top + metrics.height() + 4, width(), barHeight);
    std::vector<qint64> counts;
    for (const Entry &entry : m_entries) {
        counts.push_back(entry.*count);
        bar.sum += entry.*count;
    }
    bar.parts = permilles(counts);
    double left = bar.rect.left();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (counts[i] <= 0)
            continue;
        const double wide = bar.rect.width() * double(counts[i]) / double(bar.sum);
        bar.segments.push_back({i, QRectF(left, bar.rect.top(), wide, barHeight)});
        left += wide;
    }
    return bar;
}

std::array<ShareBar::Bar, 2> ShareBar::bars() const
{
    const double step = QFontMetricsF(figureFont(*this)).height() + 4 + barHeight + 8;
    return {barOf(&Entry::window, windowText(), 0), barOf(&Entry::total, tr("Since start"), step)};
}

void ShareBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(figureFont(*this));
    const std::array<Bar, 2> both = bars();
    for (const Bar &bar : both)
        paintBar(painter, bar);
    paintFigures(painter, both);
}

void ShareBar::paintBar(QPainter &painter, const Bar &bar) const
{
    const QFontMetricsF metrics(painter.font());
    const QRectF words(0, bar.rect.top() - 4 - metrics.height(), width(), metrics.height());
    painter.setPen(theme::colour(Tone::TextMuted));
    const QString sum =
        bar.sum > 0 ? tr("%1 requests").arg(Wording::count(bar.sum, locale())) : tr("no requests");
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, sum);
    painter.drawText(
        words, Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(bar.title, Qt::ElideRight, words.width() - metrics.horizontalAdvance(sum) - 8));
    painter.save();
    QPainterPath outline;
    outline.addRoundedRect(bar.rect, 4, 4);
    painter.setClipPath(outline);
    painter.fillRect(bar.rect, theme::colour(Tone::Grid));
    for (const Segment &segment : bar.segments) {
        QColor colour = theme::series(m_entries[segment.entry].series);
        if (m_stale)
            colour.setAlphaF(0.45F);
        // A thin line of the ground keeps neighbours apart, also for who does not see their colours.
        painter.fillRect(segment.rect.adjusted(segment.entry == 0 ? 0 : 1, 0, 0, 0), colour);
        const QString text = Wording::percent(bar.parts[segment.entry], locale());
        if (m_stale || metrics.horizontalAdvance(text) + 8 > segment.rect.width())
            continue;
        painter.setPen(theme::colour(Tone::Surface));
        painter.drawText(segment.rect, Qt::AlignCenter, text);
    }
    painter.restore();
}

void ShareBar::paintFigures(QPainter &painter, const std::array<Bar, 2> &bars) const
{
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height() + 2;
    const QString heads[] = {Wording::duration(m_window), tr("Start", "column: since the start")};
    double column = metrics.horizontalAdvance(Wording::percent(1000, locale()));
    for (const QString &head : heads)
        column = std::max(column, metrics.horizontalAdvance(head));
    QRectF row(0, bars[1].rect.bottom() + 6, width(), line);
    const auto fit = std::size_t(std::max(0.0, (height() - row.top()) / line));
    const bool all = fit > m_entries.size();
    if (!all && fit < 3) // titles, one backend, how many more
        return;
    const std::size_t rows = all ? m_entries.size() : fit - 2;
    const auto columnRect = [&](int index) {
        return QRectF(row.right() - (2 - index) * column - (1 - index) * 12, row.top(), column, line);
    };
    painter.setPen(theme::colour(Tone::TextMuted));
    for (int i = 0; i < 2; ++i)
        painter.drawText(columnRect(i), Qt::AlignRight | Qt::AlignVCenter, heads[i]);
    for (std::size_t e = 0; e < rows; ++e) {
        row.translate(0, line);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::series(m_entries[e].series));
        painter.drawRoundedRect(QRectF(row.left(), row.center().y() - dot / 2, dot, dot), 2, 2);
        painter.setPen(theme::colour(m_stale ? Tone::TextDisabled : Tone::Text));
        const QRectF name = row.adjusted(dot + 6, 0, -2 * column - 24, 0);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_entries[e].name, Qt::ElideMiddle, name.width()));
        for (int i = 0; i < 2; ++i)
            painter.drawText(columnRect(i), Qt::AlignRight | Qt::AlignVCenter,
                             Wording::percent(bars[std::size_t(i)].parts[e], locale()));
    }
    if (rows < m_entries.size()) {
        row.translate(0, line);
        painter.setPen(theme::colour(Tone::TextMuted));
        painter.drawText(row.adjusted(dot + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         tr("%n more", nullptr, int(m_entries.size() - rows)));
    }
}

QString ShareBar::explain(const Bar &bar, std::size_t entry) const
{
    const bool total = bar.title != windowText();
    const qint64 count = total ? m_entries[entry].total : m_entries[entry].window;
    return tr("%1: %2 of %3 requests, %4")
        .arg(m_entries[entry].name, Wording::count(count, locale()), Wording::count(bar.sum, locale()),
             Wording::percent(bar.parts[entry], locale()));
}

bool ShareBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto *help = static_cast<QHelpEvent *>(event);
    for (const Bar &bar : bars()) {
        for (const Segment &segment : bar.segments) {
            if (!segment.rect.contains(help->pos()))
                continue;
            const QString text = QStringLiteral("%1\n%2").arg(bar.title, explain(bar, segment.entry));
            QToolTip::showText(help->globalPos(),
                               QStringLiteral("<p style='white-space:pre'>%1</p>").arg(text.toHtmlEscaped()),
                               this, segment.rect.toAlignedRect());
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

void ShareBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        describe();
    update();
    QWidget::changeEvent(event);
}

void ShareBar::describe()
{
    QStringList lines;
    for (const Bar &bar : bars()) {
        QStringList parts;
        for (std::size_t i = 0; i < m_entries.size(); ++i)
            parts << tr("%1 %2").arg(m_entries[i].name, Wording::percent(bar.parts[i], locale()));
        lines << tr("%1: %2").arg(bar.title, parts.join(QStringLiteral(", ")));
    }
    setAccessibleDescription(lines.join(QStringLiteral("; ")));
}

} // namespace guarita::console
