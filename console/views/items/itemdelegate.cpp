// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemdelegate.h"

#include "console/models/items/drafttexts.h"
#include "console/models/items/itemsmodel.h"
#include "console/views/items/cellwarning.h"
#include "console/views/items/itemtexts.h"
#include "console/widgets/moneyedit.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolTip>

namespace guarita::console {

namespace {

constexpr int padding = 8;        // as the header's
constexpr int numberPadding = 23; // the header keeps room for its arrow right of a number's name
constexpr int iconSize = 16;

ItemKey keyOf(const QModelIndex &index)
{
    return index.data(ItemsModel::KeyRole).value<ItemKey>();
}

} // namespace

ItemDelegate::ItemDelegate(const DraftStore &drafts, QTableView &view)
    : QStyledItemDelegate(&view)
    , m_drafts(drafts)
    , m_view(view)
    , m_fault(new CellWarning(view.viewport()))
{
}

bool ItemDelegate::refuses(QWidget *editor)
{
    const QString fault = faultOf(editor);
    if (fault.isEmpty())
        m_fault->clear();
    else
        m_fault->showUnder(*editor, fault);
    return !fault.isEmpty();
}

bool ItemDelegate::finish()
{
    if (!m_editor)
        return true;
    if (refuses(m_editor)) {
        m_editor->setFocus();
        return false;
    }
    Q_EMIT commitData(m_editor);
    Q_EMIT closeEditor(m_editor, NoHint);
    return true;
}

QString ItemDelegate::faultOf(const QWidget *editor) const
{
    if (!editor || editor != m_editor || !m_edited.isValid())
        return {};
    if (const auto *money = qobject_cast<const MoneyEdit *>(editor)) {
        const auto cents = money->cents();
        if (!cents)
            return MoneyEdit::explain(cents.error(), money->text(), money->locale());
    }
    const auto field = ItemsModel::fieldOf(m_edited.column());
    const auto *line = qobject_cast<const QLineEdit *>(editor);
    if (!field || !line)
        return {};
    ItemFields fields{QStringLiteral("x"), std::nullopt, 0}; // good but for the edited one
    if (*field == Field::Nome)
        fields.nome = line->text();
    else if (*field == Field::Descricao)
        fields.descricao = line->text();
    else
        fields.precoCentavos = static_cast<const MoneyEdit *>(line)->centsOrZero();
    const auto violations = violationsOf(fields);
    return violations.empty() ? QString() : DraftTexts::explain(violations.front());
}

const QFont &ItemDelegate::tabular(const QFont &base) const
{
    if (m_base != base || m_tabular.family().isEmpty()) {
        m_base = base;
        m_tabular = theme::tabularFont(base);
    }
    return m_tabular;
}

QWidget *ItemDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &,
                                    const QModelIndex &index) const
{
    const auto field = ItemsModel::fieldOf(index.column());
    if (!field)
        return nullptr;
    QLineEdit *editor = *field == Field::Preco ? new MoneyEdit(parent) : new QLineEdit(parent);
    editor->setObjectName(QStringLiteral("cellEditor"));
    editor->setAccessibleName(ItemTexts::label(*field));
    connect(editor, &QLineEdit::textEdited, m_fault, &CellWarning::clear);
    m_editor = editor;
    m_edited = index;
    return editor;
}

void ItemDelegate::destroyEditor(QWidget *editor, const QModelIndex &index) const
{
    if (editor == m_editor) {
        m_editor = nullptr;
        m_fault->clear();
    }
    QStyledItemDelegate::destroyEditor(editor, index);
}

void ItemDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // Asked for again whenever the model's data change: what is being typed stands over them.
    if (editor->property("filled").toBool())
        return;
    editor->setProperty("filled", true);
    if (auto *money = qobject_cast<MoneyEdit *>(editor))
        money->setCents(index.data(ItemsModel::CentsRole).toLongLong());
    else if (auto *line = qobject_cast<QLineEdit *>(editor))
        line->setText(index.data(Qt::EditRole).toString());
}

void ItemDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (!faultOf(editor).isEmpty())
        return;
    if (const auto *money = qobject_cast<const MoneyEdit *>(editor)) {
        if (money->cents().value() != index.data(ItemsModel::CentsRole).toLongLong())
            model->setData(index, money->cents().value(), Qt::EditRole);
        return;
    }
    const QString text = qobject_cast<QLineEdit *>(editor)->text();
    if (text == index.data(Qt::EditRole).toString())
        return;
    const bool none = text.isEmpty() && index.column() == ItemsModel::DescricaoColumn;
    model->setData(index, none ? QVariant::fromValue(QString()) : QVariant(text), Qt::EditRole);
}

void ItemDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                        const QModelIndex &) const
{
    editor->setGeometry(option.rect);
    m_fault->follow(*editor);
}

bool ItemDelegate::eventFilter(QObject *object, QEvent *event)
{
    auto *editor = qobject_cast<QWidget *>(object);
    if (editor && editor == m_editor) {
        if (event->type() == QEvent::KeyPress && keyPressed(*editor, *static_cast<QKeyEvent *>(event)))
            return true;
        // The focus may go to another window or widget; the cell stays open for what cannot be read.
        if (event->type() == QEvent::FocusOut && refuses(editor))
            return false;
    }
    return QStyledItemDelegate::eventFilter(object, event);
}

