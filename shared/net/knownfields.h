// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <cstdint>

namespace guarita::net {

/// What the framer does with a field.
enum class FieldRole : std::uint8_t {
    Unknown,   // kept, unless Connection lists it
    EndToEnd,  // kept; Connection must not list it
    Singleton, // kept; must not come twice
    HopByHop,  // dropped (RFC 9110, 7.6.1)
    Connection,
    ContentLength,
    Expect,
    Host,
    TransferEncoding
};

struct KnownField
{
    FieldRole role = FieldRole::Unknown;
    QByteArray name; // refers to static bytes: copies never allocate
};

/// `lowerName` is a field name in lower case. Unknown has an empty name.
KnownField findKnownField(QByteArrayView lowerName);

/// False for what belongs to one connection, its framing or its host (RFC 9110, 7.6.1), and so never passes a
/// proxy.
constexpr bool isPassedOn(FieldRole role)
{
    return role == FieldRole::Unknown || role == FieldRole::Singleton || role == FieldRole::EndToEnd;
}

} // namespace guarita::net
