// SPDX-License-Identifier: GPL-3.0-or-later
// What values mean: the typed getters of config::Reader.
#include "config/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace guarita::config {

namespace {

std::optional<qint64> wholeNumber(QStringView text)
{
    const QByteArray digits = text.toLatin1();
    qint64 number = 0;
    const char *end = digits.constData() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.constData(), end, number);
    if (error != std::errc() || stopped != end)
        return std::nullopt;
    return number;
}

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
        const std::optional<qint64> number = wholeNumber(text.chopped(unit.suffix.size()));
        if (!number || *number < 0 || *number > std::numeric_limits<qint64>::max() / unit.factor)
            return std::nullopt;
        return *number * unit.factor;
    }
    return std::nullopt;
}

std::optional<qint64> within(std::optional<qint64> number, qint64 least, qint64 most)
{
    return number && *number >= least && *number <= most ? number : std::nullopt;
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

/// QUrl reads "1.2" as the address 1.0.0.2. Nobody who writes that means it.
bool isRewrittenAddress(const QString &host, const QString &text)
{
    const bool digits =
        std::all_of(host.begin(), host.end(), [](QChar c) { return c.isDigit() || c == QLatin1Char('.'); });
    return digits && !text.contains(host);
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

bool sameOrigin(const QUrl &left, const QUrl &right)
{
    const auto port = [](const QUrl &url) {
        return url.port(url.scheme() == QStringLiteral("https") ? 443 : 80);
    };
    return left.scheme() == right.scheme() && left.host() == right.host() && port(left) == port(right);
}

const QString originRule =
    QStringLiteral("http:// or https://, a host and an optional port, e.g. http://localhost:8001");

QString cut(const QString &text)
{
    QString shown = text.left(60);
    std::replace_if(
        shown.begin(), shown.end(), [](QChar c) { return !c.isPrint(); }, QLatin1Char('?'));
    return text.size() > 60 ? shown + QStringLiteral("…") : shown;
}

} // namespace

void Reader::refuse(const QString &name, const QString &what)
{
    const Value value = valueOf(name);
    const Key *key = keyNamed(name);
    // A URL with '@' may carry a password wherever it stands.
    const bool hidden = !key || key->secret || value.text.contains(QLatin1Char('@'));
    QString sentence = QStringLiteral("must be ") + what;
    if (value.text.isEmpty())
        sentence += QStringLiteral(", not empty");
    else if (!hidden)
        sentence += QStringLiteral(", not \"") + cut(value.text) + QLatin1Char('"');
    reject(name, sentence);
}

template <typename T>
T Reader::parsed(const QString &name, const std::function<std::optional<T>(const QString &)> &parse,
                 const QString &what)
{
    if (std::optional<T> value = parse(valueOf(name).text))
        return *std::move(value);
    refuse(name, what);
    const Key *key = keyNamed(name);
    return key ? parse(key->defaultValue).value_or(T{}) : T{};
}

QString Reader::text(const QString &name)
{
    return valueOf(name).text;
}

QString Reader::nonEmptyText(const QString &name)
{
    const Value value = valueOf(name);
    if (!value.text.isEmpty())
        return value.text;
    if (m_values.contains(name)) {
        reject(name, QStringLiteral("must not be empty"));
        return keyNamed(name)->defaultValue;
    }
    reject(name, QStringLiteral("must be set; it has no default"));
    return {};
}

qint64 Reader::integer(const QString &name, qint64 least, qint64 most)
{
    return parsed<qint64>(
        name, [=](const QString &text) { return within(wholeNumber(text), least, most); },
        QStringLiteral("a whole number from %1 to %2").arg(least).arg(most));
}

qint64 Reader::bytes(const QString &name, qint64 least, qint64 most)
{
    return parsed<qint64>(
        name, [=](const QString &text) { return within(quantity(text, byteUnits), least, most); },
        QStringLiteral("a number of bytes (with KiB, MiB or GiB behind it if you like) from %1 to %2")
            .arg(shownBytes(least), shownBytes(most)));
}

std::chrono::milliseconds Reader::duration(const QString &name, std::chrono::milliseconds least,
                                           std::chrono::milliseconds most)
{
    return std::chrono::milliseconds(parsed<qint64>(
        name,
        [=](const QString &text) { return within(quantity(text, timeUnits), least.count(), most.count()); },
        QStringLiteral("a duration with ms, s, min, h or d behind it from %1 to %2")
            .arg(shownDuration(least), shownDuration(most))));
}

bool Reader::boolean(const QString &name)
{
    const auto parse = [](const QString &text) -> std::optional<bool> {
        if (text != QStringLiteral("true") && text != QStringLiteral("false"))
            return std::nullopt;
        return text == QStringLiteral("true");
    };
    return parsed<bool>(name, parse, QStringLiteral("true or false"));
}

QString Reader::choice(const QString &name, const QStringList &allowed)
{
    const auto parse = [&](const QString &text) {
        return allowed.contains(text) ? std::optional(text) : std::nullopt;
    };
    return parsed<QString>(name, parse, QStringLiteral("one of ") + allowed.join(QStringLiteral(", ")));
}

QUrl Reader::origin(const QString &name)
{
    return parsed<QUrl>(name, originFrom, originRule);
}

std::vector<QUrl> Reader::origins(const QString &name)
{
    using Urls = std::vector<QUrl>;
    const auto parse = [](const QString &text) -> std::optional<Urls> {
        Urls urls;
        for (const QString &part : text.split(QLatin1Char(','))) {
            const std::optional<QUrl> url = originFrom(part.trimmed());
            const auto same = [&](const QUrl &other) { return sameOrigin(*url, other); };
            if (!url || std::any_of(urls.begin(), urls.end(), same))
                return std::nullopt;
            urls.push_back(*url);
        }
        return urls;
    };
    return parsed<Urls>(
        name, parse,
        QStringLiteral("a list of origins with commas between them, none twice; an origin is ") + originRule);
}

} // namespace guarita::config
