// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/problemreader.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>

namespace guarita::console {

namespace {

using Kind = ApiError::Kind;

constexpr qsizetype mostBodyBytes = 256 * 1024; // a problem is short: what is longer is something else
constexpr qsizetype mostTextCharacters = 1000;
constexpr qsizetype mostNameCharacters = 100;
constexpr qsizetype mostFields = 64;
constexpr qint64 mostRetrySeconds = 24 * 60 * 60;

QString shortened(const QString &text, qsizetype most)
{
    return text.size() <= most ? text : text.left(most) + QChar(0x2026);
}

Kind kindOf(int status, const QByteArray &reason)
{
    switch (status) {
    case 401:
        return Kind::Unauthorized;
    case 403:
        return Kind::Forbidden;
    case 404:
        return Kind::NotFound;
    case 412:
        return Kind::Conflict;
    case 400:
    case 422:
        return Kind::Invalid;
    case 429:
        return Kind::Throttled;
    case 503: // busy with passwords, or with those who listen, and well otherwise
        return reason == "login_sobrecarregado" || reason == "assinantes_demais" ? Kind::Throttled
                                                                                 : Kind::Unavailable;
    case 502:
    case 504:
        return Kind::Unavailable;
    default:
        return Kind::Failed;
    }
}

QByteArray reasonIn(const QJsonObject &problem)
{
    constexpr QLatin1String prefix("urn:guarita:");
    const QString type = problem.value(QLatin1String("type")).toString();
    if (!type.startsWith(prefix))
        return {};
    return shortened(type.mid(prefix.size()), mostNameCharacters).toUtf8();
}

std::vector<FieldMessage> fieldsIn(const QJsonObject &problem)
{
    std::vector<FieldMessage> fields;
    const QJsonArray errors = problem.value(QLatin1String("errors")).toArray();
    for (const auto &error : errors) {
        const QString field = error[QLatin1String("campo")].toString();
        const QString message = error[QLatin1String("mensagem")].toString();
        if (fields.size() == mostFields)
            break;
        if (!field.isEmpty() || !message.isEmpty())
            fields.push_back({shortened(field, mostNameCharacters), shortened(message, mostTextCharacters)});
    }
    return fields;
}

/// Only the form in seconds (RFC 9110, 10.2.3), which is what the services send.
std::optional<std::chrono::seconds> retryAfterOf(const ApiResponse &response)
{
    bool good = false;
    const qint64 seconds = response.header("retry-after").trimmed().toLongLong(&good);
    if (!good || seconds < 0)
        return std::nullopt;
    return std::chrono::seconds(std::min(seconds, mostRetrySeconds));
}

bool mayBeProblem(const ApiResponse &response)
{
    const QByteArray type = response.header("content-type");
    return response.body.size() <= mostBodyBytes &&
           (type.startsWith("application/problem+json") || type.startsWith("application/json"));
}

} // namespace

ApiError errorOf(const ApiResponse &response)
{
    ApiError error;
    error.status = response.status;
    error.requestId = response.header("x-request-id").left(mostNameCharacters);
    error.retryAfter = retryAfterOf(response);
    if (mayBeProblem(response)) {
        const QJsonObject problem = QJsonDocument::fromJson(response.body).object();
        error.reason = reasonIn(problem);
        error.detail = shortened(problem.value(QLatin1String("detail")).toString(), mostTextCharacters);
        error.fields = fieldsIn(problem);
        const QString id = problem.value(QLatin1String("request_id")).toString();
        if (!id.isEmpty())
            error.requestId = shortened(id, mostNameCharacters).toUtf8();
    }
    error.kind = kindOf(response.status, error.reason);
    if (error.detail.isEmpty())
        error.detail = Transport::tr("The service answered with status %1.").arg(response.status);
    return error;
}

} // namespace guarita::console
