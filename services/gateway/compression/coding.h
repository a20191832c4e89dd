// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/headers.h"

#include <QtCore/QByteArray>

#include <optional>
#include <span>

namespace guarita::gateway {

/// Content codings (RFC 9110, 8.4.1; RFC 7932; RFC 8878).
enum class Coding { Gzip, Brotli, Zstd };

/// "gzip", "br" or "zstd".
QByteArray codingName(Coding coding);
std::optional<Coding> codingNamed(QByteArrayView name);

/// What the client prefers of `offered` by its Accept-Encoding (RFC 9110, 12.5.3); of those that it likes
/// equally well, the first. Nothing if it says nothing, likes none, or likes the plain content better.
std::optional<Coding> preferredCoding(const net::Headers &request, std::span<const Coding> offered);

/// `content` in that coding, quickly rather than as small as can be; empty if memory was not to be had. Pure.
QByteArray encoded(Coding coding, QByteArrayView content);

} // namespace guarita::gateway
