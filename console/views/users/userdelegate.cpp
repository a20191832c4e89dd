// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/users/userdelegate.h"

#include "console/core/roletexts.h"
#include "console/models/admin/usersmodel.h"
#include "console/widgets/cells.h"

#include <QtCore/QAbstractProxyModel>
#include <QtGui/QPainter>

namespace guarita::console {

using theme::Tone;

namespace {

constexpr int chipGap = 5;

/// On a selected row the soft tones would not be seen.
Tone groundOf(const QStyleOptionViewItem &option, Tone tone)
{
    return option.state.testFlag(QStyle::State_Selected) ? Tone::Surface : tone;
}

void paintRoles(QPainter &painter, QRect place, const QStyleOptionViewItem &option, const User &user)
{
    for (const Role role : allRoles) {
        if (!user.roles.testFlag(role) || place.width() < 24)
            continue;
        const bool admin = role == Role::Admin;
        const Tone tone = !user.enabled ? Tone::TextDisabled : admin ? Tone::Changed : Tone::Accent;
        const Tone ground = !user.enabled ? Tone::Hover : admin ? Tone::ChangedSoft : Tone::AccentSoft;
        const QRect chip = cells::paintChip(painter, place, option.font, RoleTexts::name(role), tone,
                                            groundOf(option, ground));
        place.setLeft(chip.right() + chipGap);
    }
}

} // namespace

const User &userOf(const QModelIndex &index)
{
    const auto *proxy = qobject_cast<const QAbstractProxyModel *>(index.model());
    const QModelIndex source = proxy ? proxy->mapToSource(index) : index;
    return static_cast<const UsersModel *>(source.model())->at(source.row());
}

void UserDelegate::paintName(QPainter &painter, const QRect &place, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const User &user = userOf(index);
    const QFontMetrics metrics(option.font);
    const bool self = user.name == m_self;
    const QSize mark = cells::chipSize(option.font, tr("you"));
    const int most = place.width() - (self ? mark.width() + chipGap : 0);
    const QString name = metrics.elidedText(user.name, Qt::ElideMiddle, most);
    painter.setPen(theme::colour(user.enabled ? Tone::Text : Tone::TextDisabled));
    painter.setFont(option.font);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, name);
    if (self)
        cells::paintChip(painter, place.adjusted(metrics.horizontalAdvance(name) + chipGap, 0, 0, 0),
                         option.font, tr("you"), Tone::TextMuted, groundOf(option, Tone::Hover));
}

void UserDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    const User &user = userOf(index);
    painter->save();
    cells::paintBackground(*painter, styled);
    const QRect place = styled.rect.adjusted(cells::inset + 2, 0, -cells::inset, 0);
    switch (index.column()) {
    case UsersModel::NameColumn:
        paintName(*painter, place, styled, index);
        break;
    case UsersModel::RolesColumn:
        paintRoles(*painter, place, styled, user);
        break;
    case UsersModel::StateColumn:
        cells::paintChip(*painter, place, styled.font, styled.text,
                         user.enabled ? Tone::Good : Tone::TextMuted,
                         groundOf(styled, user.enabled ? Tone::GoodSoft : Tone::Hover));
        break;
    default:
        painter->setPen(theme::colour(Tone::TextMuted));
        painter->setFont(theme::tabularFont(styled.font));
        painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter, styled.text);
    }
    painter->restore();
}

QSize UserDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int height = std::max(34, cells::chipSize(option.font, QStringLiteral("x")).height() + 12);
    int width = QFontMetrics(option.font).horizontalAdvance(index.data().toString()) + 24;
    if (index.column() == UsersModel::RolesColumn) {
        width = 2 * cells::inset;
        for (const Role role : allRoles) {
            if (userOf(index).roles.testFlag(role))
                width += cells::chipSize(option.font, RoleTexts::name(role)).width() + chipGap;
        }
    }
    return {width, height};
}

} // namespace guarita::console
