// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/role.h"

#include <QtCore/QCoreApplication>

namespace guarita::console {

/// How roles are called, and what each is for.
class RoleTexts
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::RoleTexts)

public:
    static QString name(Role role);
    static QString explanation(Role role);
    /// "Reader, Operator"; the lesser first.
    static QString list(Roles roles);
};

} // namespace guarita::console
