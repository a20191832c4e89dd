// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/browsers/corssettings.h"

#include "config/quantities.h"

#include <algorithm>

namespace guarita::gateway {

namespace {

using namespace std::chrono_literals;

/// As a browser writes it (HTML Standard, 7.1.1): in lower case, without the scheme's own port.
std::optional<QByteArray> originAsSent(const QString &text)
{
    const std::optional<QUrl> url = config::originFrom(text);
    if (!url)
        return std::nullopt;
    QUrl origin = *url;
    if (origin.port() == (origin.scheme() == QStringLiteral("https") ? 443 : 80))
        origin.setPort(-1);
    return origin.toEncoded(QUrl::RemovePath);
}

void readOrigins(config::Reader &reader, CorsPolicy &policy)
{
    const QString key = QStringLiteral("CORS_ORIGINS");
    const QString text = reader.text(key);
    policy.anyOrigin = text == QStringLiteral("*");
    if (policy.anyOrigin && policy.credentials)
        reader.reject(key, QStringLiteral("must not be * with CORS_CREDENTIALS"));
    if (text.isEmpty() || policy.anyOrigin)
        return;
    for (const QString &part : text.split(QLatin1Char(','))) {
        const std::optional<QByteArray> origin = originAsSent(part.trimmed());
        if (origin && !policy.origins.contains(*origin))
            policy.origins.append(*origin);
        else
            return reader.reject(key, QStringLiteral("must be *, or a list of origins with commas between "
                                                     "them, none twice; an origin is ") +
                                          config::originRule());
    }
}

QByteArray readNames(config::Reader &reader, const QString &key)
{
    QByteArrayList names;
    const QByteArray text = reader.text(key).toUtf8();
    for (const QByteArray &part : text.split(',')) {
        const QByteArray name = part.trimmed();
        if (net::isToken(name) && name != "*")
            names.append(name);
        else if (!text.isEmpty())
            reader.reject(key, QStringLiteral("must be a list of names with commas between them"));
    }
    return names.join(", ");
}

} // namespace

std::vector<config::Key> corsKeys()
{
    return {
        config::live({QStringLiteral("CORS_ORIGINS"), QString(),
                      QStringLiteral("Origins whose pages may read answers, e.g. "
                                     "https://app.example,http://localhost:3000; * for any. Empty: none.")}),
        config::live({QStringLiteral("CORS_CREDENTIALS"), QStringLiteral("false"),
                      QStringLiteral("Whether such pages may send cookies along; tokens need no leave.")}),
        config::live({QStringLiteral("CORS_METHODS"), QStringLiteral("GET,HEAD,POST,PUT,PATCH,DELETE"),
                      QStringLiteral("What methods such pages may use.")}),
        config::live(
            {QStringLiteral("CORS_HEADERS"),
             QStringLiteral("Authorization,Content-Type,If-Match,If-None-Match,Idempotency-Key,Last-Event-ID,"
                            "X-Request-Id,traceparent,tracestate"),
             QStringLiteral("What fields such pages may send.")}),
        config::live(
            {QStringLiteral("CORS_EXPOSED"),
             QStringLiteral("ETag,Link,Location,Retry-After,X-Total-Count,X-Request-Id,Idempotent-Replayed,"
                            "RateLimit,RateLimit-Policy,Content-Disposition,WWW-Authenticate"),
             QStringLiteral("What fields of an answer such pages may read.")}),
        config::live({QStringLiteral("CORS_MAX_AGE"), QStringLiteral("10min"),
                      QStringLiteral("How long a browser may keep what a preflight said, 0s to 24h.")}),
    };
}

CorsPolicy readCors(config::Reader &reader)
{
    CorsPolicy policy;
    policy.credentials = reader.boolean(QStringLiteral("CORS_CREDENTIALS"));
    readOrigins(reader, policy);
    policy.methods = readNames(reader, QStringLiteral("CORS_METHODS"));
    policy.headers = readNames(reader, QStringLiteral("CORS_HEADERS"));
    policy.exposed = readNames(reader, QStringLiteral("CORS_EXPOSED"));
    policy.maxAge =
        std::chrono::floor<std::chrono::seconds>(reader.duration(QStringLiteral("CORS_MAX_AGE"), 0s, 24h));
    return policy;
}

} // namespace guarita::gateway
