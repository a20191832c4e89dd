// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QFont>
#include <QtWidgets/QStyledItemDelegate>

namespace guarita::console {

/// Paints the cells of a table that is to be imported: wrong ones with a colour and an icon, those that are
/// not imported muted.
class ImportDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

private:
    const QFont &tabular(const QFont &base) const;

    mutable QFont m_base; // what m_tabular was made of: making it measures every digit
    mutable QFont m_tabular;
};

} // namespace guarita::console
