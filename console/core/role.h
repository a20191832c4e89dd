// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QFlags>
#include <QtCore/QStringList>

#include <array>
#include <optional>

namespace guarita::console {

/// What the service lets a user do. A user has any number of roles.
enum class Role {
    Reader = 1,   // leitor: reads items
    Editor = 2,   // editor: reads and writes items
    Operator = 4, // operador: sees and steers backends
    Admin = 8,    // admin: all of that, users and the record of what they did
};
Q_DECLARE_FLAGS(Roles, Role)
Q_DECLARE_OPERATORS_FOR_FLAGS(Roles)

inline constexpr std::array allRoles{Role::Reader, Role::Editor, Role::Operator, Role::Admin};

/// As on the wire. Names that nobody here knows are left out: a newer service may have more roles.
Roles rolesNamed(const QStringList &names);
QStringList roleNames(Roles roles); // the lesser first

/// What is offered to a user. The service decides; this only keeps from offering what it would refuse.
struct Rights
{
    bool readsItems = false;
    bool changesItems = false;
    bool seesBackends = false;
    bool administers = false; // users, and the record

    friend bool operator==(const Rights &, const Rights &) = default;
};

/// Nothing stands for a service that knows no roles: it lets everybody do all that it has, which is neither
/// users nor a record.
Rights rightsOf(const std::optional<Roles> &roles);

} // namespace guarita::console
