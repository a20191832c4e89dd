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
                                  "\"Authorization: Bearer <token>\".")}};
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
                                     QStringLiteral("The token is invalid or has expired. Log in again.")}};
    problem.headers.set("WWW-Authenticate", "Bearer realm=\"guarita\", error=\"invalid_token\"");
    return problem;
}

http::Problem forbidden()
{
    return {.status = 403,
            .reason = "sem_permissao",
            .detail = {QStringLiteral("Nenhum dos seus papéis permite esta operação."),
                       QStringLiteral("None of your roles allows this operation.")}};
}

http::Problem outsideKeysMissing()
{
    http::Problem problem{
        .status = 503,
        .reason = "emissor_indisponivel",
        .detail = {
            QStringLiteral("O gateway não tem agora as chaves do emissor deste token. Tente de novo em "
                           "instantes."),
            QStringLiteral(
                "The gateway has no keys of this token's issuer at present. Try again in a moment.")}};
    problem.headers.set("Retry-After", "1");
    return problem;
}

void admit(http::Request &request, http::Caller caller)
{
    static_cast<http::Caller &>(request) = std::move(caller);
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
    const OutsideCaller &known = *caller.value();
    admit(request, {known.subject, known.roles.bits(), {}, known.expiresAt});
    return std::nullopt;
}

/// What a user with an account here may do now; else the reason for the refusal.
core::Result<Roles> rolesNow(const Directory &directory, const QByteArray &subject, const QByteArray &session)
{
    if (directory.hasEnded(session))
        return core::Error{"token_encerrado", {}};
    const std::optional<Roles> roles = directory.rolesOf(subject);
    if (!roles)
        return core::Error{"token_sem_usuario", {}};
    return *roles;
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
    const core::Result<Roles> roles = rolesNow(directory, caller.subject, caller.session);
    if (!roles)
        return http::problemResponse(request, tokenInvalid(roles.error().code));
    admit(request, {caller.subject, roles.value().bits(), caller.session, caller.expiresAt});
    return std::nullopt;
}

std::optional<http::Problem> refusalOf(const RouteTable &table, net::Method method, const QByteArray &path,
                                       Roles roles)
{
    const ProxyRoute *route = table.find(path);
    const Access access = route ? accessTo(*route, method, roles) : accessTo(method, path, roles);
    switch (access.verdict) {
    case Access::Verdict::Allowed:
        return std::nullopt;
    case Access::Verdict::Forbidden:
        return forbidden();
    case Access::Verdict::UnknownPath:
        return http::notFound();
    case Access::Verdict::MethodNotAllowed:
        return http::methodNotAllowed(access.allow);
    }
    Q_UNREACHABLE();
}

std::optional<http::Response> authorise(const RouteTable &table, const http::Request &request)
{
    const auto refusal = refusalOf(table, request.method, request.path, Roles::fromBits(request.roles));
    return refusal ? std::optional(http::problemResponse(request, *refusal)) : std::nullopt;
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

http::StreamJudge streamJudge(const Directory &directory, const Routing &routing, const core::Clock &clock)
{
    return [&directory, &routing, &clock](const http::Caller &caller, net::Method method,
                                          const QByteArray &path) {
        if (caller.subject.isEmpty())
            return QByteArray();
        if (hasExpired(caller.expiresAt, clock))
            return QByteArrayLiteral("token_expirado");
        core::Result<Roles> roles = Roles::fromBits(caller.roles);
        if (!caller.session.isEmpty())
            roles = rolesNow(directory, caller.subject, caller.session);
        if (!roles)
            return roles.error().code;
        const auto refusal = refusalOf(routing.table(), method, path, roles.value());
        return refusal ? refusal->reason : QByteArray();
    };
}

} // namespace guarita::gateway
