// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/login.h"

#include "core/jsonwriter.h"
#include "gateway/auth/formbody.h"
#include "http/problem.h"

#include <array>

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

http::Problem malformed()
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

FieldErrors errorsOf(const Fields &fields)
{
    FieldErrors errors;
    for (const char *name : {"username", "password"}) {
        const auto field = fields.find(name);
        if (field == fields.end() || field->second.isEmpty())
            errors.push_back(
                {QString::fromLatin1(name),
                 {QStringLiteral("O campo é obrigatório."), QStringLiteral("The field is required.")}});
    }
    const auto grant = fields.find("grant_type");
    if (grant != fields.end() && grant->second != "password")
        errors.push_back({QStringLiteral("grant_type"),
                          {QStringLiteral("Só \"password\" é aceito."),
                           QStringLiteral("Only \"password\" is accepted.")}});
    // OAuth's other fields mean nothing here, but clients such as Swagger UI send them.
    static const std::array<QByteArray, 6> understood{"username", "password",  "grant_type",
                                                      "scope",    "client_id", "client_secret"};
    for (const auto &[name, value] : fields) {
        if (std::find(understood.begin(), understood.end(), name) == understood.end())
            errors.push_back({QString::fromUtf8(name),
                              {QStringLiteral("Campo desconhecido."), QStringLiteral("Unknown field.")}});
    }
    return errors;
}

} // namespace

// std::function copies what it holds; the handle and the request exist once.
struct Login::Pending
{
    http::Request request;
    http::ReplyHandle reply;
};

Login::Login(PasswordVerifier &passwords, LoginThrottle &throttle, const TokenIssuer &tokens)
    : m_passwords(passwords)
    , m_throttle(throttle)
    , m_tokens(tokens)
{
}

void Login::handle(http::Request request, http::ReplyHandle reply)
{
    if (!isFormContentType(request.headers.value("content-type")))
        return reply.send(http::problemResponse(request, notAForm()));
    if (request.body.size() > mostBodyBytes)
        return reply.send(http::problemResponse(request, tooLarge()));
    const auto fields = parseForm(request.body);
    if (!fields)
        return reply.send(http::problemResponse(request, malformed()));
    if (FieldErrors errors = errorsOf(*fields); !errors.empty())
        return reply.send(http::problemResponse(request, wrongFields(std::move(errors))));

    if (const auto wait = m_throttle.refusal(request.clientAddress))
        return reply.send(http::problemResponse(request, tooManyFromThere(*wait)));

    request.body.clear(); // the password is not needed any more
    verify(fields->at("username"), fields->at("password"), std::move(request), std::move(reply));
}

void Login::verify(const QByteArray &user, const QByteArray &password, http::Request request,
                   http::ReplyHandle reply)
{
    const QHostAddress client = request.clientAddress;
    const auto pending = std::make_shared<Pending>(Pending{std::move(request), std::move(reply)});
    const auto ticket = m_passwords.verify(
        user, password, [this, user, pending](bool matches) { finish(*pending, user, matches); });
    if (!ticket)
        return pending->reply.send(http::problemResponse(pending->request, overloaded()));
    m_throttle.began(client);
    // Without this, clients that leave at once would keep the queue full of passwords that nobody waits for.
    pending->reply.onClientLeft([this, client, ticket = *ticket] {
        if (m_passwords.cancel(ticket))
            m_throttle.ended(client);
    });
}

/// Also of a client that left while its password was being hashed: leaving early must not make guesses free.
void Login::finish(Pending &pending, const QByteArray &user, bool matches)
{
    m_throttle.ended(pending.request.clientAddress);
    if (!matches)
        m_throttle.failed(pending.request.clientAddress);
    pending.reply.send(answer(pending.request, user, matches));
}

http::Response Login::answer(const http::Request &request, const QByteArray &user, bool matches) const
{
    if (!matches)
        return http::problemResponse(request, wrongCredentials());
    const auto token = m_tokens.issue(user);
    if (!token)
        return http::problemResponse(request, http::internalError());
    core::JsonWriter json;
    json.beginObject();
    json.key("access_token");
    json.string(token.value());
    json.key("token_type");
    json.string("bearer");
    json.key("expires_in");
    json.integer(m_tokens.lifetime().count());
    json.endObject();
    http::Response response = http::jsonResponse(json.take());
    response.headers.set("Cache-Control", "no-store"); // RFC 6749, 5.1
    return response;
}

} // namespace guarita::gateway
