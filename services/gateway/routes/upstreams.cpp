// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/upstreams.h"

#include <algorithm>

namespace guarita::gateway {

Upstreams::Upstreams(const Balancer &balancer, const client::ClientLimits &limits, const RouteTable &table,
                     const core::Clock &clock)
    : m_table(table)
    , m_balancer(clientWith(limits, clock), ForwardRule{.upstream = balancer.origin},
                 InnerTier(balancer.tierKey, clock))
{
    for (const ProxyRoute &route : table.routes())
        m_routes.try_emplace(&route, clientWith(route.limits, clock), route.rule);
}

Upstreams::~Upstreams() = default;

client::HttpClient &Upstreams::clientWith(const client::ClientLimits &limits, const core::Clock &clock)
{
    const auto same = std::find_if(m_clients.begin(), m_clients.end(),
                                   [&](const Client &one) { return one.limits == limits; });
    if (same != m_clients.end())
        return same->client;
    return m_clients.emplace_back(limits, clock).client;
}

void Upstreams::forward(http::Request request, http::ReplyHandle reply)
{
    const ProxyRoute *route = m_table.find(request.path);
    Forwarder &forwarder = route ? m_routes.at(route) : m_balancer;
    forwarder.forward(std::move(request), std::move(reply));
}

} // namespace guarita::gateway
