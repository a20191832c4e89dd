// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <chrono>
#include <optional>

namespace guarita::trace {

/// What a server says of the time that an answer took. Between two tiers it is a field (W3C Server Timing):
///
///     Server-Timing: total;dur=0.812, espera;dur=0.104, sql;dur=0.533;desc="2"
///
/// with milliseconds, and the number of statements as the description of their time.
struct ServerTiming
{
    std::optional<std::chrono::nanoseconds> total;  // from the request's last byte to the answer's first
    std::optional<std::chrono::nanoseconds> waited; // for a database worker
    std::optional<std::chrono::nanoseconds> sql;    // in the database
    std::optional<qint64> statements;

    friend bool operator==(const ServerTiming &, const ServerTiming &) = default;
};

inline constexpr char serverTimingField[] = "server-timing";

/// The field's value; empty if nothing is known.
QByteArray serverTimingText(const ServerTiming &timing);

/// What the field says. A metric that is malformed, or not one of these, is passed over; of two with one name
/// the first counts. Of a value above 1 KiB nothing is read.
ServerTiming readServerTiming(QByteArrayView value);

} // namespace guarita::trace
