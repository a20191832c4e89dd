// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/forward/forwarder.h"
#include "gateway/routes/routetable.h"

#include <list>
#include <unordered_map>

namespace guarita::gateway {

/// Everything that stands behind the gate: the load balancer, and the services that the table of routes
/// names. On the event-loop thread.
class Upstreams
{
public:
    /// The load balancer, and what it knows the gateway by (empty: nothing).
    struct Balancer
    {
        QUrl origin;
        QByteArray tierKey;
    };
    /// `limits` are the balancer's; the table and the clock outlive this, and this the HttpApp whose requests
    /// it gets.
    Upstreams(const Balancer &balancer, const client::ClientLimits &limits, const RouteTable &table,
              const core::Clock &clock);
    ~Upstreams();

    void forward(http::Request request, http::ReplyHandle reply);

private:
    client::HttpClient &clientWith(const client::ClientLimits &limits, const core::Clock &clock);

    struct Client
    {
        Client(const client::ClientLimits &limits, const core::Clock &clock)
            : limits(limits)
            , client(limits, clock)
        {
        }

        client::ClientLimits limits;
        client::HttpClient client;
    };

    const RouteTable &m_table;
    std::list<Client> m_clients; // one for all that have the same limits: each has threads of its own
    Forwarder m_balancer;
    std::unordered_map<const ProxyRoute *, Forwarder> m_routes;
};

} // namespace guarita::gateway
