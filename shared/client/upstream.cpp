// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/upstream.h"

namespace guarita::client {

namespace {

constexpr int httpPort = 80;
constexpr int httpsPort = 443;

QByteArray authorityOf(const QUrl &origin)
{
    QByteArray authority = origin.host(QUrl::FullyEncoded).toLatin1();
    if (authority.contains('%'))
        authority.truncate(authority.indexOf('%')); // a zone is this machine's own affair (RFC 6874, 4)
    if (authority.contains(':'))
        authority = '[' + authority + ']';
    if (origin.port() != -1)
        authority += ':' + QByteArray::number(origin.port());
    return authority;
}

bool isOrigin(const QUrl &url)
{
    const bool known = Upstream::isEncrypted(url) || url.scheme() == QStringLiteral("http");
    const bool bare = url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment() &&
                      (url.path().isEmpty() || url.path() == QStringLiteral("/"));
    return url.isValid() && known && bare && !url.host().isEmpty();
}

} // namespace

Upstream::Upstream(wire::Reactor &reactor, const QUrl &origin, const QString &address,
                   const tls::TlsTrust::Pointer &trust)
    : m_origin(origin)
{
    if (!isOrigin(origin))
        return;
    m_authority = authorityOf(origin);
    const bool encrypted = isEncrypted(origin);
    const wire::Destination destination{
        origin.host(QUrl::FullyEncoded).replace(QStringLiteral("%25"), QStringLiteral("%")),
        static_cast<quint16>(origin.port(encrypted ? httpsPort : httpPort)),
        encrypted,
        address,
    };
    m_manager = std::make_unique<Manager>(reactor, destination, trust);
}

} // namespace guarita::client
