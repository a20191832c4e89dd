// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <cstdint>

namespace guarita::http {

/// Who is calling, and by what right: set by the authentication stage when it accepts a request.
struct Caller
{
    /// Empty: nobody was asked for.
    QByteArray subject;
    /// What the caller may do: a set of bits. Its meaning is the service's.
    unsigned char roles = 0;
    /// With whose end the right ends; empty if there is none.
    QByteArray session;
    /// When the right ends in any case, in seconds since the epoch.
    std::int64_t expiresAt = 0;
};

} // namespace guarita::http
