// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "crypto/openssl.h"
#include "gateway/keys/tokenkey.h"

#include <openssl/evp.h>

namespace guarita::gateway {

/// A key of which others may know the public half: an elliptic curve's P-256 (ES256), Ed25519 (EdDSA) or RSA
/// of 2048 to 4096 bits (RS256). Its id is its thumbprint (RFC 7638; RFC 8037, 2). The only class that knows
/// OpenSSL's keys, apart from what makes them.
class PublicKey final : public TokenKey
{
public:
    using Handle = crypto::Owned<EVP_PKEY, EVP_PKEY_free>;
    enum class Half { Public, Private };

    /// Fails ("chave_recusada") for any other kind of key, and for a private half that does not fit the
    /// public one.
    static core::Result<std::shared_ptr<const PublicKey>> from(Handle handle, Half half);

    bool canSign() const override { return m_half == Half::Private; }
    QByteArray sign(QByteArrayView text) const override;
    bool verifies(QByteArrayView text, QByteArrayView signature) const override;
    QByteArray publicJwk() const override;

private:
    PublicKey(Handle handle, Half half, Algorithm algorithm, const QByteArray &members);

    Handle m_handle;
    Half m_half;
    QByteArray m_members; // those of the JWK that the thumbprint is made of
};

} // namespace guarita::gateway
