// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/pemkey.h"

#include "gateway/keys/publickey.h"

#include <openssl/bio.h>
#include <openssl/pem.h>

namespace guarita::gateway {

namespace {

/// In place of OpenSSL's own, which would ask at the terminal.
int noPassword(char *, int, int, void *)
{
    return -1;
}

template <auto read>
PublicKey::Handle readPem(const QByteArray &pem)
{
    const crypto::Owned<BIO, BIO_free_all> source(
        BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
    return PublicKey::Handle(source ? read(source.get(), nullptr, noPassword, nullptr) : nullptr);
}

} // namespace

core::Result<TokenKeyPtr> keyFromPem(const QByteArray &pem)
{
    const crypto::OwnErrors errors;
    auto half = PublicKey::Half::Private;
    PublicKey::Handle handle = readPem<PEM_read_bio_PrivateKey>(pem);
    if (!handle) {
        half = PublicKey::Half::Public;
        handle = readPem<PEM_read_bio_PUBKEY>(pem);
    }
    if (!handle)
        return core::Error{"chave_recusada", QStringLiteral("it is no PEM of a key without a password")};
    const auto key = PublicKey::from(std::move(handle), half);
    if (!key)
        return key.error();
    return TokenKeyPtr(key.value());
}

} // namespace guarita::gateway
