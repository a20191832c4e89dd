// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/secretstrength.h"

#include <QtCore/QByteArray>

#include <array>
#include <cstdlib>
#include <set>

namespace guarita::crypto {

namespace {

/// 32 random hexadecimal digits have 14 different ones on average, and fewer than 8 once in a million times.
constexpr std::size_t fewestCharacters = 8;

/// What people write where a secret has to stand, and what the tests of this project have.
constexpr std::array<QByteArrayView, 7> told{"for-tests-only", "changeme", "change-me", "example",
                                             "password",       "secret",   "guarita"};

bool isRepeated(QByteArrayView secret)
{
    for (qsizetype period = 1; period <= secret.size() / 2; ++period) {
        if (secret.sliced(period) == secret.first(secret.size() - period))
            return true;
    }
    return false;
}

/// Most characters follow the one before them in the alphabet, or are the same.
bool isSequence(QByteArrayView secret)
{
    qsizetype steps = 0;
    for (qsizetype i = 1; i < secret.size(); ++i)
        steps += std::abs(secret[i] - secret[i - 1]) <= 1 ? 1 : 0;
    return steps * 2 > secret.size();
}

} // namespace

bool isGuessable(QByteArrayView secret)
{
    if (secret.size() < leastSecretBytes)
        return true;
    const QByteArray lower = secret.toByteArray().toLower();
    for (const QByteArrayView text : told) {
        if (lower.contains(text))
            return true;
    }
    return std::set<char>(secret.begin(), secret.end()).size() < fewestCharacters || isRepeated(secret) ||
           isSequence(secret);
}

} // namespace guarita::crypto
