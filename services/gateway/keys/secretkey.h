// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/hmacsha256.h"
#include "gateway/keys/tokenkey.h"

namespace guarita::gateway {

/// A secret that all gateways share: HS256 (RFC 7518, 3.2). Its id is a part of an HMAC under it, from which
/// nothing else follows.
class SecretKey final : public TokenKey
{
public:
    /// At least crypto::leastSecretBytes.
    explicit SecretKey(const QByteArray &secret);

    bool canSign() const override { return true; }
    QByteArray sign(QByteArrayView text) const override { return m_hmac.of(text); }
    bool verifies(QByteArrayView text, QByteArrayView signature) const override;
    QByteArray publicJwk() const override { return {}; }

private:
    crypto::HmacSha256 m_hmac;
};

} // namespace guarita::gateway
