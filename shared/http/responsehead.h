// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "http/message.h"
#include "http/streamframing.h"

#include <optional>

namespace guarita::http {

/// The Date field's value (RFC 9110, 5.6.7), made once per second.
class DateField
{
public:
    explicit DateField(const core::Clock &clock)
        : m_clock(clock)
    {
    }
    const QByteArray &value();

private:
    const core::Clock &m_clock;
    qint64 m_second = -1;
    QByteArray m_value;
};

/// What the answer's framing depends on.
struct ResponseContext
{
    Method method = Method::Get;
    bool http11 = true;
    bool http2 = false; // its frames delimit content
    bool keepAlive = true;
    QByteArray requestId;
};

/// Makes `response` fit for the wire: adds Date, Connection, Content-Length and X-Request-Id, and takes the
/// body away where there must be none (RFC 9110, 6.4.1: HEAD, 204, 304). Hop-by-hop and framing fields that a
/// handler has set are dropped. False if a field is not valid (a line break in a value, say): such a response
/// must not be sent.
bool finaliseResponse(Response &response, const ResponseContext &context, const QByteArray &date);

/// The same for the head of an answer that comes in parts and has content. Says how it is to be framed: with
/// the Content-Length that `head` has, in chunks, or until the close. `context.keepAlive` turns false for the
/// last. Nothing, and `head` unchanged, if a field is not valid.
std::optional<StreamFraming> finaliseStreamHead(Response &head, ResponseContext &context,
                                                const QByteArray &date);

/// Whether the answer has content at all (RFC 9110, 6.4.1).
bool hasContent(Method method, int status);

/// The bytes of a finalised response, where QHttpServer has not seen the request or would add fields.
QByteArray serialise(const Response &response);

/// An X-Request-Id as it is taken over from a client: 1 to 64 of A–Z a–z 0–9 . _ -.
bool isRequestId(QByteArrayView text);

} // namespace guarita::http
