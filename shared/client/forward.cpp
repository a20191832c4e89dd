// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/forward.h"

#include "trace/tracing.h"

#include <algorithm>
#include <limits>

namespace guarita::client {

namespace {

http::Sentence sentenceFor(Stage stage)
{
    switch (stage) {
    case Stage::Completed:
        break;
    case Stage::Saturated:
        return {QStringLiteral("Há chamadas demais em andamento para o servidor de destino."),
                QStringLiteral("Too many calls to the upstream server are in flight.")};
    case Stage::Connect:
        return {QStringLiteral("Não foi possível conectar ao servidor de destino."),
                QStringLiteral("The upstream server could not be reached.")};
    case Stage::NoResponse:
        return {QStringLiteral("O servidor de destino encerrou a conexão sem responder."),
                QStringLiteral("The upstream server closed the connection without an answer.")};
    case Stage::Truncated:
        return {QStringLiteral("A resposta do servidor de destino chegou incompleta."),
                QStringLiteral("The upstream server's answer was incomplete.")};
    case Stage::TooLarge:
        return {QStringLiteral("A resposta do servidor de destino é inválida ou grande demais."),
                QStringLiteral("The upstream server's answer was malformed or too large.")};
    case Stage::Timeout:
        return {QStringLiteral("O servidor de destino demorou demais para responder."),
                QStringLiteral("The upstream server took too long to answer.")};
    }
    Q_UNREACHABLE();
    return {};
}

int statusFor(Stage stage)
{
    if (stage == Stage::Saturated)
        return 503;
    return stage == Stage::Timeout ? 504 : 502;
}

/// What Max-Forwards says, where it counts (RFC 9110, 7.6.2: OPTIONS, and TRACE, which is served nowhere).
std::optional<quint64> forwardsLeft(const http::Request &request)
{
    if (request.method != http::Method::Options || request.headers.count("max-forwards") != 1)
        return std::nullopt;
    const QByteArray value = request.headers.value("max-forwards");
    const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || value.isEmpty())
        return std::nullopt;
    bool fits = false;
    const quint64 number = value.toULongLong(&fits, 10);
    return fits ? number : std::numeric_limits<quint64>::max();
}

} // namespace

std::optional<http::Response> answeredHere(const http::Request &request)
{
    if (forwardsLeft(request) != quint64(0))
        return std::nullopt;
    http::Response response;
    response.status = 204;
    response.headers.append(QByteArrayLiteral("Allow"),
                            QByteArrayLiteral("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    return response;
}

UpstreamRequest upstreamRequestFor(const http::Request &request)
{
    return upstreamRequestFor(request, request.span);
}

UpstreamRequest upstreamRequestFor(const http::Request &request, const trace::Span &asking)
{
    UpstreamRequest upstream{request.method, request.target, request.headers, request.body};
    upstream.incoming = request.incoming;
    upstream.headers.set(QByteArrayLiteral("x-request-id"), request.id);
    trace::hand(upstream.headers, asking);
    if (const std::optional<quint64> left = forwardsLeft(request); left.value_or(0) > 0)
        upstream.headers.set(QByteArrayLiteral("max-forwards"), QByteArray::number(*left - 1));
    if (!upstream.headers.contains("accept-encoding"))
        upstream.headers.append(QByteArrayLiteral("accept-encoding"), QByteArrayLiteral("identity"));
    return upstream;
}

http::Response relayedResponse(UpstreamResult result)
{
    http::Response response = std::move(result.response);
    response.headers.remove("date");
    response.headers.remove("x-request-id");
    return response;
}

http::Problem problemFor(Stage stage)
{
    Q_ASSERT(stage != Stage::Completed);
    http::Problem problem;
    problem.status = statusFor(stage);
    problem.reason = stageReason(stage);
    problem.detail = sentenceFor(stage);
    if (stage == Stage::Saturated)
        problem.headers.append(QByteArrayLiteral("Retry-After"), QByteArrayLiteral("1"));
    return problem;
}

} // namespace guarita::client
