// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/role.h"

namespace guarita::console {

namespace {

QLatin1String nameOf(Role role)
{
    switch (role) {
    case Role::Reader:
        return QLatin1String("leitor");
    case Role::Editor:
        return QLatin1String("editor");
    case Role::Operator:
        return QLatin1String("operador");
    case Role::Admin:
        break;
    }
    return QLatin1String("admin");
}

} // namespace

Roles rolesNamed(const QStringList &names)
{
    Roles roles;
    for (const Role role : allRoles)
        roles.setFlag(role, names.contains(nameOf(role)));
    return roles;
}

QStringList roleNames(Roles roles)
{
    QStringList names;
    for (const Role role : allRoles) {
        if (roles.testFlag(role))
            names << nameOf(role);
    }
    return names;
}

Rights rightsOf(const std::optional<Roles> &roles)
{
    if (!roles)
        return {true, true, true, false};
    const bool admin = roles->testFlag(Role::Admin);
    const bool editor = admin || roles->testFlag(Role::Editor);
    return {editor || roles->testFlag(Role::Reader), editor, admin || roles->testFlag(Role::Operator), admin};
}

} // namespace guarita::console
