// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/sharepreview.h"

#include "console/models/traffic/wording.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>

#include <algorithm>

namespace guarita::console {

using theme::Tone;

namespace {

constexpr int previewNameWidth = 132;
constexpr int previewBarWidth = 150;
constexpr int previewGap = 10;
constexpr double thinBar = 5;
constexpr double thickBar = 8;

void paintShare(QPainter &painter, QRectF track, int permille, const QColor &colour)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::colour(Tone::Grid));
    painter.drawRoundedRect(track, track.height() / 2, track.height() / 2);
    if (permille <= 0)
        return;
    track.setWidth(std::max(track.height(), track.width() * permille / 1000));
    painter.setBrush(colour);
    painter.drawRoundedRect(track, track.height() / 2, track.height() / 2);
}

} // namespace

SharePreview::SharePreview(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SharePreview::setEntries(std::vector<Entry> entries)
{
    if (entries == m_entries)
        return;
    const bool taller = std::min(entries.size(), most + 1) != std::min(m_entries.size(), most + 1);
    m_entries = std::move(entries);
    if (taller)
        updateGeometry();
    describe();
    update();
}

int SharePreview::rowHeight() const
{
    return std::max(fontMetrics().height(), int(thinBar + thickBar) + 2) + 8;
}

QString SharePreview::figures(const Entry &entry) const
{
    return QStringLiteral("%1 → %2").arg(Wording::percent(entry.now, locale()),
                                         Wording::percent(entry.after, locale()));
}

QSize SharePreview::sizeHint() const
{
    const int figuresWidth =
        QFontMetrics(theme::tabularFont(font())).horizontalAdvance(figures({QString(), 0, 1000, 1000}));
    const int rows = int(std::min(m_entries.size(), most + 1));
    return {previewNameWidth + previewBarWidth + figuresWidth + 2 * previewGap, rows * rowHeight()};
}

void SharePreview::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont numbers = theme::tabularFont(font());
    const QFontMetrics metrics(font());
    const int right = QFontMetrics(numbers).horizontalAdvance(figures({QString(), 0, 1000, 1000}));
    QRect row(0, 0, width(), rowHeight());
    const std::size_t shown = m_entries.size() <= most ? m_entries.size() : most;
    for (std::size_t i = 0; i < shown; ++i, row.translate(0, row.height())) {
        const Entry &entry = m_entries[i];
        painter.setFont(font());
        painter.setPen(theme::colour(Tone::Text));
        painter.drawText(QRect(0, row.top(), previewNameWidth, row.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(entry.name, Qt::ElideMiddle, previewNameWidth));
        const double left = previewNameWidth + previewGap;
        const double wide = width() - left - previewGap - right;
        const double top = row.top() + (row.height() - thinBar - thickBar - 2) / 2;
        QColor faint = theme::series(entry.series);
        faint.setAlphaF(0.4F);
        paintShare(painter, QRectF(left, top, wide, thinBar), entry.now, faint);
        paintShare(painter, QRectF(left, top + thinBar + 2, wide, thickBar), entry.after,
                   theme::series(entry.series));
        painter.setFont(numbers);
        painter.setPen(theme::colour(entry.now == entry.after ? Tone::TextMuted : Tone::Text));
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, figures(entry));
    }
    if (shown < m_entries.size()) {
        painter.setFont(font());
        painter.setPen(theme::colour(Tone::TextMuted));
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                         tr("and %n more", nullptr, int(m_entries.size() - shown)));
    }
}

void SharePreview::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        describe();
}

void SharePreview::describe()
{
    QStringList parts;
    for (const Entry &entry : m_entries)
        parts << tr("%1: now %2, then %3")
                     .arg(entry.name, Wording::percent(entry.now, locale()),
                          Wording::percent(entry.after, locale()));
    setAccessibleName(tr("Share of the requests"));
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
}

} // namespace guarita::console
