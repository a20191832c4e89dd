// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/tokenissuer.h"

namespace guarita::gateway {

TokenIssuer::TokenIssuer(const TokenCodec &codec, const core::Clock &clock, core::Random &random,
                         TokenPolicy policy)
    : m_codec(codec)
    , m_clock(clock)
    , m_random(random)
    , m_policy(std::move(policy))
{
}

core::Result<QByteArray> TokenIssuer::issue(const QByteArray &subject, const QByteArray &session) const
{
    const std::int64_t now = secondsSinceEpoch(m_clock);
    return m_codec.sign({.subject = subject,
                         .issuer = m_policy.issuer,
                         .audience = m_policy.audience,
                         .id = m_random.hex(16),
                         .session = session,
                         .issuedAt = now,
                         .notBefore = now,
                         .expiresAt = now + m_policy.lifetime.count()});
}

} // namespace guarita::gateway
