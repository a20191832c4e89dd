// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/keys/keyring.h"
#include "gateway/keys/secretkey.h"

#include <QtCore/QByteArray>
#include <QtCore/QtGlobal>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace guarita::test {

inline gateway::KeyRing ringOf(const QByteArray &secret)
{
    return gateway::KeyRing({std::make_shared<gateway::SecretKey>(secret)});
}

/// A fresh key as two PEM texts, made without the code under test.
struct PemPair
{
    QByteArray privateKey;
    QByteArray publicKey;
};

inline PemPair pemPairOf(EVP_PKEY *key)
{
    const auto written = [&](auto write) {
        BIO *memory = BIO_new(BIO_s_mem());
        if (!key || write(memory) != 1)
            qFatal("no key");
        char *bytes = nullptr;
        const long size = BIO_get_mem_data(memory, &bytes);
        const QByteArray pem(bytes, size);
        BIO_free(memory);
        return pem;
    };
    PemPair pair;
    pair.privateKey = written([&](BIO *memory) {
        return PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
    pair.publicKey = written([&](BIO *memory) { return PEM_write_bio_PUBKEY(memory, key); });
    EVP_PKEY_free(key);
    return pair;
}

inline PemPair newRsaKey(std::size_t bits = 2048)
{
    return pemPairOf(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
}
inline PemPair newEcKey(const char *curve = "P-256")
{
    return pemPairOf(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve));
}
inline PemPair newEd25519Key()
{
    return pemPairOf(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
}

} // namespace guarita::test
