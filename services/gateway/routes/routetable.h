// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/routes/proxyroute.h"
#include "net/messageframer.h"

#include <optional>
#include <vector>

namespace guarita::gateway {

/// The routes to services that are not Guarita's. Immutable; addresses of its routes stay good. Lookups are a
/// walk over the prefixes: the table is written by hand, and short.
class RouteTable
{
public:
    /// No prefix twice.
    explicit RouteTable(std::vector<ProxyRoute> routes = {});
    RouteTable(const RouteTable &) = delete;
    RouteTable &operator=(const RouteTable &) = delete;

    /// The route with the longest prefix that is the path or ends at one of its slashes. `path` is canonical
    /// and decoded, as the framer gives it: what is judged is what is forwarded. nullptr if there is none.
    const ProxyRoute *find(const QByteArray &path) const;
    /// The same as an index into routes().
    std::optional<std::size_t> indexOf(const QByteArray &path) const;

    /// A route's requests are forwarded, and nobody here reads their bodies: large ones are passed on while
    /// they come.
    net::BodyRules::Rule bodyRuleFor(const QByteArray &path) const;

    /// Whether another server could read a path of `route` as one of another route's, or of none (see
    /// loosePath()).
    bool isAmbiguous(const QByteArray &path, const ProxyRoute &route) const;

    const std::vector<ProxyRoute> &routes() const { return m_routes; }

private:
    std::vector<ProxyRoute> m_routes;        // the longest prefix first
    std::vector<QByteArray> m_loosePrefixes; // of each
};

} // namespace guarita::gateway
