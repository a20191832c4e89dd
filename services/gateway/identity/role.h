// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayList>
#include <QtCore/QByteArrayView>

#include <initializer_list>
#include <optional>

namespace guarita::gateway {

/// What a user may do here. A user has any number of roles; what no role allows is refused.
enum class Role : unsigned char {
    Reader = 1,   // leitor: reads items
    Editor = 2,   // editor: reads and writes items
    Operator = 4, // operador: sees and steers backends
    Admin = 8,    // admin: all of that, users and the audit
};

/// A set of roles.
class Roles
{
public:
    constexpr Roles() = default;
    constexpr Roles(std::initializer_list<Role> roles)
    {
        for (const Role role : roles)
            m_bits |= static_cast<unsigned char>(role);
    }

    constexpr bool isEmpty() const { return m_bits == 0; }
    constexpr bool has(Role role) const { return (m_bits & static_cast<unsigned char>(role)) != 0; }
    constexpr bool hasAnyOf(Roles others) const { return (m_bits & others.m_bits) != 0; }
    constexpr void insert(Role role) { m_bits |= static_cast<unsigned char>(role); }
    constexpr void insert(Roles others) { m_bits |= others.m_bits; }

    /// As a number, for what carries a set without knowing what is in it (http::Request::roles).
    constexpr unsigned char bits() const { return m_bits; }
    static constexpr Roles fromBits(unsigned char bits)
    {
        Roles roles;
        roles.m_bits = bits;
        return roles;
    }

    friend constexpr bool operator==(const Roles &, const Roles &) = default;

private:
    unsigned char m_bits = 0;
};

/// "leitor", "editor", "operador" or "admin", exactly so; nothing for any other text.
std::optional<Role> roleNamed(QByteArrayView name);

/// The names of a set's roles, the lesser first.
QByteArrayList roleNames(Roles roles);

/// Names with commas between them; nothing if one is unknown, empty or there twice. The empty text is the
/// empty set.
std::optional<Roles> parseRoles(QByteArrayView text);

} // namespace guarita::gateway
