// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/backenddelegate.h"

#include "console/models/traffic/backendsmodel.h"
#include "console/views/traffic/cellpainting.h"

#include <QtCore/QtMath>
#include <QtGui/QPainter>

#include <algorithm>

namespace guarita::console {

using theme::Icon;
using theme::Tone;

namespace {

constexpr int iconSize = 14;
constexpr int pillPadding = 8;
constexpr int swatch = 4;

struct Look
{
    Icon icon;
    Tone text;
    Tone back;
};

Look lookOf(BackendState state)
{
    switch (state) {
    case BackendState::Up:
        return {Icon::Success, Tone::Good, Tone::GoodSoft};
    case BackendState::Down:
        return {Icon::Error, Tone::Bad, Tone::BadSoft};
    case BackendState::Drain:
        return {Icon::Pause, Tone::Warning, Tone::WarningSoft};
    case BackendState::Maint:
        return {Icon::Settings, Tone::Info, Tone::InfoSoft};
    case BackendState::Ejected:
        return {Icon::Warning, Tone::Warning, Tone::WarningSoft};
    case BackendState::Other:
        break;
    }
    return {Icon::Info, Tone::TextMuted, Tone::Grid};
}

QFont pillFont(const QFont &font)
{
    QFont pill = cells::smallFont(font);
    pill.setWeight(QFont::DemiBold);
    return pill;
}

} // namespace

int BackendDelegate::rowHeight(const QFont &font)
{
    return QFontMetrics(font).height() + QFontMetrics(cells::smallFont(font)).height() + 10;
}

void BackendDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    painter->save();
    cells::paintBackground(*painter, styled);
    switch (index.column()) {
    case BackendsModel::State:
        paintState(*painter, styled, index);
        break;
    case BackendsModel::Name:
        paintName(*painter, styled, index);
        break;
    default:
        cells::paintLines(*painter, styled.rect.adjusted(cells::inset, 0, -cells::inset, 0), styled.font,
                          index);
    }
    painter->restore();
}

void BackendDelegate::paintState(QPainter &painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    Look look = lookOf(BackendState(index.data(BackendsModel::StateRole).toInt()));
    if (index.data(BackendsModel::StaleRole).toBool())
        look = {look.icon, Tone::TextDisabled, Tone::Grid};
    const QFont font = pillFont(option.font);
    const QFontMetrics metrics(font);
    const int height = metrics.height() + 4;
    const QRect cell = option.rect.adjusted(cells::inset, 0, -cells::inset / 2, 0);
    const QString text = metrics.elidedText(index.data().toString(), Qt::ElideRight,
                                            cell.width() - 2 * pillPadding - iconSize - 4);
    const int width = metrics.horizontalAdvance(text) + iconSize + 4 + 2 * pillPadding;
    const QString detail = index.data(BackendsModel::DetailRole).toString();
    const QFontMetrics smallMetrics(cells::smallFont(option.font));
    const int below = detail.isEmpty() ? 0 : smallMetrics.height();
    const QRectF pill(cell.left(), cell.top() + (cell.height() - height - below) / 2.0, width, height);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::colour(look.back));
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.drawPixmap(QPointF(pill.left() + pillPadding - 1, pill.top() + (pill.height() - iconSize) / 2),
                       theme::pixmap(look.icon, iconSize, look.text, painter.device()->devicePixelRatioF()));
    painter.setFont(font);
    painter.setPen(theme::colour(look.text));
    painter.drawText(pill.adjusted(pillPadding + iconSize + 3, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     text);
    painter.setFont(theme::tabularFont(cells::smallFont(option.font)));
    painter.setPen(cells::detailColour(index));
    painter.drawText(QRectF(cell.left() + 2, pill.bottom(), cell.width() - 2, below),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     smallMetrics.elidedText(detail, Qt::ElideRight, cell.width() - 2));
}

void BackendDelegate::paintName(QPainter &painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    const QRect cell = option.rect.adjusted(cells::inset, 0, -cells::inset, 0);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor colour = theme::series(index.data(BackendsModel::SeriesRole).toInt());
    colour.setAlphaF(index.data(BackendsModel::StaleRole).toBool() ? 0.5F : 1);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(cell.left(), cell.top() + 8, swatch, cell.height() - 16), 2, 2);
    cells::paintLines(painter, cell.adjusted(swatch + 8, 0, 0, 0), option.font, index);
}

QSize BackendDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    const QFont numbers = theme::tabularFont(styled.font);
    // Rounded up: what is a fraction of a pixel too wide is elided.
    int width = qCeil(QFontMetricsF(numbers).horizontalAdvance(index.data().toString()));
    if (index.column() != BackendsModel::Name) // there the second line may be cut: it is in the tool tip
        width =
            std::max(width, qCeil(QFontMetricsF(cells::smallFont(numbers))
                                      .horizontalAdvance(index.data(BackendsModel::DetailRole).toString())));
    if (index.column() == BackendsModel::State)
        width =
            std::max(width, QFontMetrics(pillFont(styled.font)).horizontalAdvance(index.data().toString()) +
                                iconSize + 4 + 2 * pillPadding);
    if (index.column() == BackendsModel::Name)
        width += swatch + 8;
    return {width + 2 * cells::inset, rowHeight(styled.font)};
}

} // namespace guarita::console
