// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/wirerequest.h"

#include "client/httpclient.h"
#include "net/fieldline.h"
#include "net/knownfields.h"

#include <algorithm>

namespace guarita::client {

namespace {

constexpr QByteArrayView lineEnd = "\r\n";

/// Origin-form (RFC 9112, 3.2.1), and nothing that could end the target, or the line.
bool isTarget(QByteArrayView target)
{
    return target.startsWith('/') &&
           std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7f && c != '#'; });
}

bool isCookie(QByteArrayView name)
{
    return net::LowerName(name).view() == QByteArrayView("cookie");
}

bool isPassedOn(const net::HeaderField &field)
{
    return net::isToken(field.name) && net::isFieldValue(field.value) &&
           net::isPassedOn(net::findKnownField(net::LowerName(field.name).view()).role);
}

void addField(QByteArray &head, QByteArrayView name, QByteArrayView value)
{
    head.append(name).append(": ").append(value).append(lineEnd);
}

/// RFC 9113, 8.2.3: HTTP/2 splits the field, HTTP/1.1 has it once.
QByteArray joinedCookies(const http::Headers &fields)
{
    QByteArray joined;
    for (const net::HeaderField &field : fields) {
        if (!isCookie(field.name) || !net::isFieldValue(field.value))
            continue;
        if (!joined.isEmpty())
            joined += "; ";
        joined += field.value;
    }
    return joined;
}

/// How much body follows: what is said of it even where there is none, but for requests that by custom have
/// none (RFC 9110, 8.6). In chunks only what has no length, for a server of HTTP/1.0 knows none (RFC
/// 9112, 6.1).
void addFraming(QByteArray &head, const UpstreamRequest &request)
{
    const std::optional<qint64> length =
        request.incoming ? request.incoming->length() : std::optional<qint64>(request.body.size());
    if (!length)
        addField(head, "Transfer-Encoding", "chunked");
    else if (*length > 0 || !net::isSafe(request.method))
        addField(head, "Content-Length", QByteArray::number(*length));
}

} // namespace

std::optional<WireRequest> wireRequest(const QByteArray &authority, const UpstreamRequest &request)
{
    if (!isTarget(request.target))
        return std::nullopt;
    qsizetype size = 128 + request.target.size() + authority.size();
    for (const net::HeaderField &field : request.headers)
        size += field.name.size() + field.value.size() + 4;

    WireRequest wire{request.method, {}, request.reuse};
    QByteArray &head = wire.head;
    head.reserve(size);
    head.append(net::methodName(request.method)).append(' ').append(request.target).append(" HTTP/1.1\r\n");
    addField(head, "Host", authority);
    bool cookiesDone = false;
    for (const net::HeaderField &field : request.headers) {
        if (!isPassedOn(field))
            continue;
        if (!isCookie(field.name))
            addField(head, field.name, field.value);
        else if (!std::exchange(cookiesDone, true))
            addField(head, field.name, joinedCookies(request.headers));
    }
    // Without the field a server may choose any coding (RFC 9110, 12.5.3).
    if (request.headers.value("accept-encoding").isEmpty())
        addField(head, "accept-encoding", "identity");
    addFraming(head, request);
    if (!request.reuse)
        addField(head, "Connection", "close");
    head.append(lineEnd);
    return wire;
}

} // namespace guarita::client
