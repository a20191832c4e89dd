// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/importdelegate.h"

#include "console/models/items/importmodel.h"
#include "console/views/items/itemtexts.h"
#include "console/widgets/theme.h"

#include <QtGui/QPainter>
#include <QtWidgets/QLineEdit>

namespace guarita::console {

namespace {

constexpr int markSize = 14;
constexpr qsizetype shownCharacters = 400; // far more than fit: eliding a book costs a frame

bool isField(const QModelIndex &index, Field field)
{
    const QVariant found = index.data(ImportModel::FieldRole);
    return found.isValid() && found.toInt() == static_cast<int>(field);
}

} // namespace

void ImportDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const bool faulty = index.data(ImportModel::FaultRole).toBool();
    const bool used = index.data(ImportModel::FieldRole).isValid();
    const bool selected = option.state & QStyle::State_Selected;
    const bool focused = (option.state & QStyle::State_HasFocus) != 0;
    painter->save();
    painter->fillRect(option.rect, theme::colour(faulty     ? theme::Tone::BadSoft
                                                 : selected ? theme::Tone::AccentSoft
                                                 : used     ? theme::Tone::Surface
                                                            : theme::Tone::Window));
    painter->setPen(theme::colour(theme::Tone::Grid));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    painter->drawLine(option.rect.topRight(), option.rect.bottomRight());

    QRect text = option.rect.adjusted(theme::spacing, 0, -theme::spacing, 0);
    if (faulty) {
        const QPixmap mark = theme::pixmap(theme::Icon::Error, markSize, theme::Tone::Bad,
                                           painter->device()->devicePixelRatioF());
        painter->drawPixmap(text.left(), text.center().y() - markSize / 2 + 1, mark);
        text.setLeft(text.left() + markSize + 6);
    }
    const QString cell = ItemTexts::oneLine(index.data().toString().left(shownCharacters));
    const bool nothing = cell.isEmpty() && faulty;
    painter->setFont(isField(index, Field::Preco) ? tabular(option.font) : option.font);
    painter->setPen(theme::colour(nothing || !used ? theme::Tone::TextMuted : theme::Tone::Text));
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    painter->drawText(
        text, static_cast<int>(alignment),
        painter->fontMetrics().elidedText(nothing ? tr("empty") : cell, Qt::ElideRight, text.width()));
    if (focused || (selected && faulty)) {
        painter->setPen(
            QPen(theme::colour(faulty ? theme::Tone::Bad : theme::Tone::Accent), focused ? 2 : 1));
        painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
    }
    painter->restore();
}

QSize ImportDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString cell = ItemTexts::oneLine(index.data().toString().left(shownCharacters));
    const int mark = index.data(ImportModel::FaultRole).toBool() ? markSize + 6 : 0;
    return {option.fontMetrics.horizontalAdvance(cell) + 2 * theme::spacing + mark + 4, 32};
}

QWidget *ImportDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &,
                                      const QModelIndex &index) const
{
    auto *editor = new QLineEdit(parent);
    editor->setObjectName(QStringLiteral("importCellEditor"));
    editor->setAlignment(index.data(Qt::TextAlignmentRole).value<Qt::Alignment>());
    editor->setAccessibleName(
        ItemTexts::label(static_cast<Field>(index.data(ImportModel::FieldRole).toInt())));
    return editor;
}

void ImportDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // Asked for again whenever the row is judged: what is being typed stands over it.
    if (editor->property("filled").toBool())
        return;
    editor->setProperty("filled", true);
    static_cast<QLineEdit *>(editor)->setText(index.data(Qt::EditRole).toString());
}

void ImportDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                          const QModelIndex &) const
{
    editor->setGeometry(option.rect);
}

const QFont &ImportDelegate::tabular(const QFont &base) const
{
    if (m_base != base || m_tabular.family().isEmpty()) {
        m_base = base;
        m_tabular = theme::tabularFont(base);
    }
    return m_tabular;
}

} // namespace guarita::console
