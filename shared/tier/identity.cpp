// SPDX-License-Identifier: GPL-3.0-or-later
#include "tier/identity.h"

#include <algorithm>
#include <charconv>

namespace guarita::tier {

namespace {

constexpr QByteArrayView version("v1");

/// One spelling per number.
std::optional<qint64> wholeNumber(QByteArrayView text)
{
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || (text.startsWith('0') && text.size() > 1))
        return std::nullopt;
    qint64 number = 0;
    if (std::from_chars(text.begin(), text.end(), number).ec != std::errc())
        return std::nullopt;
    return number;
}

} // namespace

std::optional<Identity> Identity::of(QByteArrayView value)
{
    if (std::count(value.begin(), value.end(), ';') != 3)
        return std::nullopt;
    const qsizetype first = value.indexOf(';');
    const qsizetype second = value.indexOf(';', first + 1);
    const qsizetype third = value.lastIndexOf(';');
    const std::optional<qint64> at = wholeNumber(value.sliced(first + 1, second - first - 1));
    if (value.first(first) != version || !at)
        return std::nullopt;
    return Identity{std::chrono::milliseconds(*at), value.sliced(second + 1, third - second - 1),
                    value.sliced(third + 1)};
}

QByteArray Identity::value() const
{
    return version.toByteArray() + ';' + QByteArray::number(static_cast<qint64>(at.count())) + ';' +
           roles.toByteArray() + ';' + code.toByteArray();
}

QByteArray codeOver(const crypto::HmacSha256 &codes, QByteArrayView text)
{
    return codes.of(text).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray signedText(const http::Request &request, std::chrono::milliseconds at, QByteArrayView subject,
                      QByteArrayView roles)
{
    const QByteArray method = net::methodName(request.method);
    QByteArray text;
    text.reserve(64 + request.target.size() + request.id.size() + subject.size() + roles.size());
    text += version;
    text += '\n';
    text += QByteArray::number(static_cast<qint64>(at.count()));
    for (const QByteArrayView line : {QByteArrayView(method), QByteArrayView(request.target),
                                      QByteArrayView(request.id), subject, roles}) {
        text += '\n';
        text += line;
    }
    return text;
}

} // namespace guarita::tier
