// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/wirerequest.h"

#include "client/fieldnames.h"

namespace guarita::client {

namespace {

/// The path and query as Qt writes them into the request line.
QByteArray targetOnTheWire(const QUrl &url)
{
    return url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::NormalizePathSegments);
}

/// False if Qt would send other bytes: a canonical target passes unchanged, but QUrl repairs and normalises
/// others.
bool setTarget(QUrl &url, const QByteArray &target)
{
    const qsizetype mark = target.indexOf('?');
    const QByteArray path = mark < 0 ? target : target.first(mark);
    if (mark >= 0)
        url.setQuery(QString::fromLatin1(target.sliced(mark + 1)), QUrl::StrictMode);
    // Some versions of Qt drop the first of several slashes at the start, others do not.
    for (const QByteArray &candidate : {path, '/' + path}) {
        url.setPath(QString::fromLatin1(candidate), QUrl::StrictMode);
        if (target.startsWith('/') && targetOnTheWire(url) == target)
            return true;
        if (!path.startsWith("//"))
            break;
    }
    return false;
}

/// A name may occur once in a QNetworkRequest: values of further fields are joined (RFC 9110, 5.3), Cookie by
/// its own rule (RFC 9113, 8.2.3).
void addField(QNetworkRequest &wire, const http::Headers &all, const net::HeaderField &field)
{
    if (all.count(field.name) == 1) {
        wire.setRawHeader(field.name, field.value.isNull() ? QByteArrayLiteral("") : field.value);
        return;
    }
    QByteArray joined;
    const bool cookie = sameName(field.name, "cookie");
    for (const net::HeaderField &other : all) {
        if (!sameName(other.name, field.name) || !net::isFieldValue(other.value))
            continue;
        if (!joined.isEmpty())
            joined += cookie ? "; " : ", ";
        joined += other.value;
    }
    wire.setRawHeader(field.name, joined);
}

/// Qt fills in these fields when they are missing.
void addDefault(QNetworkRequest &wire, const http::Headers &fields, const QByteArray &name,
                const QByteArray &value)
{
    const QByteArray *given = fields.find(name);
    if (!given || given->isEmpty())
        wire.setRawHeader(name, value);
}

} // namespace

std::optional<QNetworkRequest> wireRequest(const Upstream &upstream, const UpstreamRequest &request)
{
    QNetworkRequest wire = upstream.blank();
    QUrl url = wire.url();
    if (!setTarget(url, request.target))
        return std::nullopt;
    wire.setUrl(url);
    for (const net::HeaderField &field : request.headers) {
        const bool wanted = net::isToken(field.name) && net::isFieldValue(field.value) &&
                            !isConnectionField(field.name) && !sameName(field.name, "host") &&
                            !sameName(field.name, "expect");
        if (wanted)
            addField(wire, request.headers, field);
    }
    addDefault(wire, request.headers, QByteArrayLiteral("accept-encoding"), QByteArrayLiteral("identity"));
    addDefault(wire, request.headers, QByteArrayLiteral("accept-language"), QByteArrayLiteral("*"));
    addDefault(wire, request.headers, QByteArrayLiteral("user-agent"), QByteArrayLiteral("guarita"));
    return wire;
}

} // namespace guarita::client
