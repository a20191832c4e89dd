// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/tokenreader.h"

#include "console/api/apicalls.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <string_view>

namespace guarita::console {

namespace {

constexpr qsizetype mostTokenBytes = 16 * 1024;
constexpr qint64 mostSeconds = 10LL * 366 * 24 * 60 * 60;

std::optional<Roles> rolesIn(const QJsonObject &object)
{
    const QJsonValue list = object.value(QLatin1String("papeis"));
    if (!list.isArray())
        return std::nullopt;
    QStringList names;
    const QJsonArray array = list.toArray();
    for (const auto &name : array)
        names << name.toString();
    return rolesNamed(names);
}

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
                           std::chrono::seconds(object.value(QLatin1String("expires_in")).toInteger(0)),
                           object.value(QLatin1String("refresh_token")).toString().toUtf8(), rolesIn(object)};
    if (type.compare(QLatin1String("bearer"), Qt::CaseInsensitive) != 0 || !isBearerToken(grant.value) ||
        (!grant.refresh.isEmpty() && !isBearerToken(grant.refresh)) || grant.lifetime.count() < 1 ||
        grant.lifetime.count() > mostSeconds)
        return core::Error{"token_invalid",
                           QStringLiteral("The answer to the log-in holds no bearer token.")};
    return grant;
}

Reply<TokenGrant> grantIn(const Reply<ApiResponse> &reply)
{
    if (!reply)
        return reply.error();
    core::Result<TokenGrant> grant = decodeTokenGrant(reply.value().body);
    if (grant)
        return std::move(grant).value();
    return badReply(reply.value(), grant.error().message);
}

ApiRequest formRequest(const QByteArray &path, const QByteArray &form)
{
    ApiRequest request = requestFor("POST", path);
    request.contentType = "application/x-www-form-urlencoded";
    request.body = form;
    request.authorized = false;
    return request;
}

std::optional<Roles> decodeRoles(const QByteArray &json)
{
    return rolesIn(QJsonDocument::fromJson(json).object());
}

} // namespace guarita::console
