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

QString ItemTexts::explain(const ApiError &error)
{
    const auto with = [&error](const QString &sentence) {
        return error.detail.isEmpty() ? sentence : sentence + QLatin1Char(' ') + error.detail;
    };
    switch (error.kind) {
    case ApiError::Kind::Unreachable:
        return tr("The service cannot be reached.");
    case ApiError::Kind::Interrupted:
        return tr("The connection broke before there was an answer.");
    case ApiError::Kind::Untrusted:
        return with(tr("The service's certificate is not trusted."));
    case ApiError::Kind::Unauthorized:
        return tr("You are not logged in.");
    case ApiError::Kind::Forbidden:
        return with(tr("This is not allowed."));
    case ApiError::Kind::NotFound:
        return tr("It does not exist any more.");
    case ApiError::Kind::Conflict:
        return tr("Somebody else changed it in the meantime.");
    case ApiError::Kind::Throttled:
        return tr("Too many requests. Try again in a moment.");
    case ApiError::Kind::Unavailable:
        return with(tr("The service does not answer at the moment."));
    case ApiError::Kind::BadReply:
        return tr("The service's answer could not be understood.");
    case ApiError::Kind::Invalid:
    case ApiError::Kind::Failed:
        break;
    }
    return error.detail.isEmpty() ? tr("The service refused (status %1).").arg(error.status) : error.detail;
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
