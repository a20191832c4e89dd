// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/keys/keyring.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <cstdint>

namespace guarita::gateway {

/// What a token says (RFC 7519, 4.1). Times are seconds since 1970-01-01T00:00:00Z.
struct Claims
{
    QByteArray subject;
    QByteArray issuer;
    QByteArray audience;
    QByteArray id;
    QByteArray session; // "sid": whom it belongs to ends with it
    std::int64_t issuedAt = 0;
    std::int64_t notBefore = 0;
    std::int64_t expiresAt = 0;

    friend bool operator==(const Claims &, const Claims &) = default;
};

/// Signs claims and opens signed tokens (RFC 7515, 7.1) by the keys of a ring. It judges the form and the
/// signature; whether the claims are acceptable now is TokenVerifier's decision.
class TokenCodec
{
public:
    /// The error code of a token whose header is that of no key here.
    static constexpr char unknownKey[] = "token_chave";

    /// `keys` outlive the codec.
    explicit TokenCodec(const KeyRing &keys);

    /// Fails ("token_nao_emitido") only if the key cannot sign.
    core::Result<QByteArray> sign(const Claims &claims) const;

    /// Error codes: "token_malformado" (not a JWS in its canonical compact form, or too long),
    /// unknownKey, "token_assinatura", and "token_claims" (a claim is
    /// missing, of another type, empty or out of range, or the claims are no JSON object, or ambiguous).
    core::Result<Claims> open(QByteArrayView token) const;

private:
    const KeyRing &m_keys;
};

} // namespace guarita::gateway
