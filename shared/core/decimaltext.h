// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <algorithm>
#include <optional>

namespace guarita::core {

/// A number in its one canonical spelling: digits only, no sign, no leading zero; none if it passes 63 bits.
inline std::optional<qint64> wholeNumber(QByteArrayView text)
{
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (text.isEmpty() || !digits || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    bool fits = false;
    const qint64 number = text.toByteArray().toLongLong(&fits);
    return fits ? std::optional(number) : std::nullopt;
}

/// The same, but not zero: ids and versions.
inline std::optional<qint64> positiveNumber(QByteArrayView text)
{
    const std::optional<qint64> number = wholeNumber(text);
    return number && *number > 0 ? number : std::nullopt;
}

} // namespace guarita::core
