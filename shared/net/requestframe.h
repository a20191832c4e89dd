// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/headers.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <cstdint>
#include <memory>
#include <optional>

namespace guarita::net {

class IncomingBody;

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options };

/// The method's token as it stands in a request line, e.g. "GET". Never allocates.
QByteArray methodName(Method method);
std::optional<Method> methodNamed(QByteArrayView token);

/// Safe and idempotent as RFC 9110, 9.2.1 and 9.2.2 define them.
bool isSafe(Method method);
bool isIdempotent(Method method);

/// One request as the strict framer accepted it: canonical, bounded, unambiguous; whole, unless its body is
/// still `incoming`.
/// It is all that the rest of the program ever sees of a client's bytes.
struct RequestFrame
{
    Method method = Method::Get;
    /// Origin-form, canonical: percent-encoding normalised (RFC 3986, 6.2.2), no dot segments, no fragment.
    QByteArray target;
    /// The part of target before '?', percent-decoded (UTF-8 bytes); what routes match and authorisation
    /// judges. Decoding it is unambiguous: encoded '/', '\', NUL and control characters were refused.
    QByteArray path;
    /// The part of target after '?', still encoded; empty if there is none.
    QByteArray query;
    /// The Host field's value, valid per RFC 9110, 7.2.
    QByteArray host;
    /// All other fields in order, names in lower case, values trimmed. No hop-by-hop field, nothing that
    /// Connection listed, no Host, Content-Length, Transfer-Encoding or Expect.
    Headers headers;
    /// The body, de-chunked. Trailers are dropped.
    QByteArray body;
    /// Instead of `body`, of a large one that is passed on while it comes (see BodyRules); else null.
    std::shared_ptr<IncomingBody> incoming = nullptr;
    /// HTTP/1.1 (true) or HTTP/1.0 (false).
    bool http11 = true;
    /// Over HTTP/2, which frames the answer's content itself; `http11` is true, too.
    bool http2 = false;
    /// What the client asked for: the connection may carry another request after the answer.
    bool keepAlive = true;
};

} // namespace guarita::net
