// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/quantities.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace guarita::config {

namespace {

struct Unit
{
    QLatin1String suffix;
    qint64 factor;
};

constexpr std::array byteUnits{Unit{QLatin1String("GiB"), qint64(1) << 30},
                               Unit{QLatin1String("MiB"), qint64(1) << 20},
                               Unit{QLatin1String("KiB"), qint64(1) << 10}, Unit{QLatin1String(""), 1}};
// "ms" must be tried before "s", which it ends with.
constexpr std::array timeUnits{Unit{QLatin1String("d"), 86'400'000}, Unit{QLatin1String("h"), 3'600'000},
                               Unit{QLatin1String("min"), 60'000}, Unit{QLatin1String("ms"), 1},
                               Unit{QLatin1String("s"), 1'000}};

/// A non-negative number with the first suffix that fits.
template <std::size_t Count>
std::optional<qint64> quantity(QStringView text, const std::array<Unit, Count> &units)
{
    for (const Unit &unit : units) {
        if (!text.endsWith(unit.suffix))
            continue;
        const std::optional<qint64> number = wholeNumberFrom(text.chopped(unit.suffix.size()));
        if (!number || *number < 0 || *number > std::numeric_limits<qint64>::max() / unit.factor)
            return std::nullopt;
        return *number * unit.factor;
    }
    return std::nullopt;
}

/// QUrl reads "1.2" as the address 1.0.0.2. Nobody who writes that means it.
bool isRewrittenAddress(const QString &host, const QString &text)
{
    const bool digits =
        std::all_of(host.begin(), host.end(), [](QChar c) { return c.isDigit() || c == QLatin1Char('.'); });
    return digits && !text.contains(host);
}

} // namespace

std::optional<qint64> wholeNumberFrom(QStringView text)
{
    const QByteArray digits = text.toLatin1();
    qint64 number = 0;
    const char *end = digits.constData() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.constData(), end, number);
    if (error != std::errc() || stopped != end)
        return std::nullopt;
    return number;
}

std::optional<qint64> bytesFrom(QStringView text)
{
    return quantity(text, byteUnits);
}

std::optional<std::chrono::milliseconds> durationFrom(QStringView text)
{
    const std::optional<qint64> count = quantity(text, timeUnits);
    return count ? std::optional(std::chrono::milliseconds(*count)) : std::nullopt;
}

std::optional<QUrl> originFrom(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
    const bool bare = (url.path().isEmpty() || url.path() == QStringLiteral("/")) && !url.hasQuery() &&
                      !url.hasFragment() && url.userInfo().isEmpty() && !text.contains(QLatin1Char('@'));
    if (!url.isValid() || !web || !bare || url.host().isEmpty() || url.port(1) == 0 ||
        isRewrittenAddress(url.host(), text))
        return std::nullopt;
    QUrl origin;
    origin.setScheme(url.scheme());
    origin.setHost(url.host());
    origin.setPort(url.port());
    return origin;
}

QString shownBytes(qint64 bytes)
{
    for (const Unit &unit : byteUnits) {
        if (bytes != 0 && bytes % unit.factor == 0)
            return QString::number(bytes / unit.factor) + unit.suffix;
    }
    return QString::number(bytes);
}

QString shownDuration(std::chrono::milliseconds duration)
{
    const qint64 count = duration.count();
    for (const Unit &unit : timeUnits) {
        if (count != 0 && unit.factor > 1 && count % unit.factor == 0)
            return QString::number(count / unit.factor) + unit.suffix;
    }
    return count == 0 ? QStringLiteral("0s") : QStringLiteral("%1ms").arg(count);
}

QString bytesRule(qint64 least, qint64 most)
{
    return QStringLiteral("a number of bytes (with KiB, MiB or GiB behind it if you like) from %1 to %2")
        .arg(shownBytes(least), shownBytes(most));
}

QString durationRule(std::chrono::milliseconds least, std::chrono::milliseconds most)
{
    return QStringLiteral("a duration with ms, s, min, h or d behind it from %1 to %2")
        .arg(shownDuration(least), shownDuration(most));
}

QString originRule()
{
    return QStringLiteral("http:// or https://, a host and an optional port, e.g. http://localhost:8001");
}

} // namespace guarita::config
