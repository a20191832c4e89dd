// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/routetable.h"

#include "gateway/routes/loosepath.h"
#include "net/pathprefix.h"

#include <algorithm>

namespace guarita::gateway {

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
    const auto found = std::find_if(m_routes.begin(), m_routes.end(), [&](const ProxyRoute &route) {
        return net::isBelow(path, route.prefix);
    });
    return found == m_routes.end() ? nullptr : &*found;
}

std::optional<std::size_t> RouteTable::indexOf(const QByteArray &path) const
{
    const ProxyRoute *route = find(path);
    return route ? std::optional(static_cast<std::size_t>(route - m_routes.data())) : std::nullopt;
}

net::BodyRules::Rule RouteTable::bodyRuleFor(const QByteArray &path) const
{
    const ProxyRoute *route = find(path);
    return route ? net::BodyRules::Rule{route->maxBody, true} : net::BodyRules::Rule{};
}

bool RouteTable::isAmbiguous(const QByteArray &path, const ProxyRoute &route) const
{
    const std::optional<QByteArray> loose = loosePath(path);
    if (!loose)
        return true;
    // Some servers take "/a.json" for "/a" in another format.
    const auto reaches = [&](const QByteArray &prefix) {
        return net::isBelow(*loose, prefix) || loose->startsWith(prefix + '.');
    };
    const auto found = std::find_if(m_loosePrefixes.begin(), m_loosePrefixes.end(), reaches);
    return found == m_loosePrefixes.end() ||
           &m_routes[static_cast<std::size_t>(found - m_loosePrefixes.begin())] != &route;
}

} // namespace guarita::gateway
