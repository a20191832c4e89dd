// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/configcontroller.h"

#include "core/jsonwriter.h"
#include "http/answering.h"
#include "http/entitytags.h"
#include "http/precondition.h"

namespace guarita::gateway {

namespace {

http::Problem conditionMissing()
{
    return {.status = 428,
            .reason = "precondicao_ausente",
            .detail = {QStringLiteral("Envie em If-Match a ETag da configuração que foi lida."),
                       QStringLiteral("Send the ETag of the configuration that was read in If-Match.")}};
}

http::Problem otherConfiguration()
{
    return {.status = 412,
            .reason = "versao_divergente",
            .detail = {QStringLiteral("A configuração já é outra: leia-a de novo antes de recarregá-la."),
                       QStringLiteral(
                           "The configuration is another one by now: read it again before reloading it.")}};
}

http::Problem surplusBody()
{
    return {
        .status = 400,
        .reason = "corpo_invalido",
        .detail = {
            QStringLiteral("A recarga não tem corpo: o gateway lê seus próprios arquivos e seu ambiente."),
            QStringLiteral("A reload has no body: the gateway reads its own files and environment.")}};
}

http::Problem badConfiguration(const std::vector<config::Mistake> &mistakes)
{
    http::Problem problem{.status = 422,
                          .reason = "configuracao_invalida",
                          .detail = {QStringLiteral("A configuração tem erros; nada foi mudado."),
                                     QStringLiteral("The configuration has mistakes; nothing was changed.")}};
    for (const config::Mistake &mistake : mistakes)
        problem.errors.push_back(
            {mistake.where, {mistake.what, mistake.what}}); // as the log has it, in English
    return problem;
}

void writeNames(core::JsonWriter &json, const char *key, const QStringList &names)
{
    json.key(key);
    json.beginArray();
    for (const QString &name : names)
        json.string(name);
    json.endArray();
}

void writeSetting(core::JsonWriter &json, const config::Setting &setting)
{
    json.beginObject();
    json.key("nome");
    json.string(setting.key.name);
    json.key("valor");
    if (setting.key.secret)
        json.null();
    else
        json.string(setting.text);
    json.key("segredo");
    json.boolean(setting.key.secret);
    json.key("origem");
    json.string(setting.where);
    json.key("recarregavel");
    json.boolean(setting.key.live);
    json.endObject();
}

} // namespace

std::vector<http::Route> ConfigController::routes()
{
    using http::Method;
    return {
        {Method::Get, "/admin/config", http::handlerOf(this, &ConfigController::show)},
        {Method::Post, "/admin/config", http::handlerOf(this, &ConfigController::reload)},
    };
}

void ConfigController::show(http::Request, http::ReplyHandle reply)
{
    core::JsonWriter json;
    json.beginObject();
    json.key("versao");
    json.integer(m_configuration.version());
    json.key("valores");
    json.beginArray();
    for (const config::Setting &setting : m_configuration.settings())
        writeSetting(json, setting);
    json.endArray();
    writeNames(json, "aguardam_reinicio", m_configuration.awaitingRestart());
    json.endObject();
    http::Response response = http::jsonResponse(json.take());
    response.headers.append("ETag", http::tagOf(m_configuration.version()));
    response.headers.append("Cache-Control", "no-store");
    reply.send(std::move(response));
}

void ConfigController::reload(http::Request request, http::ReplyHandle reply)
{
    const auto wanted = http::readPrecondition(request);
    if (!wanted)
        return refuse(request, reply, wanted.error());
    if (!wanted.value().conditional && request.headers.value("if-match") != "*")
        return refuse(request, reply, conditionMissing());
    if (!wanted.value().allows(m_configuration.version()))
        return refuse(request, reply, otherConfiguration());
    if (!request.body.isEmpty())
        return refuse(request, reply, surplusBody());
    m_reloading = true;
    const runtime::Configuration::Outcome outcome = m_configuration.reload();
    m_reloading = false;
    if (!outcome)
        return refuse(request, reply, badConfiguration(outcome.error()));
    core::JsonWriter json;
    json.beginObject();
    json.key("versao");
    json.integer(m_configuration.version());
    writeNames(json, "mudaram", outcome.value().taken);
    writeNames(json, "aguardam_reinicio", outcome.value().awaitRestart);
    json.endObject();
    http::Response response = http::jsonResponse(json.take());
    response.headers.append("ETag", http::tagOf(m_configuration.version()));
    reply.send(std::move(response));
}

} // namespace guarita::gateway
