// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/activity/auditdelegate.h"

#include "console/models/admin/auditmodel.h"
#include "console/widgets/cells.h"

#include <QtGui/QPainter>

namespace guarita::console {

using theme::Tone;

namespace {

std::pair<Tone, Tone> chipTones(AuditOutcome outcome)
{
    switch (outcome) {
    case AuditOutcome::Done:
        return {Tone::Good, Tone::GoodSoft};
    case AuditOutcome::Refused:
        return {Tone::Warning, Tone::WarningSoft};
    case AuditOutcome::Failed:
        return {Tone::Bad, Tone::BadSoft};
    case AuditOutcome::Unknown:
        break;
    }
    return {Tone::TextMuted, Tone::Hover};
}

} // namespace

void AuditDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    painter->save();
    cells::paintBackground(*painter, styled);
    const QRect place = styled.rect.adjusted(cells::inset + 2, 0, -cells::inset, 0);
    const int column = index.column();
    if (column == AuditModel::OutcomeColumn) {
        const auto *model = static_cast<const AuditModel *>(index.model());
        const auto [tone, ground] = chipTones(model->at(index.row()).outcome);
        const bool chosen = styled.state.testFlag(QStyle::State_Selected);
        cells::paintChip(*painter, place, styled.font, styled.text, tone, chosen ? Tone::Surface : ground);
    } else {
        const bool main = column == AuditModel::WhoColumn || column == AuditModel::ActionColumn;
        const QFont font = main ? styled.font : theme::tabularFont(styled.font);
        painter->setFont(font);
        painter->setPen(theme::colour(main ? Tone::Text : Tone::TextMuted));
        painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(font).elidedText(styled.text, Qt::ElideMiddle, place.width()));
    }
    painter->restore();
}

} // namespace guarita::console
