// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/browsers/cors.h"

namespace guarita::gateway {

namespace {

http::Response preflightAnswer(const CorsPolicy &policy)
{
    http::Response response;
    response.status = 204;
    response.headers.append("Access-Control-Allow-Methods", policy.methods);
    response.headers.append("Access-Control-Allow-Headers", policy.headers);
    response.headers.append("Access-Control-Max-Age",
                            QByteArray::number(static_cast<qint64>(policy.maxAge.count())));
    return response;
}

void admit(const CorsPolicy &policy, const QByteArray &origin, http::Headers &fields)
{
    fields.set("Access-Control-Allow-Origin", policy.anyOrigin ? QByteArrayLiteral("*") : origin);
    if (policy.credentials)
        fields.set("Access-Control-Allow-Credentials", "true");
    if (!policy.exposed.isEmpty())
        fields.set("Access-Control-Expose-Headers", policy.exposed);
}

/// The origin of a page that may read the answers, else nullptr.
const QByteArray *admittedOrigin(const CorsPolicy &policy, const http::Request &request)
{
    const QByteArray *origin = request.headers.find("origin");
    return origin && (policy.anyOrigin || policy.origins.contains(*origin)) ? origin : nullptr;
}

std::optional<http::Response> tell(const CorsPolicy &policy, http::Request &request)
{
    if (!policy.anyOrigin && policy.origins.isEmpty())
        return std::nullopt;
    if (!policy.anyOrigin) // for caches, whether or not this request names an origin
        request.answerHeaders.append("Vary", "Origin");
    if (const QByteArray *origin = admittedOrigin(policy, request))
        admit(policy, *origin, request.answerHeaders);
    return std::nullopt;
}

std::optional<http::Response> answerPreflight(const CorsPolicy &policy, const http::Request &request)
{
    const bool preflight =
        request.method == http::Method::Options && request.headers.contains("access-control-request-method");
    return preflight && admittedOrigin(policy, request) ? std::optional(preflightAnswer(policy))
                                                        : std::nullopt;
}

} // namespace

http::Stage corsStage(const CorsPolicy &policy)
{
    return {"cors", [&policy](http::Request &request) { return tell(policy, request); }};
}

http::Stage preflightStage(const CorsPolicy &policy)
{
    return {"preflight", [&policy](http::Request &request) { return answerPreflight(policy, request); }};
}

} // namespace guarita::gateway
