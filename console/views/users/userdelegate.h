// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace guarita::console {

struct User;

/// Paints a user's roles and state as chips, and one that cannot log in paler than the others.
class UserDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setSelf(const QString &name) { m_self = name; } // is marked

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintName(QPainter &painter, const QRect &place, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;

    QString m_self;
};

/// A property of the model's rows that the delegate asks for.
const User &userOf(const QModelIndex &index);

} // namespace guarita::console
