// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <cstddef>

namespace guarita::gateway {

/// argon2id in libsodium's text form, with the parameters that OWASP's Password Storage Cheat Sheet gives for
/// it: 19 MiB, two passes, one lane. All of this takes tens of milliseconds on purpose; any thread.
namespace passwordhash {

inline constexpr std::size_t memoryBytes = 19'456 * std::size_t(1024);
inline constexpr unsigned long long passes = 2;

/// Empty if the memory is not to be had.
QByteArray make(const QByteArray &password);

bool matches(const QByteArray &password, const QByteArray &hash);

/// Whether a hash was made with other parameters than make()'s.
bool isOutdated(const QByteArray &hash);

/// True for a text that matches() can compare passwords with.
bool isUsable(const QByteArray &hash);

/// Overwrites a secret before it is let go.
void wipe(QByteArray &secret);

} // namespace passwordhash

} // namespace guarita::gateway
