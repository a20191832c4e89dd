// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>

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

/// Signs claims and opens signed tokens: HMAC-SHA256 (HS256) and nothing else, whatever a token's own header
/// asks for. It judges the form and the signature; whether the claims are acceptable now is TokenVerifier's
/// decision. The only class that knows libjwt, and written to the part of its interface that 1.10 and 1.17
/// share.
class TokenCodec
{
public:
    static constexpr qsizetype leastKeyBytes = 32; // RFC 7518, 3.2: at least as long as the hash
    static constexpr qsizetype mostTokenBytes = 4 * 1024;

    explicit TokenCodec(QByteArray key);
    ~TokenCodec();
    TokenCodec(const TokenCodec &) = delete;
    TokenCodec &operator=(const TokenCodec &) = delete;

    /// Fails ("token_nao_emitido") only if a claim cannot be written as JSON or memory is short.
    core::Result<QByteArray> sign(const Claims &claims) const;

    /// Error codes: "token_malformado" (not a JWS in its canonical compact form, or too long),
    /// "token_algoritmo" (any header but {"alg":"HS256","typ":"JWT"}), "token_assinatura" (or the claims are
    /// not JSON), and "token_claims" (a claim is missing, of another type, empty or out of range).
    core::Result<Claims> open(const QByteArray &token) const;

private:
    QByteArray m_key;
};

} // namespace guarita::gateway
