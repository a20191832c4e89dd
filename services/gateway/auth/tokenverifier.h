// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "gateway/auth/tokencodec.h"
#include "gateway/auth/tokenpolicy.h"
#include "gateway/keys/tokencache.h"

#include <QtCore/QByteArrayView>

namespace guarita::gateway {

/// Decides whether a token is good now, and whose it is. Whether its user still exists and its session goes
/// on is for the directory to say.
class TokenVerifier
{
public:
    /// `codec` and `clock` outlive the verifier. `cacheCapacity` in tokens; 0 verifies each one anew.
    TokenVerifier(const TokenCodec &codec, const core::Clock &clock, TokenPolicy policy,
                  std::size_t cacheCapacity);

    /// What the token says, until the next call. Error codes: TokenCodec's, and "token_emissor",
    /// "token_publico" (issuer, audience), "token_prazo" (it ends before it begins, or lives longer than this
    /// gateway allows), "token_expirado", "token_antecipado" (not yet valid).
    core::Result<const Claims *> verify(QByteArrayView token);

private:
    core::Result<core::Done> acceptable(const Claims &claims) const;
    core::Result<core::Done> timely(const Claims &claims) const;

    const TokenCodec &m_codec;
    const core::Clock &m_clock;
    TokenPolicy m_policy;
    TokenCache<Claims> m_cache;
    Claims m_latest; // of the token that was last opened
};

} // namespace guarita::gateway
