// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/requests/requestdelegate.h"

#include "console/models/traffic/requestsmodel.h"
#include "console/widgets/cells.h"

#include <QtGui/QPainter>

namespace guarita::console {

using theme::Tone;

namespace {

std::pair<Tone, Tone> chipTonesOf(int status)
{
    if (status >= 499 || status == 0)
        return {Tone::Bad, Tone::BadSoft};
    if (status >= 400)
        return {Tone::Warning, Tone::WarningSoft};
    return {Tone::Good, Tone::GoodSoft};
}

} // namespace

void RequestDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    painter->save();
    cells::paintBackground(*painter, styled);
    QRect place = styled.rect.adjusted(cells::inset + 2, 0, -cells::inset, 0);
    QString text = styled.text;
    QFont font = theme::tabularFont(styled.font);
    Tone tone = index.column() == RequestsModel::Request ? Tone::Text : Tone::TextMuted;
    if (index.column() == RequestsModel::Status) {
        const auto [mark, ground] = chipTonesOf(text.toInt());
        const bool chosen = styled.state.testFlag(QStyle::State_Selected);
        const QRect chip =
            cells::paintChip(*painter, place, styled.font, text, mark, chosen ? Tone::Surface : ground);
        place.setLeft(chip.right() + 8);
        text = index.data(RequestsModel::DetailRole).toString();
        font = cells::smallFont(styled.font);
        tone = mark;
    }
    painter->setFont(font);
    painter->setPen(theme::colour(tone));
    painter->drawText(place, int(index.data(Qt::TextAlignmentRole).value<Qt::Alignment>()),
                      QFontMetrics(font).elidedText(text, Qt::ElideRight, place.width()));
    painter->restore();
}

} // namespace guarita::console
