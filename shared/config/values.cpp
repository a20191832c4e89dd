// SPDX-License-Identifier: GPL-3.0-or-later
// What values mean: the typed getters of config::Reader.
#include "config/config.h"

#include "config/quantities.h"

#include <algorithm>

namespace guarita::config {

namespace {

template <typename T>
std::optional<T> within(std::optional<T> number, T least, T most)
{
    return number && *number >= least && *number <= most ? number : std::nullopt;
}

bool sameOrigin(const QUrl &left, const QUrl &right)
{
    const auto port = [](const QUrl &url) {
        return url.port(url.scheme() == QStringLiteral("https") ? 443 : 80);
    };
    return left.scheme() == right.scheme() && left.host() == right.host() && port(left) == port(right);
}

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
        name, [=](const QString &text) { return within(wholeNumberFrom(text), least, most); },
        QStringLiteral("a whole number from %1 to %2").arg(least).arg(most));
}

qint64 Reader::bytes(const QString &name, qint64 least, qint64 most)
{
    return parsed<qint64>(
        name, [=](const QString &text) { return within(bytesFrom(text), least, most); },
        bytesRule(least, most));
}

std::chrono::milliseconds Reader::duration(const QString &name, std::chrono::milliseconds least,
                                           std::chrono::milliseconds most)
{
    return parsed<std::chrono::milliseconds>(
        name, [=](const QString &text) { return within(durationFrom(text), least, most); },
        durationRule(least, most));
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
    return parsed<QUrl>(name, originFrom, originRule());
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
        QStringLiteral("a list of origins with commas between them, none twice; an origin is ") +
            originRule());
}

} // namespace guarita::config
