// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"

#include <QtCore/QCoreApplication>

namespace guarita::console {

/// What there is to say of a draft, in the current language.
class DraftTexts final
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::DraftTexts)

public:
    /// Why the rules refuse a field's value.
    static QString explain(const FieldViolation &violation);
    /// Every field that breaks a rule, and why.
    static std::vector<FieldMessage> mistakesOf(const ItemFields &fields);
    /// "New, not saved", "Not accepted" …
    static QString stateName(const Draft &draft);
};

} // namespace guarita::console
