// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/upstreams.h"

#include "gateway/forward/forwardedfields.h"

#include <algorithm>

namespace guarita::gateway {

namespace {

constexpr std::chrono::seconds retiredLook{1};

/// Without its prefix a path could be one of the balancer's own operations. The file's reader refuses that,
/// by the LOAD_BALANCER_URL of its time, which may be another one than that in force.
ForwardRule innerRule(const ProxyRoute &route)
{
    ForwardRule rule = route.rule;
    rule.strippedPrefix.clear();
    return rule;
}

} // namespace

Upstreams::Upstreams(const Balancer &balancer, const client::ClientLimits &limits,
                     std::shared_ptr<const RouteTable> table, const core::Clock &clock,
                     tally::CallBook balancerCalls)
    : m_clock(clock)
    , m_inner(balancer)
    , m_balancerClient(clientWith(limits))
    , m_balancerCalls(std::move(balancerCalls))
    , m_balancer(m_balancerClient->client, ForwardRule{.upstream = balancer.origin}, innerTier(),
                 &m_balancerCalls)
{
    m_retirement.setInterval(retiredLook);
    QObject::connect(&m_retirement, &QTimer::timeout, &m_retirement, [this] { forgetRetired(); });
    use(std::move(table));
}

Upstreams::~Upstreams() = default;

InnerTier Upstreams::innerTier() const
{
    return {m_inner.tierKey, m_inner.showsTiming, m_clock};
}

std::shared_ptr<Upstreams::Client> Upstreams::clientWith(const client::ClientLimits &limits)
{
    std::erase_if(m_clients, [](const std::weak_ptr<Client> &one) { return one.expired(); });
    for (const std::weak_ptr<Client> &one : m_clients) {
        if (std::shared_ptr<Client> client = one.lock(); client->limits == limits)
            return client;
    }
    auto made = std::make_shared<Client>(limits, m_clock);
    m_clients.push_back(made);
    return made;
}

void Upstreams::use(std::shared_ptr<const RouteTable> table)
{
    Routes &routes = m_routes.emplace_front();
    for (const ProxyRoute &route : table->routes()) {
        const std::shared_ptr<Client> &client = routes.clients.emplace_back(clientWith(route.limits));
        const bool inner = sameOrigin(route.rule.upstream, m_inner.origin);
        routes.forwarders.try_emplace(&route, client->client, inner ? innerRule(route) : route.rule,
                                      inner ? std::optional(innerTier()) : std::nullopt,
                                      inner ? &m_balancerCalls : nullptr);
    }
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
