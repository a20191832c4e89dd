// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/responsehead.h"

#include "http/problem.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtCore/QTimeZone>

#include <algorithm>

namespace guarita::http {

namespace {

bool bodyIsForbidden(int status)
{
    return status == 204 || status == 304 || (status >= 100 && status < 200);
}

/// Fields that describe this connection or this framing: they are made here, whatever a handler or an
/// upstream says.
void dropOwnFields(Headers &headers)
{
    for (const QByteArrayView name : {"date", "connection", "content-length", "transfer-encoding",
                                      "keep-alive", "x-request-id", "upgrade", "trailer"})
        headers.remove(name);
}

bool validFields(const Headers &headers)
{
    return std::all_of(headers.begin(), headers.end(), [](const net::HeaderField &field) {
        return net::isToken(field.name) && net::isFieldValue(field.value);
    });
}

void addOwnFields(Headers &headers, const ResponseContext &context, const QByteArray &date)
{
    headers.append(QByteArrayLiteral("Date"), date);
    headers.append(QByteArrayLiteral("X-Request-Id"), context.requestId);
    if (!context.keepAlive)
        headers.append(QByteArrayLiteral("Connection"), QByteArrayLiteral("close"));
    else if (!context.http11)
        headers.append(QByteArrayLiteral("Connection"), QByteArrayLiteral("keep-alive"));
}

StreamFraming framingFor(const QByteArray &length, const ResponseContext &context)
{
    bool isNumber = false;
    const qint64 bytes = length.toLongLong(&isNumber, 10);
    if (isNumber && bytes >= 0)
        return StreamFraming::ofLength(bytes);
    return context.http11 && !context.http2 ? StreamFraming::chunked() : StreamFraming::untilClose();
}

} // namespace

bool hasContent(Method method, int status)
{
    return method != Method::Head && !bodyIsForbidden(status);
}

const QByteArray &DateField::value()
{
    const auto sinceEpoch = m_clock.wallNow().time_since_epoch();
    const qint64 second = std::chrono::duration_cast<std::chrono::seconds>(sinceEpoch).count();
    if (second != m_second) {
        m_second = second;
        const QDateTime utc = QDateTime::fromSecsSinceEpoch(second, QTimeZone::utc());
        m_value = QLocale::c().toString(utc, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'")).toLatin1();
    }
    return m_value;
}

bool finaliseResponse(Response &response, const ResponseContext &context, const QByteArray &date)
{
    if (!validFields(response.headers))
        return false;
    const QByteArray upstreamLength = response.headers.value("content-length");
    dropOwnFields(response.headers);

    const bool head = context.method == Method::Head;
    // A HEAD's answer without a body here comes from an upstream: it has the upstream's length, or none if
    // that did not say (RFC 9110, 8.6: never a wrong one).
    const bool relayedHead = head && response.body.isEmpty();
    if (relayedHead && !upstreamLength.isEmpty())
        response.headers.append(QByteArrayLiteral("Content-Length"), upstreamLength);
    else if (!relayedHead && !bodyIsForbidden(response.status))
        response.headers.append(QByteArrayLiteral("Content-Length"),
                                QByteArray::number(response.body.size()));
    if (head || bodyIsForbidden(response.status))
        response.body.clear();

    addOwnFields(response.headers, context, date);
    return true;
}

std::optional<StreamFraming> finaliseStreamHead(Response &head, ResponseContext &context,
                                                const QByteArray &date)
{
    if (!validFields(head.headers))
        return std::nullopt;
    const QByteArray length = head.headers.value("content-length");
    const StreamFraming framing = framingFor(length, context);
    dropOwnFields(head.headers);
    if (framing.kind() == StreamFraming::Kind::Length)
        head.headers.append(QByteArrayLiteral("Content-Length"), length);
    else if (framing.kind() == StreamFraming::Kind::Chunked)
        head.headers.append(QByteArrayLiteral("Transfer-Encoding"), QByteArrayLiteral("chunked"));
    else if (!context.http2)
        context.keepAlive = false;
    addOwnFields(head.headers, context, date);
    return framing;
}

QByteArray serialise(const Response &response)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(response.status) + ' ';
    bytes.append(statusPhrase(response.status)).append("\r\n");
    for (const net::HeaderField &field : response.headers)
        bytes += field.name + ": " + field.value + "\r\n";
    return bytes + "\r\n" + response.body;
}

bool isRequestId(QByteArrayView text)
{
    constexpr qsizetype longest = 64;
    return !text.isEmpty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '_' || c == '-';
    });
}

} // namespace guarita::http
