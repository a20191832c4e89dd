// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/routetable.h"

#include "gateway/routes/loosepath.h"
#include "http/problem.h"

#include <algorithm>

namespace guarita::gateway {

namespace {

bool isBelow(const QByteArray &path, const QByteArray &prefix)
{
    return path.startsWith(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

http::Problem ambiguousPath()
{
    return {.status = 400,
            .reason = "caminho_ambiguo",
            .detail = {QStringLiteral(
                           "Este caminho pode ser lido de mais de um modo; escreva-o de forma simples."),
                       QStringLiteral("This path can be read in more than one way; spell it plainly.")},
            .errors = {},
            .headers = {}};
}

http::Problem upgradeUnsupported()
{
    return {.status = 501,
            .reason = "upgrade_nao_suportado",
            .detail = {QStringLiteral("WebSockets e outras trocas de protocolo não passam por aqui."),
                       QStringLiteral("WebSockets and other changes of protocol do not pass here.")},
            .errors = {},
            .headers = {}};
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

RouteTable::RouteTable(std::vector<ProxyRoute> routes)
    : m_routes(std::move(routes))
{
    std::stable_sort(m_routes.begin(), m_routes.end(), [](const ProxyRoute &left, const ProxyRoute &right) {
        return left.prefix.size() > right.prefix.size();
    });
    for (const ProxyRoute &route : m_routes)
        m_loosePrefixes.push_back(loosePath(route.prefix).value_or(QByteArray()));
}

const ProxyRoute *RouteTable::find(const QByteArray &path) const
{
    const auto found = std::find_if(m_routes.begin(), m_routes.end(),
                                    [&](const ProxyRoute &route) { return isBelow(path, route.prefix); });
    return found == m_routes.end() ? nullptr : &*found;
}

std::optional<std::size_t> RouteTable::indexOf(const QByteArray &path) const
{
    const ProxyRoute *route = find(path);
    return route ? std::optional(static_cast<std::size_t>(route - m_routes.data())) : std::nullopt;
}

std::optional<qint64> RouteTable::bodyBytesFor(const QByteArray &path) const
{
    const ProxyRoute *route = find(path);
    return route ? route->maxBody : std::nullopt;
}

bool RouteTable::isAmbiguous(const QByteArray &path, const ProxyRoute &route) const
{
    const std::optional<QByteArray> loose = loosePath(path);
    if (!loose)
        return true;
    // Some servers take "/a.json" for "/a" in another format.
    const auto reaches = [&](const QByteArray &prefix) {
        return isBelow(*loose, prefix) || loose->startsWith(prefix + '.');
    };
    const auto found = std::find_if(m_loosePrefixes.begin(), m_loosePrefixes.end(), reaches);
    return found == m_loosePrefixes.end() ||
           &m_routes[static_cast<std::size_t>(found - m_loosePrefixes.begin())] != &route;
}

http::Stage unlessOpen(const RouteTable &table, http::Stage stage)
{
    const char *const name = stage.name;
    return {name,
            [&table, stage = std::move(stage)](http::Request &request) -> std::optional<http::Response> {
                const ProxyRoute *route = table.find(request.path);
                return route && route->open ? std::nullopt : stage.run(request);
            }};
}

http::Stage routeStage(const RouteTable &table)
{
    return {"route", [&table](http::Request &request) { return judge(table, request); }};
}

} // namespace guarita::gateway
