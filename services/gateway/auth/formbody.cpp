// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/formbody.h"

#include <QtCore/QStringConverter>

namespace guarita::gateway {

namespace {

int hexDigit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

bool isUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    const QString text = decoder(bytes);
    return !decoder.hasError() && text.toUtf8().size() == bytes.size();
}

std::optional<QByteArray> decode(QByteArrayView encoded)
{
    QByteArray decoded;
    decoded.reserve(encoded.size());
    for (qsizetype i = 0; i < encoded.size(); ++i) {
        if (encoded[i] == '+') {
            decoded.append(' ');
        } else if (encoded[i] != '%') {
            decoded.append(encoded[i]);
        } else {
            const int high = i + 2 < encoded.size() ? hexDigit(encoded[i + 1]) : -1;
            const int low = high >= 0 ? hexDigit(encoded[i + 2]) : -1;
            if (low < 0)
                return std::nullopt;
            decoded.append(static_cast<char>(high * 16 + low));
            i += 2;
        }
    }
    if (!isUtf8(decoded))
        return std::nullopt;
    return decoded;
}

} // namespace

std::optional<std::map<QByteArray, QByteArray>> parseForm(QByteArrayView body)
{
    std::map<QByteArray, QByteArray> fields;
    qsizetype start = 0;
    while (start < body.size()) {
        const qsizetype ampersand = body.indexOf('&', start);
        const qsizetype end = ampersand < 0 ? body.size() : ampersand;
        const QByteArrayView pair = body.sliced(start, end - start);
        start = end + 1;
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const auto name = decode(equals < 0 ? pair : pair.first(equals));
        const auto value = decode(equals < 0 ? QByteArrayView() : pair.sliced(equals + 1));
        if (!name || !value || !fields.emplace(*name, *value).second)
            return std::nullopt;
    }
    return fields;
}

bool isFormContentType(QByteArrayView contentType)
{
    const QByteArray type = contentType.toByteArray().toLower().replace(' ', "").replace('\t', "");
    static const QByteArray form = "application/x-www-form-urlencoded";
    return type == form || type == form + ";charset=utf-8" || type == form + ";charset=\"utf-8\"";
}

} // namespace guarita::gateway
