// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/login.h"

#include "core/jsonwriter.h"
#include "gateway/audit/requestrecord.h"
#include "gateway/auth/formbody.h"
#include "gateway/users/storeproblem.h"
#include "http/problem.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace guarita::gateway {

namespace {

using Fields = std::map<QByteArray, QByteArray>;
using FieldErrors = std::vector<http::FieldError>;

http::Problem notAForm()
{
    return {
        .status = 415,
        .reason = "tipo_nao_suportado",
        .detail = {
            QStringLiteral("O login é um formulário: envie Content-Type: application/x-www-form-urlencoded."),
            QStringLiteral("The log-in is a form: send Content-Type: application/x-www-form-urlencoded.")}};
}

http::Problem tooLarge()
{
    return {.status = 413,
            .reason = "corpo_grande",
            .detail = {QStringLiteral("O formulário de login passa de 4 KiB."),
                       QStringLiteral("The log-in form is larger than 4 KiB.")}};
}

http::Problem malformedForm()
{
    return {
        .status = 400,
        .reason = "corpo_invalido",
        .detail = {QStringLiteral("O formulário está malformado: codificação inválida ou campo repetido."),
                   QStringLiteral("The form is malformed: a bad encoding or a repeated field.")}};
}

http::Problem wrongFields(FieldErrors errors)
{
    http::Problem result{.status = 422,
                         .reason = "campos_invalidos",
                         .detail = {QStringLiteral("Há campos inválidos no login."),
                                    QStringLiteral("Some fields of the log-in are invalid.")}};
    result.errors = std::move(errors);
    return result;
}

/// One text for an unknown user and a wrong password: the answer must not tell which users exist.
http::Problem wrongCredentials()
{
    http::Problem result{.status = 401,
                         .reason = "credenciais_invalidas",
                         .detail = {QStringLiteral("Usuário ou senha incorretos."),
                                    QStringLiteral("Wrong user name or password.")}};
    result.headers.set("WWW-Authenticate", "Bearer realm=\"guarita\"");
    return result;
}

/// Whatever is wrong with a refresh token: that it was reused is for the owner to learn by having to log in.
http::Problem sessionOver()
{
    http::Problem result{
        .status = 401,
        .reason = "sessao_encerrada",
        .detail = {QStringLiteral("A sessão acabou ou o token já foi usado. Faça login."),
                   QStringLiteral("The session is over or the token was used already. Log in.")}};
    result.headers.set("WWW-Authenticate", "Bearer realm=\"guarita\", error=\"invalid_token\"");
    return result;
}

/// What each grant needs, by the field's name.
std::vector<const char *> neededBy(const QByteArray &grant)
{
    if (grant == "refresh_token")
        return {"refresh_token"};
    return {"username", "password"};
}

QByteArray grantOf(const Fields &fields)
{
    const auto grant = fields.find("grant_type");
    return grant == fields.end() ? QByteArray("password") : grant->second;
}

void requireField(const Fields &fields, const char *name, FieldErrors &errors)
{
    const auto field = fields.find(name);
    if (field == fields.end() || field->second.isEmpty())
        errors.push_back(
            {QString::fromLatin1(name),
             {QStringLiteral("O campo é obrigatório."), QStringLiteral("The field is required.")}});
}

template <std::size_t Count>
void refuseOthers(const Fields &fields, const std::array<QByteArray, Count> &understood, FieldErrors &errors)
{
    for (const auto &[name, value] : fields) {
        if (std::find(understood.begin(), understood.end(), name) == understood.end())
            errors.push_back({QString::fromUtf8(name),
                              {QStringLiteral("Campo desconhecido."), QStringLiteral("Unknown field.")}});
    }
}

FieldErrors errorsOfToken(const Fields &fields)
{
    FieldErrors errors;
    const QByteArray grant = grantOf(fields);
    if (grant != "password" && grant != "refresh_token")
        errors.push_back({QStringLiteral("grant_type"),
                          {QStringLiteral("Só \"password\" e \"refresh_token\" são aceitos."),
                           QStringLiteral("Only \"password\" and \"refresh_token\" are accepted.")}});
    for (const char *name : neededBy(grant))
        requireField(fields, name, errors);
    // OAuth's other fields mean nothing here, but clients such as Swagger UI send them.
    static const std::array<QByteArray, 7> understood{"username", "password",  "refresh_token", "grant_type",
                                                      "scope",    "client_id", "client_secret"};
    refuseOthers(fields, understood, errors);
    return errors;
}

FieldErrors errorsOfRevocation(const Fields &fields)
{
    FieldErrors errors;
    requireField(fields, "token", errors);
    static const std::array<QByteArray, 4> understood{"token", "token_type_hint", "client_id",
                                                      "client_secret"};
    refuseOthers(fields, understood, errors);
    return errors;
}

/// Also for a token that is not ours, or of no session, which is no error (RFC 7009, 2.2).
http::Response revoked()
{
    http::Response response = http::jsonResponse("{}");
    response.headers.set("Cache-Control", "no-store");
    return response;
}

/// The form of a request, or what is wrong with it.
core::Result<Fields, http::Problem> formOf(const http::Request &request, FieldErrors (*judge)(const Fields &))
{
    if (!isFormContentType(request.headers.value("content-type")) ||
        request.headers.contains("content-encoding"))
        return notAForm();
    if (request.body.size() > Login::mostBodyBytes)
        return tooLarge();
    const auto fields = parseForm(request.body);
    if (!fields)
        return malformedForm();
    if (FieldErrors errors = judge(*fields); !errors.empty())
        return wrongFields(std::move(errors));
    return *fields;
}

} // namespace

