// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/formbody.h"

#include "http/formtext.h"

namespace guarita::gateway {

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
        const auto name = http::formText(equals < 0 ? pair : pair.first(equals));
        const auto value = http::formText(equals < 0 ? QByteArrayView() : pair.sliced(equals + 1));
        if (!name || !value || !fields.emplace(name->toUtf8(), value->toUtf8()).second)
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
