// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/requestkey.h"

#include "server/web/itemproblems.h"

#include <QtCore/QCryptographicHash>

#include <algorithm>

namespace guarita::server::web {

core::Result<std::optional<QByteArray>, http::Problem> readRequestKey(const http::Request &request)
{
    constexpr qsizetype longest = 255;
    if (!request.headers.contains("idempotency-key"))
        return std::optional<QByteArray>();
    const QByteArray key = request.headers.value("idempotency-key");
    const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (request.headers.count("idempotency-key") != 1 || key.isEmpty() || key.size() > longest || !visible)
        return badRequestKey();
    return std::optional<QByteArray>(key);
}

std::optional<domain::RequestKey> boundKey(const std::optional<QByteArray> &key, const http::Request &request)
{
    if (!key)
        return std::nullopt;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(net::methodName(request.method) + ' ' + request.path + '\n' +
                 request.headers.value("if-match") + '\n' + request.headers.value("if-none-match") + '\n');
    hash.addData(request.body);
    return domain::RequestKey{*key, hash.result().toHex()};
}

} // namespace guarita::server::web
