// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/authenticate.h"

#include "gateway/auth/bearer.h"
#include "gateway/users/storeproblem.h"

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

http::Problem forbidden()
{
    return {.status = 403,
            .reason = "sem_permissao",
            .detail = {QStringLiteral("Nenhum dos seus papéis permite esta operação."),
                       QStringLiteral("None of your roles allows this operation.")},
            .errors = {},
            .headers = {}};
}

http::Problem outsideKeysMissing()
{
    http::Problem problem{
        .status = 503,
        .reason = "emissor_indisponivel",
        .detail = {QStringLiteral(
                       "O gateway não tem agora as chaves do emissor deste token. Tente de novo em "
                       "instantes."),
                   QStringLiteral(
                       "The gateway has no keys of this token's issuer at present. Try again in a moment.")},
        .errors = {},
        .headers = {}};
    problem.headers.set("Retry-After", "1");
    return problem;
}

void admit(http::Request &request, const QByteArray &subject, Roles roles)
{
    request.subject = subject;
    request.roles = roles.bits();
    request.headers.remove("authorization");
}

std::optional<http::Response> authenticateOutsider(OutsideVerifier &outside, QByteArrayView token,
                                                   http::Request &request)
{
    if (!outside.hasKeys())
        return http::problemResponse(request, outsideKeysMissing());
    const auto caller = outside.verify(token);
    if (!caller)
        return http::problemResponse(request, tokenInvalid(caller.error().code));
    admit(request, caller.value()->subject, caller.value()->roles);
    return std::nullopt;
}

std::optional<http::Response> authenticate(TokenVerifier &verifier, const Directory &directory,
                                           OutsideVerifier *outside, http::Request &request)
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
    const auto claims = verifier.verify(bearer.token);
    if (!claims && outside && claims.error().code == TokenCodec::unknownKey)
        return authenticateOutsider(*outside, bearer.token, request);
    if (!claims)
        return http::problemResponse(request, tokenInvalid(claims.error().code));
    if (!directory.isLoaded())
        return http::problemResponse(request, usersUnavailable());
    const Claims &caller = *claims.value();
    if (directory.hasEnded(caller.session))
        return http::problemResponse(request, tokenInvalid("token_encerrado"));
    const std::optional<Roles> roles = directory.rolesOf(caller.subject);
    if (!roles)
        return http::problemResponse(request, tokenInvalid("token_sem_usuario"));
    admit(request, caller.subject, *roles);
    return std::nullopt;
}

std::optional<http::Response> authorise(const RouteTable &table, const http::Request &request)
{
    const Roles roles = Roles::fromBits(request.roles);
    const ProxyRoute *route = table.find(request.path);
    const Access access =
        route ? accessTo(*route, request.method, roles) : accessTo(request.method, request.path, roles);
    switch (access.verdict) {
    case Access::Verdict::Allowed:
        return std::nullopt;
    case Access::Verdict::Forbidden:
        return http::problemResponse(request, forbidden());
    case Access::Verdict::UnknownPath:
        return http::problemResponse(request, http::notFound());
    case Access::Verdict::MethodNotAllowed:
        return http::problemResponse(request, http::methodNotAllowed(access.allow));
    }
    Q_UNREACHABLE();
}

} // namespace

http::Stage authenticateStage(TokenVerifier &verifier, const Directory &directory, OutsideVerifier *outside)
{
    return {"authenticate", [&verifier, &directory, outside](http::Request &request) {
                return authenticate(verifier, directory, outside, request);
            }};
}

http::Stage authoriseStage(const Routing &routing)
{
    return {"authorise", [&routing](http::Request &request) { return authorise(routing.table(), request); }};
}

} // namespace guarita::gateway
