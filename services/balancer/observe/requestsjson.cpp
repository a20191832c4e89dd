// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/requestsjson.h"

#include "balancer/admin/isotime.h"
#include "trace/servertiming.h"

namespace guarita::balancer {

namespace {

void putText(core::JsonWriter &json, const char *name, QByteArrayView text)
{
    json.key(name);
    json.string(text);
}

void putMs(core::JsonWriter &json, const char *name, const std::optional<std::chrono::nanoseconds> &time)
{
    json.key(name);
    if (time)
        json.number(static_cast<double>(time->count()) / 1e6);
    else
        json.null();
}

/// What the server said of itself; null if that was nothing.
void putServer(core::JsonWriter &json, const QByteArray &serverTiming)
{
    json.key("servidor");
    const trace::ServerTiming timing = trace::readServerTiming(serverTiming);
    if (timing == trace::ServerTiming{})
        return json.null();
    json.beginObject();
    putMs(json, "total_ms", timing.total);
    putMs(json, "espera_ms", timing.waited);
    putMs(json, "sql_ms", timing.sql);
    json.key("sql_n");
    if (timing.statements)
        json.integer(*timing.statements);
    else
        json.null();
    json.endObject();
}

void putAttempt(core::JsonWriter &json, const AttemptRecord &attempt, std::string_view policy)
{
    json.beginObject();
    putText(json, "backend", attempt.backend);
    putText(json, "escolha", pickReasonName(attempt.pick));
    putText(json, "politica", QByteArrayView(policy.data(), static_cast<qsizetype>(policy.size())));
    putMs(json, "inicio_ms", attempt.start);
    putMs(json, "duracao_ms", attempt.duration);
    putText(json, "resultado", attemptOutcomeName(attempt.outcome));
    json.key("status");
    if (attempt.status > 0)
        json.integer(attempt.status);
    else
        json.null();
    putServer(json, attempt.serverTiming);
    json.endObject();
}

void putRequest(core::JsonWriter &json, const KeptRequest &request)
{
    json.beginObject();
    json.key("seq");
    json.integer(request.number);
    putText(json, "id", request.id);
    putText(json, "trace_id", request.trace.view());
    json.key("em");
    writeIsoTime(json, request.began);
    putText(json, "metodo", net::methodName(request.method));
    putText(json, "caminho", request.path);
    putText(json, "cluster", request.cluster);
    json.key("status");
    json.integer(request.status);
    json.key("razao");
    if (request.reason.isEmpty())
        json.null();
    else
        json.string(QByteArrayView(request.reason));
    putMs(json, "duracao_ms", request.duration);
    putMs(json, "fila_ms", request.queued);
    json.key("tentativas");
    json.beginArray();
    for (const AttemptRecord &attempt : request.attempts)
        putAttempt(json, attempt, request.policy);
    json.endArray();
    json.key("gateway");
    json.null();
    json.endObject();
}

} // namespace

QByteArray requestsJson(const RequestPage &page)
{
    core::JsonWriter json;
    json.reserve(static_cast<qsizetype>(page.requests.size()) * 512);
    json.beginObject();
    json.key("pedidos");
    json.beginArray();
    for (const KeptRequest *request : page.requests)
        putRequest(json, *request);
    json.endArray();
    json.key("proximo");
    if (page.more)
        json.integer(page.requests.back()->number);
    else
        json.null();
    json.endObject();
    return json.take();
}

} // namespace guarita::balancer
