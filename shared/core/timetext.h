// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

#include <array>
#include <chrono>

/// Times as text, without an allocation: several are written for each request, and the printf family takes
/// more than a thousand instructions for one.
namespace guarita::core {

using TimestampText = std::array<char, 24>;
using MillisecondsText = std::array<char, 24>;

/// "2001-09-09T01:46:40.000Z" (RFC 3339). Years 0 to 9999.
TimestampText timestampText(std::chrono::sys_time<std::chrono::milliseconds> time);

/// Milliseconds with three decimals, the rest cut off: "12.345". A negative duration is "0.000". The text
/// stands in `place`.
QByteArrayView millisecondsText(std::chrono::nanoseconds duration, MillisecondsText &place);

} // namespace guarita::core
