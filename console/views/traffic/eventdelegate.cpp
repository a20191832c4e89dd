// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/eventdelegate.h"

#include "console/models/traffic/eventlogmodel.h"
#include "console/views/traffic/cellpainting.h"

#include <QtGui/QPainter>

namespace guarita::console {

using theme::Icon;
using theme::Tone;
using Kind = TrafficEvent::Kind;

namespace {

constexpr int eventIconSize = 16;
constexpr int eventGap = 10;

std::pair<Icon, Tone> lookOf(Kind kind)
{
    switch (kind) {
    case Kind::Up:
    case Kind::Recovered:
    case Kind::Calm:
        return {Icon::Success, Tone::Good};
    case Kind::Down:
    case Kind::Panic:
        return {Icon::Error, Tone::Bad};
    case Kind::Changed:
    case Kind::Started:
    case Kind::Missed:
        return {Icon::Warning, Tone::Warning};
    case Kind::Silent:
        return {Icon::Offline, Tone::Bad};
    case Kind::Heard:
        return {Icon::Online, Tone::Good};
    case Kind::Watching:
    case Kind::Added:
    case Kind::Removed:
    case Kind::Weight:
    case Kind::Reloaded:
        break;
    }
    return {Icon::Info, Tone::Info};
}

} // namespace

void EventDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    painter->save();
    cells::paintBackground(*painter, styled);
    const QFont timeFont = theme::tabularFont(styled.font);
    const QFontMetrics metrics(timeFont);
    const QString time = index.data(EventLogModel::TimeRole).toString();
    const QRect row = styled.rect.adjusted(cells::inset, 0, -cells::inset, 0);
    painter->setFont(timeFont);
    painter->setPen(theme::colour(Tone::TextMuted));
    painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter, time);

    const double left = row.left() + metrics.horizontalAdvance(time) + eventGap;
    const double middle = left + eventIconSize / 2.0;
    const QRectF mark(left, row.center().y() - eventIconSize / 2.0 + 0.5, eventIconSize, eventIconSize);
    painter->setPen(QPen(theme::colour(Tone::Border), 1));
    if (index.row() > 0)
        painter->drawLine(QPointF(middle, styled.rect.top()), QPointF(middle, mark.top() - 1));
    if (index.row() + 1 < index.model()->rowCount())
        painter->drawLine(QPointF(middle, mark.bottom() + 1), QPointF(middle, styled.rect.bottom() + 1));
    const auto [icon, tone] = lookOf(Kind(index.data(EventLogModel::KindRole).toInt()));
    painter->drawPixmap(mark.topLeft(),
                        theme::pixmap(icon, eventIconSize, tone, painter->device()->devicePixelRatioF()));

    const QRect words = row.adjusted(int(mark.right()) + eventGap - row.left(), 0, 0, 0);
    painter->setFont(styled.font);
    painter->setPen(theme::colour(Tone::Text));
    painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(styled.font).elidedText(styled.text, Qt::ElideRight, words.width()));
    painter->restore();
}

QSize EventDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QFontMetrics metrics(option.font);
    return {metrics.horizontalAdvance(index.data().toString()) + 120, std::max(26, metrics.height() + 6)};
}

} // namespace guarita::console
