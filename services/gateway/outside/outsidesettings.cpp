// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/outside/outsidesettings.h"

#include <QtNetwork/QHostAddress>

namespace guarita::gateway {

namespace {

const QString issuerKey = QStringLiteral("OUTSIDE_ISSUER");
const QString audienceKey = QStringLiteral("OUTSIDE_AUDIENCE");
const QString urlKey = QStringLiteral("OUTSIDE_JWKS_URL");
const QString refreshKey = QStringLiteral("OUTSIDE_JWKS_REFRESH");
const QString maxAgeKey = QStringLiteral("OUTSIDE_JWKS_MAX_AGE");
const QString lifetimeKey = QStringLiteral("OUTSIDE_MAX_LIFETIME");
const QString claimKey = QStringLiteral("OUTSIDE_ROLES_CLAIM");
const QString rolesKey = QStringLiteral("OUTSIDE_ROLES");

bool isHere(const QString &host)
{
    return host == QStringLiteral("localhost") || QHostAddress(host).isLoopback();
}

void readUrl(config::Reader &reader, OutsideSettings &settings)
{
    const QString text = reader.text(urlKey);
    const QUrl url(text, QUrl::StrictMode);
    const bool safe = url.scheme() == QStringLiteral("https") ||
                      (url.scheme() == QStringLiteral("http") && isHere(url.host()));
    if (!url.isValid() || !safe || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasFragment())
        return reader.reject(urlKey, QStringLiteral("must be an https:// URL, or an http:// one of this "
                                                    "machine, without a user or a fragment"));
    settings.keysOrigin.setScheme(url.scheme());
    settings.keysOrigin.setHost(url.host());
    settings.keysOrigin.setPort(url.port());
    settings.keysTarget = url.path(QUrl::FullyEncoded).toLatin1();
    if (settings.keysTarget.isEmpty())
        settings.keysTarget = "/";
    if (url.hasQuery())
        settings.keysTarget += '?' + url.query(QUrl::FullyEncoded).toLatin1();
}

std::optional<QHash<QByteArray, Roles>> rolesFrom(const QByteArray &text)
{
    QHash<QByteArray, Roles> rolesOf;
    for (const QByteArray &pair : text.split(',')) {
        const qsizetype equals = pair.lastIndexOf('='); // a value may hold some
        const std::optional<Role> role = roleNamed(QByteArrayView(pair).sliced(equals + 1));
        if (equals <= 0 || !role)
            return std::nullopt;
        rolesOf[pair.first(equals)].insert(*role);
    }
    return rolesOf;
}

void readRoles(config::Reader &reader, OutsideSettings &settings)
{
    settings.rolesClaim = reader.nonEmptyText(claimKey).toUtf8();
    if (const auto roles = rolesFrom(reader.text(rolesKey).toUtf8()))
        settings.rolesOf = *roles;
    else
        reader.reject(rolesKey, QStringLiteral("must be pairs value=role with commas between them; roles are "
                                               "leitor, editor, operador and admin"));
}

} // namespace

std::vector<config::Key> outsideKeys()
{
    return {
        {issuerKey, QString(),
         QStringLiteral(
             "The \"iss\" of another issuer, whose tokens (RS256, ES256, EdDSA) are accepted, too. "
             "Empty: none.")},
        {audienceKey, QString(), QStringLiteral("The \"aud\" that its tokens must have.")},
        {urlKey, QString(),
         QStringLiteral("Where its public keys are (a JWK Set of 64KiB and 32 keys at most): https, or http "
                        "on this machine. Redirections are not followed.")},
        {refreshKey, QStringLiteral("5min"),
         QStringLiteral("After how long at most they are fetched again, 1s to 24h; after a failure sooner.")},
        {maxAgeKey, QStringLiteral("24h"),
         QStringLiteral("How long they are used when no newer ones can be fetched, 1min to 30d, and not less "
                        "than OUTSIDE_JWKS_REFRESH; after that its tokens get 503.")},
        {lifetimeKey, QStringLiteral("1h"),
         QStringLiteral("For how long its tokens may be issued (\"exp\" less \"iat\"), 1min to 24h; others "
                        "are refused.")},
        {claimKey, QStringLiteral("roles"),
         QStringLiteral("The claim that its users' roles come from: a list, or a text with blanks between "
                        "values. With a / in front it is a path of names, e.g. /realm_access/roles.")},
        {rolesKey, QString(),
         QStringLiteral("What the values of that claim are here, e.g. staff=leitor,ops=operador. Others mean "
                        "nothing.")},
    };
}

std::optional<OutsideSettings> readOutside(config::Reader &reader, const QByteArray &ownIssuer,
                                           std::chrono::seconds leeway)
{
    using namespace std::chrono_literals;
    constexpr qsizetype longest = 200;
    OutsideSettings settings;
    settings.leeway = leeway;
    settings.issuer = reader.text(issuerKey).toUtf8();
    settings.keysRefresh = reader.duration(refreshKey, 1s, 24h);
    settings.keysMaxAge = reader.duration(maxAgeKey, 1min, std::chrono::hours(24 * 30));
    settings.maxLifetime = std::chrono::floor<std::chrono::seconds>(reader.duration(lifetimeKey, 1min, 24h));
    if (settings.issuer.isEmpty()) {
        for (const QString &name : {audienceKey, urlKey, rolesKey}) {
            if (!reader.text(name).isEmpty())
                reader.reject(name, QStringLiteral("must not be set without ") + issuerKey);
        }
        return std::nullopt;
    }
    settings.audience = reader.nonEmptyText(audienceKey).toUtf8();
    if (settings.issuer.size() > longest || settings.issuer == ownIssuer)
        reader.reject(issuerKey, QStringLiteral("must have at most 200 bytes and not be TOKEN_ISSUER"));
    if (settings.audience.size() > longest)
        reader.reject(audienceKey, QStringLiteral("must have at most 200 bytes"));
    if (settings.keysMaxAge < settings.keysRefresh)
        reader.reject(maxAgeKey, QStringLiteral("must not be less than ") + refreshKey);
    readUrl(reader, settings);
    readRoles(reader, settings);
    return settings;
}

} // namespace guarita::gateway
