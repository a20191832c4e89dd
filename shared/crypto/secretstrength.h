// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

namespace guarita::crypto {

constexpr qsizetype leastSecretBytes = 32; // RFC 7518, 3.2: a key at least as long as the hash

/// Whether a secret can be known or guessed by others: too short, a text that stands in this project's
/// sources, the same few characters or the same piece again and again, or an alphabet. It cannot tell good
/// ones, only bad ones.
bool isGuessable(QByteArrayView secret);

} // namespace guarita::crypto
