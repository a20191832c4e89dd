// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/itemfields.h"

#include <QtCore/QCoreApplication>

namespace guarita::console {

/// Why the rules refuse a field's value, in the current language.
class RuleTexts final
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::RuleTexts)

public:
    static QString explain(const FieldViolation &violation);
};

} // namespace guarita::console
