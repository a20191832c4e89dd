// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/headers.h"

#include <QtCore/QByteArrayView>

namespace guarita::gateway {

/// What the Authorization field of a request holds.
struct Bearer
{
    enum class Kind {
        Absent,    // no field, or another scheme: the client has not tried yet
        Malformed, // a Bearer field that breaks RFC 6750, 2.1, or several fields
        Present
    };
    Kind kind = Kind::Absent;
    QByteArrayView token; // only when Present; in the headers, for as long as they are not changed
};

/// RFC 6750, 2.1: "Bearer", whatever its case, one space, a token68. Nothing else: no second space, no
/// quotes.
Bearer bearerOf(const net::Headers &headers);

} // namespace guarita::gateway
