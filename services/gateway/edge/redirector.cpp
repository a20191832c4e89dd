// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/edge/redirector.h"

#include "http/problem.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <algorithm>

namespace guarita::gateway {

namespace {

constexpr qint64 longestChallenge = 4096;

net::ListenerLimits lesser(net::ListenerLimits limits)
{
    limits.framer.bodyBytes = std::min<qint64>(limits.framer.bodyBytes, 64 * 1024);
    limits.bufferedBytes = std::min<qint64>(limits.bufferedBytes, 16 * 1024 * 1024);
    limits.connections = std::min(limits.connections, 1024);
    return limits;
}

/// RFC 8555, 8.3: base64url.
bool isChallengeName(const QByteArray &name)
{
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

QByteArray withoutPort(const QByteArray &host)
{
    const qsizetype colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.first(colon) : host;
}

} // namespace

Redirector::Redirector(const EdgeSettings &edge, net::ListenerLimits limits,
                       http::AppDependencies dependencies)
    : m_acmeFolder(edge.acmeFolder)
    , m_app({.routes = routes(),
             .stages = {},
             .trust = edge.trust,
             .fallback = [this](http::Request request,
                                http::ReplyHandle reply) { reply.send(elsewhere(request)); },
             .name = "redirect"},
            lesser(limits), dependencies)
{
}

core::Result<quint16> Redirector::listen(const QHostAddress &address, quint16 port, quint16 httpsPort)
{
    m_httpsPort = httpsPort;
    return m_app.listen(address, port);
}

void Redirector::drain()
{
    m_app.drain([] {});
}

std::vector<http::Route> Redirector::routes() const
{
    if (m_acmeFolder.isEmpty())
        return {};
    return {{http::Method::Get, "/.well-known/acme-challenge/{nome}",
             [this](http::Request request, http::ReplyHandle reply) { reply.send(challenge(request)); }}};
}

/// HTTP/1.0 need not name a host.
http::Response Redirector::elsewhere(const http::Request &request) const
{
    if (request.host.isEmpty())
        return http::problemResponse(request, http::notFound());
    http::Response response;
    response.status = 308;
    QByteArray place = "https://" + withoutPort(request.host);
    if (m_httpsPort != 443)
        place += ':' + QByteArray::number(m_httpsPort);
    response.headers.append("Location", place + request.target);
    return response;
}

http::Response Redirector::challenge(const http::Request &request) const
{
    const QByteArray name = request.params.at("nome");
    QFile file(QDir(m_acmeFolder).filePath(QString::fromUtf8(name)));
    if (!isChallengeName(name) || !file.open(QIODevice::ReadOnly) || file.size() > longestChallenge)
        return http::problemResponse(request, http::notFound());
    http::Response response;
    response.headers.append("Content-Type", "application/octet-stream");
    response.body = file.read(longestChallenge);
    return response;
}

} // namespace guarita::gateway
