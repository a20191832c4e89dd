// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/routing.h"

#include "http/problem.h"

namespace guarita::gateway {

namespace {

http::Problem ambiguousPath()
{
    return {.status = 400,
            .reason = "caminho_ambiguo",
            .detail = {
                QStringLiteral("Este caminho pode ser lido de mais de um modo; escreva-o de forma simples."),
                QStringLiteral("This path can be read in more than one way; spell it plainly.")}};
}

http::Problem upgradeUnsupported()
{
    return {.status = 501,
            .reason = "upgrade_nao_suportado",
            .detail = {QStringLiteral("WebSockets e outras trocas de protocolo não passam por aqui."),
                       QStringLiteral("WebSockets and other changes of protocol do not pass here.")}};
}

std::optional<http::Response> judge(const RouteTable &table, const http::Request &request)
{
    const ProxyRoute *route = table.find(request.path);
    if (!route)
        return std::nullopt;
    if (table.isAmbiguous(request.path, *route))
        return http::problemResponse(request, ambiguousPath());
    // The framer has dropped Upgrade, which a server may ignore (RFC 9110, 7.8). This one tells of a client
    // that has no use for any other answer (RFC 6455, 4.1).
    if (request.headers.contains("sec-websocket-key"))
        return http::problemResponse(request, upgradeUnsupported());
    return std::nullopt;
}

} // namespace

http::Stage unlessOpen(const Routing &routing, http::Stage stage)
{
    const char *const name = stage.name;
    return {name,
            [&routing, stage = std::move(stage)](http::Request &request) -> std::optional<http::Response> {
                const ProxyRoute *route = routing.table().find(request.path);
                return route && route->open ? std::nullopt : stage.run(request);
            }};
}

http::Stage routeStage(const Routing &routing)
{
    return {"route", [&routing](http::Request &request) { return judge(routing.table(), request); }};
}

} // namespace guarita::gateway
