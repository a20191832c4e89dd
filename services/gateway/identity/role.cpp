// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/identity/role.h"

#include <array>

namespace guarita::gateway {

namespace {

struct Named
{
    Role role;
    QByteArrayView name;
};

constexpr std::array namedRoles{Named{Role::Reader, "leitor"}, Named{Role::Editor, "editor"},
                                Named{Role::Operator, "operador"}, Named{Role::Admin, "admin"}};

} // namespace

std::optional<Role> roleNamed(QByteArrayView name)
{
    for (const Named &named : namedRoles) {
        if (named.name == name)
            return named.role;
    }
    return std::nullopt;
}

QByteArrayList roleNames(Roles roles)
{
    QByteArrayList names;
    for (const Named &named : namedRoles) {
        if (roles.has(named.role))
            names.append(named.name.toByteArray());
    }
    return names;
}

std::optional<Roles> parseRoles(QByteArrayView text)
{
    Roles roles;
    if (text.isEmpty())
        return roles;
    for (const QByteArray &name : text.toByteArray().split(',')) {
        const std::optional<Role> role = roleNamed(name);
        if (!role || roles.has(*role))
            return std::nullopt;
        roles.insert(*role);
    }
    return roles;
}

} // namespace guarita::gateway
