// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

namespace guarita::tls {

/// How many of a client's first bytes tell what its first message claims to be: the header of a record (RFC
/// 8446, 5.1) and that of a handshake message (4).
constexpr int helloStart = 9;

/// Whether OpenSSL would reserve memory, up to 128 KiB, for a ClientHello that no honest client sends: one
/// whose length is above 16 KiB, or cannot be seen as its header is spread over records. `first` are at least
/// `helloStart` bytes; fewer, or other things than TLS, are left to OpenSSL. Pure.
bool announcesTooMuch(QByteArrayView first);

} // namespace guarita::tls
