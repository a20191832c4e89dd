// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/hmacsha256.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

namespace guarita::crypto {

HmacSha256::HmacSha256(QByteArrayView key)
{
    const Owned<EVP_MAC, EVP_MAC_free> hmac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    m_context.reset(EVP_MAC_CTX_new(hmac.get()));
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    // No daemon can do its work without it, and none does its work with a code that is none.
    if (!m_context ||
        EVP_MAC_init(m_context.get(), bytesOf(key), static_cast<std::size_t>(key.size()), parameters) != 1)
        qFatal("OpenSSL has no HMAC with SHA-256");
}

QByteArray HmacSha256::of(QByteArrayView message) const
{
    QByteArray code(size, Qt::Uninitialized);
    std::size_t written = 0;
    EVP_MAC_CTX *context = m_context.get();
    const bool done =
        EVP_MAC_init(context, nullptr, 0, nullptr) == 1 && // begins anew with the same key
        EVP_MAC_update(context, bytesOf(message), static_cast<std::size_t>(message.size())) == 1 &&
        EVP_MAC_final(context, reinterpret_cast<unsigned char *>(code.data()), &written,
                      static_cast<std::size_t>(size)) == 1;
    if (!done || written != static_cast<std::size_t>(size))
        qFatal("OpenSSL made no code");
    return code;
}

} // namespace guarita::crypto
