// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/requesttrace.h"

#include "console/api/jsonmembers.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>

namespace guarita::console {

namespace {

std::optional<int> statusOf(const JsonMembers &members)
{
    const std::optional<qint64> status = members.countIfAny(QLatin1String("status"));
    return status && *status > 0 && *status < 1000 ? std::optional(int(*status)) : std::nullopt;
}

/// Negative times are none; a member that is missing is zero.
double timeOf(const JsonMembers &members, const char *name)
{
    return std::max(0.0, members.numberIfAny(QLatin1String(name)).value_or(0));
}

std::optional<ServerTiming> readTiming(const QJsonValue &value)
{
    if (!value.isObject())
        return {};
    const JsonMembers members(value);
    return ServerTiming{timeOf(members, "total_ms"), timeOf(members, "espera_ms"), timeOf(members, "sql_ms"),
                        members.countIfAny(QLatin1String("sql_n")).value_or(0)};
}

RequestAttempt readAttempt(const QJsonObject &object)
{
    const JsonMembers members(object);
    RequestAttempt attempt;
    attempt.backend = members.textIfAny(QLatin1String("backend"));
    attempt.pick = members.textIfAny(QLatin1String("escolha"));
    attempt.policy = members.textIfAny(QLatin1String("politica"));
    attempt.start = timeOf(members, "inicio_ms");
    attempt.duration = timeOf(members, "duracao_ms");
    attempt.outcome = members.textIfAny(QLatin1String("resultado"));
    attempt.status = statusOf(members);
    attempt.server = readTiming(object.value(QLatin1String("servidor")));
    return attempt;
}

/// What the list cannot do without is its number, its id and when it was; the rest is shown as far as it
/// goes.
std::optional<RequestTrace> readTrace(const QJsonValue &value)
{
    JsonMembers members(value);
    RequestTrace trace;
    trace.seq = members.count(QLatin1String("seq"));
    trace.id = members.text(QLatin1String("id"));
    trace.at = members.timeOrNull(QLatin1String("em"));
    trace.method = members.text(QLatin1String("metodo"));
    trace.path = members.text(QLatin1String("caminho"));
    if (!members.good())
        return {};
    trace.traceId = members.textIfAny(QLatin1String("trace_id"));
    trace.cluster = members.textIfAny(QLatin1String("cluster"));
    trace.status = statusOf(members).value_or(0);
    trace.reason = members.textIfAny(QLatin1String("razao"));
    trace.duration = timeOf(members, "duracao_ms");
    trace.queue = timeOf(members, "fila_ms");
    for (const QJsonValue attempt : members.listIfAny(QLatin1String("tentativas")))
        trace.attempts.push_back(readAttempt(attempt.toObject()));
    const QJsonValue gateway = value.toObject().value(QLatin1String("gateway"));
    if (gateway.isObject()) {
        trace.gateway = timeOf(JsonMembers(gateway), "total_ms");
        trace.user = JsonMembers(gateway).textIfAny(QLatin1String("usuario"));
    }
    return trace;
}

core::Error invalidRequests(const QString &message)
{
    return {"requests_invalid", message};
}

} // namespace

core::Result<RequestPage> decodeRequestPage(const QByteArray &json)
{
    JsonMembers members(QJsonDocument::fromJson(json).object());
    RequestPage page;
    const QJsonArray list = members.list(QLatin1String("pedidos"));
    if (!members.good())
        return invalidRequests(QStringLiteral("The answer has no list of requests."));
    for (const QJsonValue value : list) {
        std::optional<RequestTrace> trace = readTrace(value);
        if (!trace)
            return invalidRequests(QStringLiteral("A request lacks a member, or one is of the wrong kind."));
        page.requests.push_back(std::move(*trace));
    }
    page.next = members.countIfAny(QLatin1String("proximo"));
    return page;
}

QByteArray encodeRequestQuery(const RequestQuery &query)
{
    QByteArray text;
    if (!query.backend.isEmpty())
        text += "&backend=" + QUrl::toPercentEncoding(query.backend, ":");
    if (query.leastMs > 0)
        text += "&minimo_ms=" + QByteArray::number(query.leastMs);
    if (query.errorsOnly)
        text += "&resultado=erro";
    return text;
}

} // namespace guarita::console
