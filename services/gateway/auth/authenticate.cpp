// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/authenticate.h"

#include "gateway/auth/bearer.h"
#include "http/problem.h"

namespace guarita::gateway {

namespace {

/// RFC 6750, 3.1: a request without any token gets no error code, only the challenge.
http::Problem tokenMissing()
{
    http::Problem problem{
        .status = 401,
        .reason = "token_ausente",
        .detail = {QStringLiteral("Esta operação exige um token: faça login em POST /token e envie "
                                  "\"Authorization: Bearer <token>\"."),
                   QStringLiteral("This operation needs a token: log in with POST /token and send "
                                  "\"Authorization: Bearer <token>\".")},
        .errors = {},
        .headers = {}};
    problem.headers.set("WWW-Authenticate", "Bearer realm=\"guarita\"");
    return problem;
}

/// The reason tells the operator's log what was wrong with the token; the client learns the little it can act
/// on.
http::Problem tokenInvalid(const QByteArray &reason)
{
    http::Problem problem{.status = 401,
                          .reason = reason,
                          .detail = {QStringLiteral("O token é inválido ou expirou. Faça login outra vez."),
                                     QStringLiteral("The token is invalid or has expired. Log in again.")},
                          .errors = {},
                          .headers = {}};
    problem.headers.set("WWW-Authenticate", "Bearer realm=\"guarita\", error=\"invalid_token\"");
    return problem;
}

std::optional<http::Response> authenticate(TokenVerifier &verifier, http::Request &request)
{
    const Bearer bearer = bearerOf(request.headers);
    switch (bearer.kind) {
    case Bearer::Kind::Absent:
        return http::problemResponse(request, tokenMissing());
    case Bearer::Kind::Malformed:
        return http::problemResponse(request, tokenInvalid("token_malformado"));
    case Bearer::Kind::Present:
        break;
    }
    const auto subject = verifier.verify(bearer.token);
    if (!subject)
        return http::problemResponse(request, tokenInvalid(subject.error().code));
    request.subject = subject.value();
    request.headers.remove("authorization");
    return std::nullopt;
}

} // namespace

http::Stage authenticateStage(TokenVerifier &verifier)
{
    return {"authenticate", [&verifier](http::Request &request) { return authenticate(verifier, request); }};
}

} // namespace guarita::gateway