Login::Login(const Parts &parts)
    : m_parts(parts)
{
}

void Login::token(http::Request request, http::ReplyHandle reply)
{
    const auto fields = formOf(request, errorsOfToken);
    if (!fields)
        return reply.send(http::problemResponse(request, fields.error()));
    request.body.clear(); // the password and the token are not needed there any more
    if (grantOf(fields.value()) == "refresh_token")
        return refresh(fields.value().at("refresh_token"), std::move(request), std::move(reply));
    const QByteArray &name = fields.value().at("username");
    m_parts.credentials.judge(
        name, fields.value().at("password"),
        std::make_shared<Asking>(Asking{std::move(request), std::move(reply)}),
        [this, name](const auto &asking, const Judgement &judgement) { judged(asking, name, judgement); });
}

/// A name that nobody has may be a password in the wrong field: it is not written down.
QByteArray Login::recordedName(const QByteArray &name, const Judgement &judgement) const
{
    return judgement.account || m_parts.directory.rolesOf(name) ? name : QByteArray("?");
}

AuditRecord Login::recordOf(const Asking &asking, const char *action, const QByteArray &who) const
{
    AuditRecord record = gateway::recordOf(asking.request, m_parts.audit.now());
    record.action = action;
    record.who = who;
    record.target.clear();
    record.status = 200;
    return record;
}

void Login::refuse(Asking &asking, AuditRecord record, const http::Problem &problem)
{
    m_parts.audit.refused(refusedRecord(std::move(record), problem));
    asking.refuse(problem);
}

void Login::judged(const std::shared_ptr<Asking> &asking, const QByteArray &name, const Judgement &judgement)
{
    AuditRecord record = recordOf(*asking, audited::login, recordedName(name, judgement));
    switch (judgement.verdict) {
    case Judgement::Verdict::NotJudged:
        return refuse(*asking, std::move(record), judgement.problem);
    case Judgement::Verdict::Wrong:
        // Each by itself: a hash apiece bounds how many there are.
        m_parts.audit.record(refusedRecord(std::move(record), wrongCredentials()));
        return asking->refuse(wrongCredentials());
    case Judgement::Verdict::Right:
        break;
    }
    m_parts.sessions.open(*judgement.account, [this, asking, record](const sql::Outcome<Grant> &grant) {
        if (!grant)
            return refuse(*asking, record, storeProblem(grant.error()));
        m_parts.audit.record(record);
        asking->reply.send(granted(grant.value()));
    });
}

void Login::refresh(const QByteArray &token, http::Request request, http::ReplyHandle reply)
{
    const auto asking = std::make_shared<Asking>(Asking{std::move(request), std::move(reply)});
    const auto answer = [this, asking](const sql::Outcome<RenewedGrant> &renewed) {
        if (renewed && renewed.value().outcome == Renewal::Renewed)
            return asking->reply.send(granted(renewed.value().grant));
        AuditRecord record =
            recordOf(*asking, audited::refresh, renewed ? renewed.value().user : QByteArray());
        if (renewed && renewed.value().outcome == Renewal::Reused)
            record.reason = "token_reutilizado";
        refuse(*asking, std::move(record), renewed ? sessionOver() : storeProblem(renewed.error()));
    };
    if (!m_parts.sessions.renew(token, answer))
        refuse(*asking, recordOf(*asking, audited::refresh, {}), sessionOver());
}

void Login::revoke(http::Request request, http::ReplyHandle reply)
{
    const auto fields = formOf(request, errorsOfRevocation);
    if (!fields)
        return reply.send(http::problemResponse(request, fields.error()));
    request.body.clear();
    const auto asking = std::make_shared<Asking>(Asking{std::move(request), std::move(reply)});
    const auto answer = [this, asking](const sql::Outcome<QByteArray> &ended) {
        if (!ended)
            return refuse(*asking, recordOf(*asking, audited::logout, {}), storeProblem(ended.error()));
        if (!ended.value().isEmpty())
            m_parts.audit.record(recordOf(*asking, audited::logout, ended.value()));
        asking->reply.send(revoked());
    };
    if (!m_parts.sessions.end(fields.value().at("token"), answer))
        asking->reply.send(revoked());
}

http::Response Login::granted(const Grant &grant) const
{
    core::JsonWriter json;
    json.beginObject();
    json.key("access_token");
    json.string(grant.accessToken);
    json.key("token_type");
    json.string("bearer");
    json.key("expires_in");
    json.integer(m_parts.accessLifetime.count());
    json.key("refresh_token");
    json.string(grant.refreshToken);
    json.key("papeis");
    json.beginArray();
    for (const QByteArray &name : roleNames(grant.roles))
        json.string(name);
    json.endArray();
    json.endObject();
    http::Response response = http::jsonResponse(json.take());
    response.headers.set("Cache-Control", "no-store"); // RFC 6749, 5.1
    return response;
}

} // namespace guarita::gateway
