// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/login.h"

#include "core/jsonwriter.h"
#include "gateway/auth/formbody.h"
#include "http/problem.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace guarita::gateway {

namespace {

using Fields = std::map<QByteArray, QByteArray>;
using FieldErrors = std::vector<http::FieldError>;

http::Problem problem(int status, const char *reason, const QString &portuguese, const QString &english)
{
    return {.status = status,
            .reason = QByteArray(reason),
            .detail = {portuguese, english},
            .errors = {},
            .headers = {}};
}

http::Problem notAForm()
{
    return problem(
        415, "tipo_nao_suportado",
        QStringLiteral("O login é um formulário: envie Content-Type: application/x-www-form-urlencoded."),
        QStringLiteral("The log-in is a form: send Content-Type: application/x-www-form-urlencoded."));
}

http::Problem tooLarge()
{
    return problem(413, "corpo_grande", QStringLiteral("O formulário de login passa de 4 KiB."),
                   QStringLiteral("The log-in form is larger than 4 KiB."));
}

http::Problem malformedForm()
{
    return problem(400, "corpo_invalido",
                   QStringLiteral("O formulário está malformado: codificação inválida ou campo repetido."),
                   QStringLiteral("The form is malformed: a bad encoding or a repeated field."));
}

http::Problem wrongFields(FieldErrors errors)
{
    http::Problem result = problem(422, "campos_invalidos", QStringLiteral("Há campos inválidos no login."),
                                   QStringLiteral("Some fields of the log-in are invalid."));
    result.errors = std::move(errors);
    return result;
}

/// One text for an unknown user and a wrong password: the answer must not tell which users exist.
http::Problem wrongCredentials()
{
    http::Problem result =
        problem(401, "credenciais_invalidas", QStringLiteral("Usuário ou senha incorretos."),
                QStringLiteral("Wrong user name or password."));
    result.headers.set("WWW-Authenticate", "Bearer realm=\"guarita\"");
    return result;
}

http::Problem overloaded()
{
    http::Problem result =
        problem(503, "login_sobrecarregado",
                QStringLiteral("Há logins demais em andamento. Tente de novo em instantes."),
                QStringLiteral("Too many log-ins are under way. Try again in a moment."));
    result.headers.set("Retry-After", "1");
    return result;
}

/// Whatever is wrong with a refresh token: that it was reused is for the owner to learn by having to log in.
http::Problem sessionOver()
{
    http::Problem result = problem(
        401, "sessao_encerrada", QStringLiteral("A sessão acabou ou o token já foi usado. Faça login."),
        QStringLiteral("The session is over or the token was used already. Log in."));
    result.headers.set("WWW-Authenticate", "Bearer realm=\"guarita\", error=\"invalid_token\"");
    return result;
}

/// The store of users does not answer; nothing is said of who is who.
http::Problem storeAway(const sql::StorageError &error)
{
    const bool internal = error.failure == sql::Failure::Internal;
    http::Problem result =
        problem(internal ? 500 : 503, internal ? "erro_interno" : "usuarios_indisponiveis",
                QStringLiteral("O cadastro de usuários não responde. Tente de novo em instantes."),
                QStringLiteral("The store of users does not answer. Try again in a moment."));
    if (!internal)
        result.headers.set("Retry-After", "1");
    return result;
}

/// From one client: too many at once, or too many that failed.
http::Problem tooManyFromThere(std::chrono::seconds wait)
{
    http::Problem result =
        problem(429, "muitos_logins",
                QStringLiteral("Há tentativas de login demais vindas do seu endereço. Tente de "
                               "novo depois do tempo indicado em Retry-After."),
                QStringLiteral("Too many log-in attempts come from your address. Try again after "
                               "the time that Retry-After says."));
    result.headers.set("Retry-After", QByteArray::number(static_cast<qint64>(wait.count())));
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
    if (!isFormContentType(request.headers.value("content-type")))
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

/// One log-in on its way through the store and the password's hash.
struct Login::Attempt
{
    http::Request request;
    http::ReplyHandle reply;
    QByteArray password;
    std::optional<Account> account;
    std::optional<PasswordWorker::Ticket> ticket; // while its hash waits or is being computed

    void send(const http::Problem &problem) { reply.send(http::problemResponse(request, problem)); }
};

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
    if (const auto wait = m_parts.throttle.refusal(request.clientAddress))
        return reply.send(http::problemResponse(request, tooManyFromThere(*wait)));
    logIn(fields.value(), std::move(request), std::move(reply));
}

void Login::logIn(const Fields &fields, http::Request request, http::ReplyHandle reply)
{
    const auto attempt = std::make_shared<Attempt>(
        Attempt{std::move(request), std::move(reply), fields.at("password"), {}, {}});
    m_parts.throttle.began(attempt->request.clientAddress);
    attempt->reply.onClientLeft([this, weak = std::weak_ptr(attempt)] {
        if (const auto leaving = weak.lock())
            leave(*leaving);
    });
    const QByteArray &name = fields.at("username");
    m_parts.users.submit(
        [name](UserRepository &users) -> sql::Outcome<std::optional<Account>> {
            // A name that nobody can have costs the same look.
            return users.find(isUserName(name) ? name : QByteArray());
        },
        [this, attempt](const sql::Outcome<std::optional<Account>> &found) { compare(attempt, found); });
}

/// Without this, clients that leave at once would keep the queue full of passwords that nobody waits for.
void Login::leave(Attempt &attempt)
{
    if (attempt.ticket && m_parts.passwords.cancel(*attempt.ticket))
        m_parts.throttle.ended(attempt.request.clientAddress);
}

void Login::compare(const std::shared_ptr<Attempt> &attempt,
                    const sql::Outcome<std::optional<Account>> &found)
{
    const QHostAddress client = attempt->request.clientAddress;
    if (attempt->reply.clientLeft())
        return m_parts.throttle.ended(client);
    if (!found) {
        m_parts.throttle.ended(client);
        return attempt->send(storeAway(found.error()));
    }
    attempt->account = found.value();
    const QByteArray hash = attempt->account ? attempt->account->passwordHash : QByteArray();
    attempt->ticket = m_parts.passwords.verify(
        hash, std::exchange(attempt->password, {}),
        [this, attempt](const PasswordWorker::Verdict &verdict) { judge(attempt, verdict); });
    if (attempt->ticket)
        return;
    m_parts.throttle.ended(client);
    attempt->send(overloaded());
}

/// Also of a client that left while its password was being hashed: leaving early must not make guesses free.
void Login::judge(const std::shared_ptr<Attempt> &attempt, const PasswordWorker::Verdict &verdict)
{
    attempt->ticket.reset();
    m_parts.throttle.ended(attempt->request.clientAddress);
    const bool admitted = verdict.matches && attempt->account->user.enabled;
    if (!admitted)
        m_parts.throttle.failed(attempt->request.clientAddress);
    if (verdict.matches && !verdict.betterHash.isEmpty())
        improveHash(*attempt->account, verdict.betterHash);
    if (!admitted)
        return attempt->send(wrongCredentials());
    m_parts.sessions.open(*attempt->account, [this, attempt](const sql::Outcome<Grant> &grant) {
        if (!grant)
            return attempt->send(storeAway(grant.error()));
        attempt->reply.send(granted(grant.value()));
    });
}

/// Nobody waits for it; where it fails, the next log-in tries again.
void Login::improveHash(const Account &account, const QByteArray &betterHash)
{
    m_parts.users.submit([id = account.id, old = account.passwordHash,
                          betterHash](UserRepository &users) { return users.rehash(id, old, betterHash); },
                         [](const sql::Outcome<core::Done> &) {});
}

void Login::refresh(const QByteArray &token, http::Request request, http::ReplyHandle reply)
{
    const auto attempt = std::make_shared<Attempt>(Attempt{std::move(request), std::move(reply), {}, {}, {}});
    const auto answer = [this, attempt](const sql::Outcome<RenewedGrant> &renewed) {
        if (!renewed)
            return attempt->send(storeAway(renewed.error()));
        if (renewed.value().outcome != Renewal::Renewed)
            return attempt->send(sessionOver());
        attempt->reply.send(granted(renewed.value().grant));
    };
    if (!m_parts.sessions.renew(token, answer))
        attempt->send(sessionOver());
}

void Login::revoke(http::Request request, http::ReplyHandle reply)
{
    const auto fields = formOf(request, errorsOfRevocation);
    if (!fields)
        return reply.send(http::problemResponse(request, fields.error()));
    request.body.clear();
    const auto attempt = std::make_shared<Attempt>(Attempt{std::move(request), std::move(reply), {}, {}, {}});
    const auto answer = [attempt](const sql::Outcome<core::Done> &ended) {
        if (!ended)
            return attempt->send(storeAway(ended.error()));
        attempt->reply.send(revoked());
    };
    if (!m_parts.sessions.end(fields.value().at("token"), answer))
        attempt->reply.send(revoked());
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
