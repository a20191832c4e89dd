// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/tokenreader.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <string_view>

namespace guarita::console {

namespace {

constexpr qsizetype mostTokenBytes = 16 * 1024;
constexpr qint64 mostSeconds = 10LL * 366 * 24 * 60 * 60;

} // namespace

bool isBearerToken(const QByteArray &value)
{
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view("-._~+/=").find(c) != std::string_view::npos;
    };
    return !value.isEmpty() && value.size() <= mostTokenBytes &&
           std::all_of(value.begin(), value.end(), fits);
}

core::Result<TokenGrant> decodeTokenGrant(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const QString type = object.value(QLatin1String("token_type")).toString();
    const TokenGrant grant{object.value(QLatin1String("access_token")).toString().toUtf8(),
                           std::chrono::seconds(object.value(QLatin1String("expires_in")).toInteger(0))};
    if (type.compare(QLatin1String("bearer"), Qt::CaseInsensitive) != 0 || !isBearerToken(grant.value) ||
        grant.lifetime.count() < 1 || grant.lifetime.count() > mostSeconds)
        return core::Error{"token_invalid",
                           QStringLiteral("The answer to the log-in holds no bearer token.")};
    return grant;
}

} // namespace guarita::console
