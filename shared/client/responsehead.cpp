// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/responsehead.h"

#include "client/fieldnames.h"

#include <algorithm>

namespace guarita::client {

namespace {

/// RFC 9110, 8.6, in the one spelling that leaves no doubt.
std::optional<qint64> lengthFrom(const QByteArray &value)
{
    const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || value.isEmpty() || value.size() > 18 || (value.size() > 1 && value.front() == '0'))
        return std::nullopt;
    return value.toLongLong();
}

bool listContains(const QByteArray &list, QByteArrayView name)
{
    const QList<QByteArray> members = list.split(',');
    return std::any_of(members.begin(), members.end(),
                       [&](const QByteArray &member) { return sameName(member.trimmed(), name); });
}

/// Qt joins the values of fields with the same name by a comma, those of Set-Cookie by a line feed.
void appendCookies(http::Headers &headers, const QByteArray &name, const QByteArray &value)
{
    for (const QByteArray &cookie : value.split('\n'))
        headers.append(name, cookie.trimmed());
}

struct RawHead
{
    qint64 bytes = 0;
    bool valid = true;
    const QByteArray *connection = nullptr;
    const QByteArray *length = nullptr;
    const QByteArray *transferEncoding = nullptr;
};

RawHead survey(const QList<QNetworkReply::RawHeaderPair> &fields)
{
    RawHead raw;
    for (const auto &[name, value] : fields) {
        raw.bytes += name.size() + value.size() + 4;
        const bool cookie = sameName(name, "set-cookie");
        raw.valid =
            raw.valid && net::isToken(name) &&
            (cookie ? net::isFieldValue(QByteArray(value).replace('\n', ' ')) : net::isFieldValue(value));
        if (sameName(name, "connection"))
            raw.connection = &value;
        else if (sameName(name, "content-length"))
            raw.length = &value;
        else if (sameName(name, "transfer-encoding"))
            raw.transferEncoding = &value;
    }
    return raw;
}

/// Reads how the body is delimited; false if two readings are possible (RFC 9112, 6.3).
bool readFraming(const RawHead &raw, http::Method method, ResponseHead &head)
{
    const bool bodyless = method == http::Method::Head || head.status == 204 || head.status == 304;
    if (raw.transferEncoding && (raw.length || !sameName(*raw.transferEncoding, "chunked")))
        return false;
    if (raw.length) {
        const std::optional<qint64> length = lengthFrom(*raw.length);
        if (!length)
            return false;
        if (method == http::Method::Head)
            head.headers.append(QByteArrayLiteral("content-length"), *raw.length);
        head.bodyLength = length;
    }
    // RFC 9110, 8.6, and RFC 9112, 6.1: a 204 has neither field, so its sender may well send a body.
    head.surplusLikely = head.status == 204 && (raw.transferEncoding || head.bodyLength.value_or(0) > 0);
    if (bodyless)
        head.bodyLength = 0;
    return true;
}

} // namespace

ResponseHead readHead(const QNetworkReply &reply, http::Method method, const ClientLimits &limits,
                      bool mayStream)
{
    ResponseHead head;
    head.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QList<QNetworkReply::RawHeaderPair> &fields = reply.rawHeaderPairs();
    const RawHead raw = survey(fields);
    if (fields.isEmpty() || !raw.valid || raw.bytes > limits.responseHeaderBytes || head.status < 200 ||
        head.status > 599)
        return head;
    head.headers.reserve(static_cast<std::size_t>(fields.size()));
    if (!readFraming(raw, method, head))
        return head;
    const qint64 mostWhole =
        mayStream ? std::min(limits.streamAbove, limits.responseBytes) : limits.responseBytes;
    const bool tooLong = head.bodyLength.value_or(0) > mostWhole;
    if (tooLong && !mayStream)
        return head;
    head.streamed = mayStream && (tooLong || !head.bodyLength);
    if (head.streamed && raw.length)
        head.headers.append(QByteArrayLiteral("content-length"), *raw.length);
    for (const auto &[name, value] : fields) {
        if (isConnectionField(name) || (raw.connection && listContains(*raw.connection, name)))
            continue;
        if (sameName(name, "set-cookie"))
            appendCookies(head.headers, name, value);
        else
            head.headers.append(name, value);
    }
    head.acceptable = true;
    return head;
}

} // namespace guarita::client
