// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/outside/outsideverifier.h"

#include "gateway/keys/base64url.h"
#include "gateway/keys/compactjws.h"
#include "gateway/keys/strictjson.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace guarita::gateway {

namespace {

using nlohmann::json;

core::Error unacceptableOutside(const char *code, const char *message)
{
    return {QByteArray(code), QString::fromLatin1(message)};
}

core::Error wrongClaims()
{
    return unacceptableOutside("token_claims",
                               "The token lacks a claim, or one is malformed or there twice.");
}

const std::string *textOf(const json &object, const char *name)
{
    const auto found = object.find(name);
    return found == object.end() ? nullptr : found->get_ptr<const std::string *>();
}

/// Members that say which key and what kind of token, and the certificates' prints that some issuers add. All
/// others, as "jku", "jwk", "crit", "b64" or "zip", ask for something.
bool asksForNothing(const json &header)
{
    static constexpr std::array<std::string_view, 5> known{"alg", "kid", "typ", "x5t", "x5t#S256"};
    return std::all_of(header.items().begin(), header.items().end(), [](const auto &member) {
        return std::find(known.begin(), known.end(), member.key()) != known.end();
    });
}

/// RFC 7519, 5.1, and RFC 9068, 2.1; compared without case as media types are.
bool isTypeOfAToken(const json &header)
{
    if (!header.contains("typ"))
        return true;
    const std::string *type = textOf(header, "typ");
    const QByteArray lower = type ? QByteArray::fromStdString(*type).toLower() : QByteArray();
    return lower == "jwt" || lower == "at+jwt" || lower == "application/at+jwt";
}

TokenKeyPtr keyFor(const JwkSet &keys, QByteArrayView encodedHeader)
{
    const std::optional<QByteArray> text = fromBase64Url(encodedHeader);
    const std::optional<json> header = text ? parseStrictObject(*text) : std::nullopt;
    if (!header || !asksForNothing(*header) || !isTypeOfAToken(*header))
        return nullptr;
    const std::string *name = textOf(*header, "kid");
    const std::string *algorithm = textOf(*header, "alg");
    const TokenKeyPtr key = name ? keys.value(QByteArray::fromStdString(*name)) : nullptr;
    return key && algorithm && nameOf(key->algorithm()) == QByteArrayView(*algorithm) ? key : nullptr;
}

/// NumericDate may have a fraction (RFC 7519, 2).
std::optional<double> timeOf(const json &claims, const char *name)
{
    constexpr double latestTime = 253'402'300'799; // 9999-12-31T23:59:59Z
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number())
        return std::nullopt;
    const auto seconds = found->get<double>();
    return seconds >= 0 && seconds <= latestTime ? std::optional(seconds) : std::nullopt;
}

bool isMeantFor(const json &claims, const QByteArray &audience)
{
    const json wanted(audience.toStdString());
    const auto found = claims.find("aud");
    if (found == claims.end())
        return false;
    return *found == wanted ||
           (found->is_array() && std::find(found->begin(), found->end(), wanted) != found->end());
}

/// It tells a client who logged in, and gives no access (OpenID Connect Core, 2 and 3.1.3.6). Its audience
/// is that client, which may have the same name as this service.
bool isIdToken(const json &claims)
{
    return claims.contains("nonce") || claims.contains("at_hash");
}

const json *claimNamed(const json &claims, const QByteArray &name)
{
    const QByteArrayList path = name.startsWith('/') ? name.sliced(1).split('/') : QByteArrayList{name};
    const json *value = &claims;
    for (const QByteArray &step : path) {
        const auto found = value->find(step.toStdString()); // not there in what is no object
        if (found == value->end())
            return nullptr;
        value = &*found;
    }
    return value;
}

Roles rolesFrom(const json *claim, const QHash<QByteArray, Roles> &rolesOf)
{
    QByteArrayList values;
    if (claim && claim->is_string())
        values = QByteArray::fromStdString(claim->get_ref<const std::string &>()).split(' ');
    if (claim && claim->is_array()) {
        for (const json &value : *claim) {
            if (value.is_string())
                values.append(QByteArray::fromStdString(value.get_ref<const std::string &>()));
        }
    }
    Roles roles;
    for (const QByteArray &value : values)
        roles.insert(rolesOf.value(value));
    return roles;
}

} // namespace