bool ItemDelegate::keyPressed(QWidget &editor, const QKeyEvent &event)
{
    EndEditHint hint = NoHint;
    switch (event.key()) {
    case Qt::Key_Tab:
        hint = EditNextItem;
        break;
    case Qt::Key_Backtab:
        hint = EditPreviousItem;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        hint = SubmitModelCache;
        break;
    case Qt::Key_Escape:
        m_fault->clear();
        return false;
    default:
        return false;
    }
    if (!refuses(&editor)) {
        Q_EMIT commitData(&editor);
        Q_EMIT closeEditor(&editor, hint);
    }
    return true;
}

bool ItemDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QString text = index.data(ItemsModel::FieldErrorRole).toString();
    if (text.isEmpty() && index.column() == ItemsModel::IdColumn) {
        if (const Draft *draft = m_drafts.find(keyOf(index)))
            text = draft->message.isEmpty()
                       ? DraftTexts::stateName(*draft)
                       : DraftTexts::stateName(*draft) + QLatin1Char('\n') + draft->message;
    } else if (text.isEmpty()) {
        const bool price = index.column() == ItemsModel::PrecoColumn;
        const QString all = index.data(price ? Qt::DisplayRole : Qt::EditRole).toString();
        const int room = option.rect.width() - padding - (price ? numberPadding : padding);
        if (all.contains(QLatin1Char('\n')) || option.fontMetrics.horizontalAdvance(all) > room)
            text = all;
    }
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), Qt::convertFromPlainText(text), view->viewport(), option.rect);
    return true;
}

void ItemDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    paintBackground(*painter, option, index);
    if (!index.data(ItemsModel::LoadedRole).toBool())
        paintLoading(*painter, option.rect, index);
    else if (index.column() == ItemsModel::IdColumn)
        paintId(*painter, option, index);
    else
        paintText(*painter, option, index);
    painter->restore();
}

void ItemDelegate::paintBackground(QPainter &painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    const QRect cell = option.rect;
    const bool wrong = !index.data(ItemsModel::FieldErrorRole).toString().isEmpty();
    const bool changed = index.data(ItemsModel::FieldChangedRole).toBool();
    if (option.state & QStyle::State_Selected)
        painter.fillRect(cell, theme::colour(theme::Tone::AccentSoft));
    if (wrong || changed) {
        if (!(option.state & QStyle::State_Selected))
            painter.fillRect(cell, theme::colour(wrong ? theme::Tone::BadSoft : theme::Tone::ChangedSoft));
        painter.fillRect(QRect(cell.left(), cell.top(), 3, cell.height() - 1),
                         theme::colour(wrong ? theme::Tone::Bad : theme::Tone::Changed));
    }
    painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), theme::colour(theme::Tone::Grid));
    if (m_view.hasFocus() && m_view.currentIndex() == index) {
        painter.setPen(QPen(theme::colour(theme::Tone::Accent), 2));
        painter.drawRect(QRectF(cell).adjusted(1, 1, -1, -2));
    }
}

void ItemDelegate::paintLoading(QPainter &painter, const QRect &cell, const QModelIndex &index) const
{
    // Widths that look like text, the same for a cell each time it is painted.
    const int share = 35 + (index.row() * 7 + index.column() * 13) * 11 % 40;
    const bool number = index.column() == ItemsModel::IdColumn || index.column() == ItemsModel::PrecoColumn;
    const int room = cell.width() - padding - numberPadding;
    QRectF bar(0, 0, number ? room / 2 : room * share / 100, 8);
    bar.moveCenter(QRectF(cell).center());
    if (number)
        bar.moveRight(cell.right() - numberPadding);
    else
        bar.moveLeft(cell.left() + padding);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::colour(theme::Tone::Border));
    painter.drawRoundedRect(bar, 4, 4);
}

void ItemDelegate::paintId(QPainter &painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const ItemKey key = keyOf(index);
    const Draft *draft = m_drafts.find(key);
    QRect text = option.rect.adjusted(padding + 4, 0, -numberPadding, 0);
    if (draft) {
        const QRect icon(text.left(), option.rect.center().y() - iconSize / 2 + 1, iconSize, iconSize);
        theme::icon(ItemTexts::stateIcon(*draft), ItemTexts::stateTone(*draft)).paint(&painter, icon);
        text.setLeft(icon.right() + 8);
    }
    painter.setFont(tabular(option.font));
    painter.setPen(theme::colour(key.isNew() ? theme::Tone::Good : theme::Tone::TextMuted));
    painter.drawText(text, key.isNew() ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter,
                     key.isNew() ? tr("New") : QString::number(key.value));
}

void ItemDelegate::paintText(QPainter &painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const bool price = index.column() == ItemsModel::PrecoColumn;
    QRect cell = option.rect.adjusted(padding, 0, price ? -numberPadding : -padding, 0);
    const bool muted =
        index.column() == ItemsModel::DescricaoColumn || index.column() == ItemsModel::AtualizadoColumn;
    if (!index.data(ItemsModel::FieldErrorRole).toString().isEmpty()) {
        const QRect icon(cell.left(), cell.center().y() - iconSize / 2 + 1, iconSize, iconSize);
        theme::icon(theme::Icon::Error, theme::Tone::Bad).paint(&painter, icon);
        cell.setLeft(icon.right() + 6);
    }
    const bool numeric = price || index.column() == ItemsModel::AtualizadoColumn;
    painter.setFont(numeric ? tabular(option.font) : option.font);
    painter.setPen(theme::colour(muted || m_stale ? theme::Tone::TextMuted : theme::Tone::Text));
    const QString text = painter.fontMetrics().elidedText(
        ItemTexts::oneLine(index.data(Qt::DisplayRole).toString()), Qt::ElideRight, cell.width());
    painter.drawText(cell, (price ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, text);
}

} // namespace guarita::console
