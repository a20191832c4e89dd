// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/drafttexts.h"

#include "contract/itemlimits.h"

namespace guarita::console {

QString DraftTexts::explain(const FieldViolation &violation)
{
    switch (violation.rule) {
    case FieldRule::Empty:
        return violation.field == Field::Nome ? tr("An item needs a name.") : tr("This is needed.");
    case FieldRule::TooLong:
        return tr(
            "At most %n character(s).", nullptr,
            static_cast<int>(violation.field == Field::Nome ? contract::maxNome : contract::maxDescricao));
    case FieldRule::ControlCharacter:
        return tr("A character in it cannot be stored.");
    case FieldRule::Negative:
        return tr("A price is zero or more.");
    case FieldRule::TooLarge:
        break;
    }
    return tr("This price is too large.");
}

std::vector<FieldMessage> DraftTexts::mistakesOf(const ItemFields &fields)
{
    std::vector<FieldMessage> mistakes;
    for (const FieldViolation &violation : violationsOf(fields))
        mistakes.push_back({fieldName(violation.field), explain(violation)});
    return mistakes;
}

QString DraftTexts::stateName(const Draft &draft)
{
    switch (draft.state) {
    case DraftState::Staged:
        return draft.key.isNew() ? tr("New, not saved") : tr("Changed, not saved");
    case DraftState::Saving:
        return tr("Saving…");
    case DraftState::Refused:
        return tr("Not accepted");
    case DraftState::Conflict:
        return draft.theirs ? tr("Changed by somebody else") : tr("Deleted by somebody else");
    case DraftState::Unknown:
        break;
    }
    return tr("Maybe saved");
}

} // namespace guarita::console
