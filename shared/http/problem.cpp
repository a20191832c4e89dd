// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/problem.h"

#include "core/jsonwriter.h"
#include "http/weighted.h"

#include <algorithm>
#include <optional>

namespace guarita::http {

QByteArrayView statusPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 411:
        return "Length Required";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 421:
        return "Misdirected Request";
    case 422:
        return "Unprocessable Content";
    case 428:
        return "Precondition Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    case 507:
        return "Insufficient Storage";
    default:
        return status < 500 ? "Client Error" : "Server Error";
    }
}

namespace {

/// The weights in thousandths that Accept-Language gives; -1 where no range speaks of the language.
struct Weights
{
    int portuguese = -1;
    int english = -1;
    int any = -1;

    void take(QByteArrayView element)
    {
        const std::optional<Weighted> weighted = weightedFrom(element);
        if (!weighted)
            return;
        const auto [range, weight] = *weighted;
        if (range == "*")
            any = std::max(any, weight);
        else if (speaks(range, "pt"))
            portuguese = std::max(portuguese, weight);
        else if (speaks(range, "en"))
            english = std::max(english, weight);
    }

    static bool speaks(QByteArrayView range, QByteArrayView primaryTag)
    {
        return range.size() >= 2 && (range.size() == 2 || range[2] == '-') &&
               qstrnicmp(range.data(), 2, primaryTag.data(), 2) == 0;
    }
};

void writeBody(core::JsonWriter &json, int status, QByteArrayView reason, QStringView detail,
               QByteArrayView requestId)
{
    json.beginObject();
    json.key("type");
    json.string(QByteArray("urn:guarita:" + reason.toByteArray()));
    json.key("title");
    json.string(statusPhrase(status));
    json.key("status");
    json.integer(status);
    json.key("detail");
    json.string(detail);
    json.key("reason");
    json.string(reason);
    if (!requestId.isEmpty()) {
        json.key("request_id");
        json.string(requestId);
    }
}

Problem simpleProblem(int status, const char *reason, const QString &portuguese, const QString &english)
{
    Problem problem;
    problem.status = status;
    problem.reason = reason;
    problem.detail = {portuguese, english};
    return problem;
}

} // namespace

Language preferredLanguage(const Request &request)
{
    // A client may send 32 KiB of ranges; nobody speaks that many languages.
    constexpr int rangesRead = 16;
    Weights weights;
    int seen = 0;
    for (const net::HeaderField &field : request.headers) {
        if (field.name.compare("accept-language", Qt::CaseInsensitive) != 0)
            continue;
        QByteArrayView rest = field.value;
        while (!rest.isEmpty() && seen++ < rangesRead) {
            const qsizetype comma = rest.indexOf(',');
            weights.take(comma < 0 ? rest : rest.first(comma));
            rest = comma < 0 ? QByteArrayView() : rest.sliced(comma + 1);
        }
    }
    const int portuguese = weights.portuguese < 0 ? weights.any : weights.portuguese;
    const int english = weights.english < 0 ? weights.any : weights.english;
    return english > std::max(portuguese, 0) ? Language::English : Language::Portuguese;
}

void writeProblem(core::JsonWriter &json, const Problem &problem, Language language, QByteArrayView requestId)
{
    writeBody(json, problem.status, problem.reason, problem.detail.in(language), requestId);
    if (!problem.errors.empty()) {
        json.key("errors");
        json.beginArray();
        for (const FieldError &error : problem.errors) {
            json.beginObject();
            json.key("campo");
            json.string(error.field);
            json.key("mensagem");
            json.string(error.message.in(language));
            json.endObject();
        }
        json.endArray();
    }
    if (!problem.extension.isEmpty()) {
        json.key(problem.extension);
        json.raw(problem.extensionJson);
    }
    json.endObject();
}

Response problemResponse(const Request &request, const Problem &problem)
{
    const Language language = preferredLanguage(request);
    core::JsonWriter json;
    json.reserve(320);
    writeProblem(json, problem, language, request.id);

    Response response;
    response.status = problem.status;
    response.reason = problem.reason;
    response.headers = problem.headers;
    response.headers.set(QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/problem+json"));
    response.headers.set(QByteArrayLiteral("Content-Language"), language == Language::English
                                                                    ? QByteArrayLiteral("en")
                                                                    : QByteArrayLiteral("pt-BR"));
    response.headers.append(QByteArrayLiteral("Vary"), QByteArrayLiteral("Accept-Language"));
    response.body = json.take();
    return response;
}

QByteArray problemBody(int status, QByteArrayView reason, const QString &detail, QByteArrayView requestId)
{
    core::JsonWriter json;
    writeBody(json, status, reason, detail, requestId);
    json.endObject();
    return json.take();
}

Problem notFound()
{
    return simpleProblem(404, "nao_encontrado", QStringLiteral("Não há nada neste caminho."),
                         QStringLiteral("There is nothing at this path."));
}

Problem methodNotAllowed(const QByteArray &allow)
{
    Problem problem =
        simpleProblem(405, "metodo_nao_permitido", QStringLiteral("Este caminho não aceita esse método."),
                      QStringLiteral("This path does not take that method."));
    problem.headers.append(QByteArrayLiteral("Allow"), allow);
    return problem;
}

Problem internalError()
{
    return simpleProblem(500, "erro_interno", QStringLiteral("Algo falhou aqui; a falha foi registrada."),
                         QStringLiteral("Something failed here; the failure was logged."));
}

Problem draining()
{
    Problem problem =
        simpleProblem(503, "encerrando", QStringLiteral("Este serviço está encerrando; tente de novo."),
                      QStringLiteral("This service is shutting down; try again."));
    problem.headers.append(QByteArrayLiteral("Retry-After"), QByteArrayLiteral("1"));
    return problem;
}

} // namespace guarita::http
