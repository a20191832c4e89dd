// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/framerejection.h"

#include <QtCore/QByteArrayView>

#include <cstdint>
#include <optional>

/// The fields and lines that say how long a message is (RFC 9112, 6 and 7).
namespace guarita::net {

/// One `0|[1-9][0-9]*` that fits into 63 bits. RFC 9110, 8.6 allows leading zeros; no client sends them and
/// not everybody reads them as decimal.
std::optional<std::int64_t> parseContentLength(QByteArrayView value);

/// nullptr for exactly `chunked`. Otherwise by RFC 9112, 6.1 and 6.3: 400 for what is no list of codings, for
/// a final coding other than chunked (the length would be unknown) and for chunked twice or with parameters;
/// 501 for a list that ends in chunked, since its other codings are not implemented.
Verdict judgeTransferEncoding(QByteArrayView value);

inline constexpr qsizetype longestChunkLine = 256; // with its extensions

/// The line in front of a chunk. Extensions must be well-formed; they mean nothing here.
/// At most 16 digits, so the size cannot overflow.
Verdict parseChunkLine(QByteArrayView line, std::uint64_t &size);

/// Bounds what a client can spend on chunk lines: 16 KiB, and eight times the body's bytes up to here. A
/// chunk of one byte without extensions costs five.
bool isChunkOverheadAllowed(std::int64_t overhead, std::int64_t bodyBytes);

} // namespace guarita::net
