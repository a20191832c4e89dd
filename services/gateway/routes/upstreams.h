// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/forward/forwarder.h"
#include "gateway/routes/routetable.h"

#include <QtCore/QTimer>

#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

namespace guarita::gateway {

/// Everything that stands behind the gate: the load balancer, and the services that the table of routes
/// names. A route to the load balancer is for its other clusters: requests carry the same identity as those
/// without a route. With another table, what is under way by the last one goes on as it was. On the
/// event-loop thread.
class Upstreams
{
public:
    /// The load balancer, and what it knows the gateway by (empty: nothing).
    struct Balancer
    {
        QUrl origin;
        QByteArray tierKey;
        bool showsTiming = false; // see InnerTier
    };
    /// `limits` are the balancer's; the clock outlives this, and this the HttpApp whose requests it gets.
    Upstreams(const Balancer &balancer, const client::ClientLimits &limits,
              std::shared_ptr<const RouteTable> table, const core::Clock &clock,
              tally::CallBook balancerCalls = {});
    ~Upstreams();

    void use(std::shared_ptr<const RouteTable> table);
    void forward(http::Request request, http::ReplyHandle reply);
    /// To the load balancer in any case; see Forwarder.
    void askBalancer(http::Request request, http::ReplyHandle reply, Forwarder::Amend amend);
    /// What became of the calls to the load balancer.
    const tally::CallBook &balancerCalls() const { return m_balancerCalls; }

private:
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

    /// A table and who forwards by it.
    struct Routes
    {
        bool idle() const;

        std::shared_ptr<const RouteTable> table;
        std::vector<std::shared_ptr<Client>> clients; // of the forwarders
        std::unordered_map<const ProxyRoute *, Forwarder> forwarders;
    };

    InnerTier innerTier() const;
    std::shared_ptr<Client> clientWith(const client::ClientLimits &limits);
    void forgetRetired();

    const core::Clock &m_clock;
    const Balancer m_inner;
    std::vector<std::weak_ptr<Client>> m_clients; // one for all that have the same limits
    const std::shared_ptr<Client> m_balancerClient;
    tally::CallBook m_balancerCalls;
    Forwarder m_balancer;
    std::list<Routes> m_routes; // those in force; behind them retired ones that have something under way
    QTimer m_retirement;        // runs while there are such
};

} // namespace guarita::gateway
