// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "gateway/auth/tokencodec.h"
#include "gateway/auth/tokenpolicy.h"

#include <QtCore/QByteArray>

namespace guarita::gateway {

/// Makes the tokens that TokenVerifier accepts: valid from now on, for the policy's lifetime.
class TokenIssuer
{
public:
    /// All three outlive the issuer.
    TokenIssuer(const TokenCodec &codec, const core::Clock &clock, core::Random &random, TokenPolicy policy);

    /// `session` is never empty.
    core::Result<QByteArray> issue(const QByteArray &subject, const QByteArray &session) const;
    std::chrono::seconds lifetime() const { return m_policy.lifetime; }

private:
    const TokenCodec &m_codec;
    const core::Clock &m_clock;
    core::Random &m_random;
    TokenPolicy m_policy;
};

} // namespace guarita::gateway
