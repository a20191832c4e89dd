// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/tokenverifier.h"

namespace guarita::gateway {

namespace {

core::Error unacceptable(const char *code, const char *message)
{
    return {QByteArray(code), QString::fromLatin1(message)};
}

} // namespace

TokenVerifier::TokenVerifier(const TokenCodec &codec, const core::Clock &clock, TokenPolicy policy,
                             std::size_t cacheCapacity)
    : m_codec(codec)
    , m_clock(clock)
    , m_policy(std::move(policy))
    , m_cache(cacheCapacity)
{
}

core::Result<const Claims *> TokenVerifier::verify(QByteArrayView token)
{
    if (const Claims *known = m_cache.find(token)) {
        if (const auto inTime = timely(*known); !inTime)
            return inTime.error();
        return known;
    }
    auto opened = m_codec.open(token);
    if (!opened)
        return opened.error();
    m_latest = std::move(opened).value();
    if (const auto ours = acceptable(m_latest); !ours)
        return ours.error();
    if (const auto inTime = timely(m_latest); !inTime)
        return inTime.error();
    m_cache.insert(token, m_latest);
    return &m_latest;
}

/// What does not change while the token lives.
core::Result<core::Done> TokenVerifier::acceptable(const Claims &claims) const
{
    if (claims.issuer != m_policy.issuer)
        return unacceptable("token_emissor", "The token was issued by somebody else.");
    if (claims.audience != m_policy.audience)
        return unacceptable("token_publico", "The token is meant for somebody else.");
    const std::int64_t lifetime = claims.expiresAt - claims.issuedAt;
    if (claims.notBefore >= claims.expiresAt || lifetime <= 0 || lifetime > m_policy.lifetime.count())
        return unacceptable("token_prazo",
                            "The token's times contradict each other or the gateway's settings.");
    return core::Done{};
}

core::Result<core::Done> TokenVerifier::timely(const Claims &claims) const
{
    if (hasExpired(claims.expiresAt, m_clock))
        return unacceptable("token_expirado", "The token has expired.");
    const std::int64_t latestBeginning = secondsSinceEpoch(m_clock) + m_policy.leeway.count();
    if (claims.notBefore > latestBeginning || claims.issuedAt > latestBeginning)
        return unacceptable("token_antecipado", "The token is not valid yet.");
    return core::Done{};
}

} // namespace guarita::gateway