OutsideVerifier::OutsideVerifier(OutsideSettings settings, const core::Clock &clock,
                                 std::size_t cacheCapacity)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_cache(cacheCapacity)
{
}

void OutsideVerifier::setKeys(JwkSet keys)
{
    m_keys = std::move(keys);
    m_keysTaken = m_clock.now();
    m_cache.clear();
}

bool OutsideVerifier::hasKeys() const
{
    return !m_keys.isEmpty() && m_clock.now() - m_keysTaken < m_settings.keysMaxAge;
}

core::Result<const OutsideCaller *> OutsideVerifier::verify(QByteArrayView token)
{
    if (!hasKeys())
        return unacceptableOutside("token_chave", "The issuer's keys are not known.");
    const OutsideCaller *caller = m_cache.find(token);
    if (!caller) {
        auto opened = open(token);
        if (!opened)
            return opened.error();
        m_latest = std::move(opened).value();
        caller = &m_latest;
    }
    if (const auto inTime = timely(*caller); !inTime)
        return inTime.error();
    if (caller == &m_latest)
        m_cache.insert(token, m_latest);
    return caller;
}

core::Result<OutsideCaller> OutsideVerifier::open(QByteArrayView token) const
{
    const std::optional<CompactJws> jws = CompactJws::of(token);
    if (!jws)
        return unacceptableOutside("token_malformado", "The token is not a signed JWT.");
    const TokenKeyPtr key = keyFor(m_keys, jws->header);
    if (!key)
        return unacceptableOutside("token_chave", "The token is signed with no key of the issuer's.");
    if (!key->verifies(jws->signedText, jws->signature))
        return unacceptableOutside("token_assinatura", "The token's signature is wrong.");
    return callerFrom(jws->payload);
}

core::Result<OutsideCaller> OutsideVerifier::callerFrom(QByteArrayView payload) const
{
    constexpr std::size_t longestSubject = 255; // RFC 9068 has none; OpenID Connect Core, 2, has this one
    const std::optional<json> claims = parseStrictObject(payload);
    if (!claims)
        return wrongClaims();
    const std::string *issuer = textOf(*claims, "iss");
    const std::string *subject = textOf(*claims, "sub");
    const auto expiresAt = timeOf(*claims, "exp");
    const auto notBefore = claims->contains("nbf") ? timeOf(*claims, "nbf") : 0.0;
    const auto issuedAt = timeOf(*claims, "iat");
    if (!issuer || !subject || subject->empty() || subject->size() > longestSubject || !expiresAt ||
        !notBefore || !issuedAt)
        return wrongClaims();
    if (isIdToken(*claims))
        return unacceptableOutside("token_claims", "The token is an ID token.");
    if (*expiresAt - *issuedAt > static_cast<double>(m_settings.maxLifetime.count()))
        return unacceptableOutside("token_claims", "The token is good for too long.");
    if (QByteArrayView(*issuer) != m_settings.issuer)
        return unacceptableOutside("token_emissor", "The token was issued by somebody else.");
    if (!isMeantFor(*claims, m_settings.audience))
        return unacceptableOutside("token_publico", "The token is meant for somebody else.");
    return OutsideCaller{
        .subject = "externo:" + QByteArray::fromStdString(*subject).toPercentEncoding(),
        .roles = rolesFrom(claimNamed(*claims, m_settings.rolesClaim), m_settings.rolesOf),
        .notBefore = static_cast<std::int64_t>(std::ceil(std::max(*notBefore, *issuedAt))),
        .expiresAt = static_cast<std::int64_t>(std::floor(*expiresAt)),
    };
}

core::Result<core::Done> OutsideVerifier::timely(const OutsideCaller &caller) const
{
    const std::int64_t now =
        std::chrono::floor<std::chrono::seconds>(m_clock.wallNow()).time_since_epoch().count();
    if (now >= caller.expiresAt)
        return unacceptableOutside("token_expirado", "The token has expired.");
    if (caller.notBefore > now + m_settings.leeway.count())
        return unacceptableOutside("token_antecipado", "The token is not valid yet.");
    return core::Done{};
}

} // namespace guarita::gateway
