// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemtexts.h"

#include "console/core/money.h"

#include <QtCore/QDateTime>

namespace guarita::console {

QString ItemTexts::label(Field field)
{
    switch (field) {
    case Field::Nome:
        return tr("Name");
    case Field::Descricao:
        return tr("Description");
    case Field::Preco:
        break;
    }
    return tr("Price");
}

std::optional<Field> ItemTexts::fieldOf(const QString &wireName)
{
    for (const Field field : allFields) {
        if (fieldName(field) == wireName)
            return field;
    }
    return std::nullopt;
}

theme::Icon ItemTexts::stateIcon(const Draft &draft)
{
    switch (draft.state) {
    case DraftState::Staged:
        return draft.key.isNew() ? theme::Icon::Add : theme::Icon::Edit;
    case DraftState::Saving:
        return theme::Icon::Save;
    case DraftState::Refused:
        return theme::Icon::Error;
    case DraftState::Conflict:
        return theme::Icon::Conflict;
    case DraftState::Unknown:
        break;
    }
    return theme::Icon::Help;
}

theme::Tone ItemTexts::stateTone(const Draft &draft)
{
    switch (draft.state) {
    case DraftState::Staged:
        return draft.key.isNew() ? theme::Tone::Good : theme::Tone::Changed;
    case DraftState::Saving:
        return theme::Tone::Info;
    case DraftState::Refused:
        return theme::Tone::Bad;
    case DraftState::Conflict:
    case DraftState::Unknown:
        break;
    }
    return theme::Tone::Warning;
}

QString ItemTexts::time(contract::Timestamp stamp, const QLocale &locale)
{
    const auto then = QDateTime::fromMSecsSinceEpoch(stamp.time_since_epoch().count());
    return locale.toString(then, QLocale::ShortFormat);
}

QString ItemTexts::value(const ItemFields &fields, Field field, const QLocale &locale)
{
    switch (field) {
    case Field::Nome:
        return fields.nome;
    case Field::Descricao:
        return fields.descricao.value_or(QString());
    case Field::Preco:
        break;
    }
    return formatMoney(fields.precoCentavos, locale);
}

QString ItemTexts::oneLine(const QString &text)
{
    return text.simplified();
}

} // namespace guarita::console
