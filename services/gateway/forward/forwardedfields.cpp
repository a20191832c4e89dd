// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/forward/forwardedfields.h"

#include <algorithm>

namespace guarita::gateway {

QByteArray withDashes(const QByteArray &name)
{
    return name.contains('_') ? QByteArray(name).replace('_', '-') : name;
}

// RFC 9110, 5.1: field names are lower case in a request frame. The trailing '-' marks a prefix.
bool speaksOfOrigin(const QByteArray &asWritten)
{
    const QByteArray name = withDashes(asWritten);
    return name.startsWith("x-forwarded-") || name.startsWith("x-guarita-") || name == "forwarded" ||
           name == "x-real-ip" || name == "x-original-host" || name == "x-original-url" ||
           name == "x-rewrite-url" || name == "x-client-ip" || name == "x-cluster-client-ip" ||
           name == "true-client-ip";
}

QByteArray addressText(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(ipv4).toString().toLatin1();
    QHostAddress withoutZone(address);
    withoutZone.setScopeId(QString());
    return withoutZone.toString().toLatin1();
}

QByteArray forwardedValue(const QByteArray &address, const QByteArray &host, const char *proto)
{
    const QByteArray node = address.contains(':') ? "\"[" + address + "]\"" : address;
    // A valid Host holds neither '"' nor '\', so quoting needs no escapes; a token needs no quotes.
    const QByteArray quotedHost = net::isToken(host) ? host : '"' + host + '"';
    return "for=" + node + ";host=" + quotedHost + ";proto=" + proto;
}

void setForwardedFields(http::Headers &headers, const http::Request &request)
{
    http::Headers kept;
    kept.reserve(headers.size() + 5);
    for (const net::HeaderField &field : std::as_const(headers)) {
        if (!speaksOfOrigin(field.name))
            kept.append(field.name, field.value);
    }
    const QByteArray address = addressText(request.clientAddress);
    kept.append("x-forwarded-for", address);
    const char *proto = request.secure ? "https" : "http";
    kept.append("x-forwarded-proto", proto);
    kept.append("x-forwarded-host", request.host);
    kept.append("forwarded", forwardedValue(address, request.host, proto));
    if (!request.subject.isEmpty())
        kept.append("x-guarita-subject", request.subject);
    headers = std::move(kept);
}

QUrl withoutLocalhost(QUrl origin)
{
    if (origin.host().compare(QStringLiteral("localhost"), Qt::CaseInsensitive) == 0)
        origin.setHost(QStringLiteral("127.0.0.1"));
    return origin;
}

} // namespace guarita::gateway
