// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/upstreams.h"

#include <algorithm>

namespace guarita::gateway {

namespace {

constexpr std::chrono::seconds retiredLook{1};

} // namespace

Upstreams::Upstreams(const Balancer &balancer, const client::ClientLimits &limits,
                     std::shared_ptr<const RouteTable> table, const core::Clock &clock)
    : m_clock(clock)
    , m_balancer(clientWith(limits), ForwardRule{.upstream = balancer.origin},
                 InnerTier(balancer.tierKey, balancer.showsTiming, clock))
{
    m_retirement.setInterval(retiredLook);
    QObject::connect(&m_retirement, &QTimer::timeout, &m_retirement, [this] { forgetRetired(); });
    use(std::move(table));
}

Upstreams::~Upstreams() = default;

client::HttpClient &Upstreams::clientWith(const client::ClientLimits &limits)
{
    const auto same = std::find_if(m_clients.begin(), m_clients.end(),
                                   [&](const Client &one) { return one.limits == limits; });
    if (same != m_clients.end())
        return same->client;
    return m_clients.emplace_back(limits, m_clock).client;
}

void Upstreams::use(std::shared_ptr<const RouteTable> table)
{
    Routes &routes = m_routes.emplace_front();
    for (const ProxyRoute &route : table->routes())
        routes.forwarders.try_emplace(&route, clientWith(route.limits), route.rule);
    routes.table = std::move(table);
    if (m_routes.size() > 1)
        m_retirement.start();
}

bool Upstreams::Routes::idle() const
{
    return std::all_of(forwarders.begin(), forwarders.end(),
                       [](const auto &one) { return one.second.inFlight() == 0; });
}

/// From the event loop, so never within a call of theirs.
void Upstreams::forgetRetired()
{
    for (auto routes = std::next(m_routes.begin()); routes != m_routes.end();)
        routes = routes->idle() ? m_routes.erase(routes) : std::next(routes);
    if (m_routes.size() == 1)
        m_retirement.stop();
}

void Upstreams::forward(http::Request request, http::ReplyHandle reply)
{
    Routes &routes = m_routes.front();
    const ProxyRoute *route = routes.table->find(request.path);
    Forwarder &forwarder = route ? routes.forwarders.at(route) : m_balancer;
    forwarder.forward(std::move(request), std::move(reply));
}

void Upstreams::askBalancer(http::Request request, http::ReplyHandle reply, Forwarder::Amend amend)
{
    m_balancer.forward(std::move(request), std::move(reply), std::move(amend));
}

} // namespace guarita::gateway
