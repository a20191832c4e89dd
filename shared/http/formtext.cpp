// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/formtext.h"

#include <QtCore/QStringConverter>

namespace guarita::http {

namespace {

std::optional<char> hexDigit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    const char lower = static_cast<char>(digit | 0x20);
    if (lower >= 'a' && lower <= 'f')
        return lower - 'a' + 10;
    return std::nullopt;
}

std::optional<QByteArray> formBytes(QByteArrayView encoded)
{
    QByteArray bytes;
    bytes.reserve(encoded.size());
    for (qsizetype i = 0; i < encoded.size(); ++i) {
        if (encoded[i] != '%') {
            bytes.append(encoded[i] == '+' ? ' ' : encoded[i]);
            continue;
        }
        if (encoded.size() - i < 3)
            return std::nullopt;
        const std::optional<char> high = hexDigit(encoded[i + 1]);
        const std::optional<char> low = hexDigit(encoded[i + 2]);
        if (!high || !low)
            return std::nullopt;
        bytes.append(static_cast<char>(*high << 4 | *low));
        i += 2;
    }
    return bytes;
}

} // namespace

std::optional<QString> formText(QByteArrayView encoded)
{
    const std::optional<QByteArray> bytes = formBytes(encoded);
    if (!bytes)
        return std::nullopt;
    // Stateless: else a character that is cut off at the end would be waited for.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    const QString text = decoder(*bytes);
    if (decoder.hasError() || text.toUtf8() != *bytes) // a byte order mark at the begin was dropped
        return std::nullopt;
    return text;
}

} // namespace guarita::http
