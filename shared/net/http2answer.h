// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/headers.h"

#include <QtCore/QByteArray>

#include <vector>

namespace guarita::net {

/// An answer as HTTP/2 sends it, from the bytes of HTTP/1.1 that HttpListener gets. They are our own and
/// well-formed.
struct Http2Answer
{
    int status = 0;
    std::vector<HeaderField> fields; // names in lower case; none that speaks of a connection (RFC 9113, 8.2)
    QByteArray content;

    static Http2Answer from(const QByteArray &message);
};

} // namespace guarita::net
