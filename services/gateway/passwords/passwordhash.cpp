// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/passwords/passwordhash.h"

#include <QtCore/QtGlobal>

#include <sodium.h>

namespace guarita::gateway::passwordhash {

namespace {

unsigned long long lengthOf(const QByteArray &text)
{
    return static_cast<unsigned long long>(text.size());
}

/// libsodium chooses its implementation here; more than once does no harm. It fails on a broken system only.
void startSodium()
{
    if (sodium_init() < 0)
        qFatal("libsodium does not start");
}

} // namespace

QByteArray make(const QByteArray &password)
{
    startSodium();
    char text[crypto_pwhash_STRBYTES];
    const int failed = crypto_pwhash_str_alg(text, password.constData(), lengthOf(password), passes,
                                             memoryBytes, crypto_pwhash_ALG_ARGON2ID13);
    return failed ? QByteArray() : QByteArray(text);
}

bool matches(const QByteArray &password, const QByteArray &hash)
{
    startSodium();
    return crypto_pwhash_str_verify(hash.constData(), password.constData(), lengthOf(password)) == 0;
}

bool isOutdated(const QByteArray &hash)
{
    return crypto_pwhash_str_needs_rehash(hash.constData(), passes, memoryBytes) != 0;
}

bool isUsable(const QByteArray &hash)
{
    // The hash proper is what follows the last '$'. One that lost its end when it was copied can still be
    // well-formed, but no password fits it any more.
    constexpr qsizetype wholeHash = 43; // 32 bytes in base64
    const bool whole = hash.size() - hash.lastIndexOf('$') - 1 == wholeHash;
    return whole && hash.startsWith(crypto_pwhash_argon2id_STRPREFIX) &&
           crypto_pwhash_str_needs_rehash(hash.constData(), passes, memoryBytes) >= 0;
}

void wipe(QByteArray &secret)
{
    sodium_memzero(secret.data(), static_cast<std::size_t>(secret.size()));
}

} // namespace guarita::gateway::passwordhash
