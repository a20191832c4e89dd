// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/affinity/affinitysettings.h"

#include "crypto/secretstrength.h"
#include "net/headers.h"

#include <optional>

namespace guarita::balancer {

namespace {

const QString hashKeyKey = QStringLiteral("HASH_KEY");
const QString cookieKey = QStringLiteral("STICKY_COOKIE");
const QString signingKey = QStringLiteral("STICKY_KEY");
const QString secureKey = QStringLiteral("STICKY_SECURE");

std::optional<HashKey> hashKeyFrom(const QByteArray &text)
{
    using Kind = HashKey::Kind;
    if (text == "path")
        return HashKey{Kind::Path};
    if (text == "address")
        return HashKey{Kind::Address};
    const qsizetype colon = text.indexOf(':');
    const QByteArray name = text.mid(colon + 1);
    if (colon < 0 || !net::isToken(name))
        return std::nullopt;
    if (text.startsWith("header:"))
        return HashKey{Kind::Header, name.toLower()};
    if (text.startsWith("cookie:"))
        return HashKey{Kind::Cookie, name};
    return std::nullopt;
}

void checkSticky(config::Reader &reader, const AffinitySettings &affinity)
{
    const QByteArray &cookie = affinity.stickyCookie;
    if (!affinity.stickyKey.isEmpty() && crypto::isGuessable(affinity.stickyKey))
        reader.reject(signingKey, QStringLiteral("must have at least 32 bytes that cannot be guessed; make "
                                                 "them with: openssl rand -hex 32"));
    if (cookie.isEmpty())
        return;
    if (!net::isToken(cookie))
        reader.reject(cookieKey, QStringLiteral("must be a cookie's name (RFC 6265: a token)"));
    if (affinity.stickyKey.isEmpty())
        reader.reject(signingKey, QStringLiteral("must be set with STICKY_COOKIE"));
    const bool wantsSecure = cookie.startsWith("__Secure-") || cookie.startsWith("__Host-");
    if (wantsSecure && !affinity.stickySecure)
        reader.reject(secureKey, QStringLiteral("must be true: browsers refuse a cookie of that name else"));
}

} // namespace

std::vector<config::Key> affinityKeys()
{
    return {
        {hashKeyKey, QStringLiteral("address"),
         QStringLiteral("With POLICY=maglev, what requests to the same server have in common: path, address "
                        "(the client's), header:NAME or cookie:NAME. Requests without it go anywhere.")},
        {cookieKey, QString(),
         QStringLiteral("The name of a cookie that keeps a client at the server that answered it last; "
                        "without one there is none.")},
        {signingKey, QString(),
         QStringLiteral("What that cookie is signed with, at least 32 bytes, the same at all balancers. Make "
                        "it with: openssl rand -hex 32."),
         true},
        {secureKey, QStringLiteral("false"),
         QStringLiteral("Whether browsers send that cookie over TLS only; set it where the gateway speaks "
                        "TLS.")},
    };
}

AffinitySettings readAffinity(config::Reader &reader)
{
    AffinitySettings affinity;
    if (const auto key = hashKeyFrom(reader.text(hashKeyKey).toUtf8()))
        affinity.hashKey = *key;
    else
        reader.reject(hashKeyKey, QStringLiteral("must be path, address, header:NAME or cookie:NAME"));
    affinity.stickyCookie = reader.text(cookieKey).toUtf8();
    affinity.stickyKey = reader.text(signingKey).toUtf8();
    affinity.stickySecure = reader.boolean(secureKey);
    checkSticky(reader, affinity);
    return affinity;
}

} // namespace guarita::balancer
