// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/forward/forwardedfields.h"

#include <algorithm>
#include <array>

namespace guarita::gateway {

namespace {

constexpr auto ownPrefixes =
    std::to_array<QByteArrayView>({"x-forwarded-", "x-guarita-", "x-original-", "x-envoy-"});
// What proxies and frameworks take for the client's address, for the user, or for the request itself.
constexpr auto ownNames = std::to_array<QByteArrayView>(
    {"forwarded", "x-forwarded", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip",
     "cf-connecting-ip", "fastly-client-ip", "x-remote-ip", "x-remote-addr", "remote-user", "x-remote-user",
     "x-authenticated-user", "x-rewrite-url", "x-http-method", "x-http-method-override",
     "x-method-override"});

/// One spelling of those that lead to the same listener.
QString listenerHost(const QUrl &origin)
{
    QString name = origin.host();
    if (name.endsWith(u'.')) // an absolute one (RFC 1034, 3.1)
        name.chop(1);
    QHostAddress address(name == QStringLiteral("localhost") ? QStringLiteral("127.0.0.1") : name);
    if (address.isNull())
        return name;
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4); // an IPv6 address may stand for one
    if (isIpv4)
        address = QHostAddress(ipv4);
    if (address == QHostAddress(QHostAddress::AnyIPv4)) // Linux connects to itself there
        address = QHostAddress::LocalHost;
    else if (address == QHostAddress(QHostAddress::AnyIPv6))
        address = QHostAddress::LocalHostIPv6;
    return address.toString();
}

} // namespace

QByteArray withDashes(const QByteArray &name)
{
    const auto isOdd = [](char c) { return !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-'; };
    if (std::none_of(name.cbegin(), name.cend(), isOdd)) // nearly always, and it costs no copy
        return name;
    QByteArray plain = name;
    std::replace_if(plain.begin(), plain.end(), isOdd, '-');
    return plain;
}

// RFC 9110, 5.1: field names are lower case in a request frame. The trailing '-' marks a prefix.
bool speaksOfOrigin(const QByteArray &asWritten)
{
    const QByteArray name = withDashes(asWritten);
    const auto begins = [&name](QByteArrayView prefix) { return name.startsWith(prefix); };
    const auto is = [&name](QByteArrayView other) { return name == other; };
    return std::any_of(ownPrefixes.begin(), ownPrefixes.end(), begins) ||
           std::any_of(ownNames.begin(), ownNames.end(), is);
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

bool sameOrigin(const QUrl &left, const QUrl &right)
{
    const auto portOf = [](const QUrl &origin) {
        return origin.port(origin.scheme() == QStringLiteral("https") ? 443 : 80);
    };
    return left.scheme() == right.scheme() && listenerHost(left) == listenerHost(right) &&
           portOf(left) == portOf(right);
}

} // namespace guarita::gateway
