// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "gateway/keys/jwkset.h"
#include "gateway/keys/tokencache.h"
#include "gateway/outside/outsidesettings.h"

#include <cstdint>

namespace guarita::gateway {

/// Who calls with a token of the outside issuer.
struct OutsideCaller
{
    /// "externo:" and the token's "sub" with all but unreserved characters (RFC 3986, 2.3) percent-encoded.
    /// No user here has a name with ':' in it.
    QByteArray subject;
    Roles roles;
    std::int64_t notBefore = 0; // seconds since the epoch, as of "nbf" and "iat"
    std::int64_t expiresAt = 0;
};

/// Decides whether a token of the outside issuer (RFC 7519, RFC 9068) is good now, and what it is worth.
/// Event loop thread only.
class OutsideVerifier
{
public:
    /// `clock` outlives the verifier. `cacheCapacity` in tokens.
    OutsideVerifier(OutsideSettings settings, const core::Clock &clock, std::size_t cacheCapacity);

    /// False while the issuer shows no keys, or those that it showed last are older than it allows: nobody
    /// can be judged then.
    bool hasKeys() const;
    /// In place of those before. Tokens are judged anew by these.
    void setKeys(JwkSet keys);

    /// The caller, until the next call. Error codes are TokenCodec's and TokenVerifier's, with the same
    /// meanings; "token_chave" also without keys, and for a header with an algorithm that is not the key's,
    /// or with any member that could ask for something.
    core::Result<const OutsideCaller *> verify(QByteArrayView token);

private:
    core::Result<OutsideCaller> open(QByteArrayView token) const;
    core::Result<OutsideCaller> callerFrom(QByteArrayView payload) const;
    core::Result<core::Done> timely(const OutsideCaller &caller) const;

    const OutsideSettings m_settings;
    const core::Clock &m_clock;
    JwkSet m_keys;
    core::Instant m_keysTaken;
    TokenCache<OutsideCaller> m_cache;
    OutsideCaller m_latest; // of the token that was last opened
};

} // namespace guarita::gateway
