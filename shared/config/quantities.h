// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QUrl>

#include <chrono>
#include <optional>

/// How values are written in flags, the environment and files. Each reads the whole text or nothing.
namespace guarita::config {

/// Decimal digits, with a '-' before them if it is negative.
std::optional<qint64> wholeNumberFrom(QStringView text);
/// Bytes, with an optional suffix KiB, MiB or GiB.
std::optional<qint64> bytesFrom(QStringView text);
/// A duration with a suffix ms, s, min, h or d.
std::optional<std::chrono::milliseconds> durationFrom(QStringView text);
/// http:// or https://, a host, an optional port, no path but "/", no user, no query.
std::optional<QUrl> originFrom(const QString &text);

/// The reverse, in the largest unit that fits.
QString shownBytes(qint64 bytes);
QString shownDuration(std::chrono::milliseconds duration);

/// What to write where bytesFrom(), durationFrom() or originFrom() read nothing or something out of bounds;
/// goes on behind "must be ".
QString bytesRule(qint64 least, qint64 most);
QString durationRule(std::chrono::milliseconds least, std::chrono::milliseconds most);
QString originRule();

} // namespace guarita::config
