// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/secretkey.h"

#include "crypto/secretstrength.h"
#include "gateway/keys/base64url.h"

namespace guarita::gateway {

namespace {

QByteArray idOf(const QByteArray &secret)
{
    Q_ASSERT(secret.size() >= crypto::leastSecretBytes);
    constexpr qsizetype idBytes = 9; // twelve characters
    return toBase64Url(crypto::HmacSha256(secret).of("guarita key id").first(idBytes));
}

} // namespace

SecretKey::SecretKey(const QByteArray &secret)
    : TokenKey(Algorithm::Hs256, idOf(secret))
    , m_hmac(secret)
{
}

bool SecretKey::verifies(QByteArrayView text, QByteArrayView signature) const
{
    return crypto::isSame(m_hmac.of(text), signature);
}

} // namespace guarita::gateway
