// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemcell.h"

#include "console/core/money.h"
#include "console/models/items/drafttexts.h"
#include "console/models/items/itemsmodel.h"

#include <QtCore/QDateTime>

#include <algorithm>

namespace guarita::console {

namespace {

const Item *serverItem(const ItemRow &row)
{
    if (row.item)
        return row.item;
    return row.draft && row.draft->base ? &*row.draft->base : nullptr;
}

QVariant changedAt(const ItemRow &row)
{
    const Item *item = serverItem(row);
    if (!item)
        return {};
    return QDateTime::fromMSecsSinceEpoch(item->atualizadoEm.time_since_epoch().count());
}

QVariant editValue(const ItemRow &row, int column)
{
    switch (column) {
    case ItemsModel::IdColumn:
        return row.key.isNew() ? QVariant() : QVariant(row.key.value);
    case ItemsModel::NomeColumn:
        return row.fields().nome;
    case ItemsModel::DescricaoColumn:
        return row.fields().descricao.value_or(QString());
    case ItemsModel::PrecoColumn:
        return row.fields().precoCentavos;
    case ItemsModel::AtualizadoColumn:
        return changedAt(row);
    default:
        return {};
    }
}

QString displayText(const ItemRow &row, int column, const QLocale &locale)
{
    const QVariant value = editValue(row, column);
    if (!value.isValid())
        return {};
    if (column == ItemsModel::PrecoColumn && value.toLongLong() == noPrice)
        return {};
    if (column == ItemsModel::PrecoColumn)
        return formatMoney(value.toLongLong(), locale);
    if (column == ItemsModel::AtualizadoColumn)
        return locale.toString(value.toDateTime(), QLocale::ShortFormat);
    return value.toString(); // an id without separators, since it is a name rather than an amount
}

bool isChanged(const ItemRow &row, int column)
{
    const std::optional<Field> field = ItemsModel::fieldOf(column);
    if (!field || !row.draft || !row.draft->base)
        return false;
    const std::vector<Field> changed = changedFields(row.draft->base->fields, row.draft->fields);
    return std::find(changed.begin(), changed.end(), *field) != changed.end();
}

/// What concerns no single field stands at the id.
QString errorText(const ItemRow &row, int column)
{
    if (!row.draft)
        return {};
    if (column == ItemsModel::IdColumn)
        return row.draft->message;
    const std::optional<Field> field = ItemsModel::fieldOf(column);
    if (!field)
        return {};
    const auto error =
        std::find_if(row.draft->errors.begin(), row.draft->errors.end(),
                     [&](const FieldMessage &message) { return message.field == fieldName(*field); });
    return error == row.draft->errors.end() ? QString() : error->message;
}

/// What only the cell's colours and icons say otherwise.
QString accessibleText(const ItemRow &row, int column, const QLocale &locale)
{
    QString text = displayText(row, column, locale);
    if (column == ItemsModel::IdColumn && row.draft)
        return row.key.isNew() ? DraftTexts::stateName(*row.draft)
                               : text + QLatin1String(", ") + DraftTexts::stateName(*row.draft);
    if (isChanged(row, column))
        text += QLatin1String(", ") + ItemsModel::tr("changed");
    return text;
}

/// A tool tip that looks like markup would be shown as such.
QVariant toolTip(const ItemRow &row, int column)
{
    QString text = errorText(row, column);
    if (text.isEmpty() && (column == ItemsModel::NomeColumn || column == ItemsModel::DescricaoColumn))
        text = editValue(row, column).toString();
    if (text.isEmpty())
        return {};
    return QString(QStringLiteral("<p>") + text.toHtmlEscaped() + QStringLiteral("</p>"));
}

} // namespace

QVariant cellData(const ItemRow &row, int column, int role, const QLocale &locale)
{
    switch (role) {
    case Qt::DisplayRole:
        return displayText(row, column, locale);
    case Qt::EditRole:
        return editValue(row, column);
    case Qt::ToolTipRole:
        return toolTip(row, column);
    case Qt::AccessibleTextRole:
        return accessibleText(row, column, locale);
    case ItemsModel::CentsRole:
        return column == ItemsModel::PrecoColumn ? QVariant(row.fields().precoCentavos) : QVariant();
    case ItemsModel::DraftStateRole:
        return row.draft ? QVariant(static_cast<int>(row.draft->state)) : QVariant();
    case ItemsModel::FieldChangedRole:
        return isChanged(row, column);
    case ItemsModel::FieldErrorRole:
    case Qt::AccessibleDescriptionRole:
        return errorText(row, column);
    default:
        return {};
    }
}

} // namespace guarita::console
