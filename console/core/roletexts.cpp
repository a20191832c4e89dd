// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/roletexts.h"

namespace guarita::console {

QString RoleTexts::name(Role role)
{
    switch (role) {
    case Role::Reader:
        return tr("Reader");
    case Role::Editor:
        return tr("Editor");
    case Role::Operator:
        return tr("Operator");
    case Role::Admin:
        break;
    }
    return tr("Administrator");
}

QString RoleTexts::explanation(Role role)
{
    switch (role) {
    case Role::Reader:
        return tr("Sees items and exports them.");
    case Role::Editor:
        return tr("Sees items and changes them.");
    case Role::Operator:
        return tr("Sees the backends and their traffic.");
    case Role::Admin:
        break;
    }
    return tr("May do all of that; manages users and sees who did what.");
}

QString RoleTexts::list(Roles roles)
{
    QStringList names;
    for (const Role role : allRoles) {
        if (roles.testFlag(role))
            names << name(role);
    }
    return names.isEmpty() ? tr("No role") : names.join(QStringLiteral(", "));
}

} // namespace guarita::console
