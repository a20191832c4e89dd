// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/limits/rate.h"

#include <algorithm>

namespace guarita::gateway {

namespace {

/// Digits only, from 1 to `most`.
std::optional<int> numberFrom(QStringView text, int most)
{
    const auto isDigit = [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); };
    if (!std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    bool fits = false;
    const int number = text.toInt(&fits);
    return fits && number >= 1 && number <= most ? std::optional(number) : std::nullopt;
}

} // namespace

QString rateRule()
{
    return QStringLiteral("0, or a number of requests and of seconds like 1000/10s: 1 to %1, 1s to %2s")
        .arg(Rate::mostQuota)
        .arg(Rate::longestWindow.count());
}

std::optional<Rate> rateFrom(QStringView text)
{
    if (text == QLatin1String("0"))
        return Rate{};
    const qsizetype slash = text.indexOf(QLatin1Char('/'));
    if (slash < 0 || !text.endsWith(QLatin1Char('s')))
        return std::nullopt;
    const auto quota = numberFrom(text.first(slash), Rate::mostQuota);
    const auto seconds =
        numberFrom(text.sliced(slash + 1).chopped(1), static_cast<int>(Rate::longestWindow.count()));
    if (!quota || !seconds)
        return std::nullopt;
    return Rate{*quota, std::chrono::seconds(*seconds)};
}

} // namespace guarita::gateway
