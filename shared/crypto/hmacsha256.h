// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/openssl.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <openssl/evp.h>

namespace guarita::crypto {

/// HMAC with SHA-256 (RFC 2104) under one key, which is worked into it once. Used by one thread at a time.
class HmacSha256
{
public:
    static constexpr qsizetype size = 32; // of a code, in bytes

    explicit HmacSha256(QByteArrayView key);

    QByteArray of(QByteArrayView message) const;

private:
    Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> m_context;
};

} // namespace guarita::crypto
