// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "config/jsonvalue.h"
#include "gateway/routes/routetable.h"

#include <memory>

namespace guarita::gateway {

/// A routes file, read: its routes, or what is wrong with it.
struct RoutesFile
{
    std::vector<ProxyRoute> routes;
    std::vector<config::LineMistake> mistakes; // in the order of their lines
};

/// docs/routes.md has the format. `limits` are a route's where it says nothing, `balancer` is
/// LOAD_BALANCER_URL.
RoutesFile parseRoutes(QByteArrayView bytes, const client::ClientLimits &limits, const QUrl &balancer = {});

/// The table that ROUTES_FILE names; an empty one if it names none, and after mistakes, which go to the
/// reader. Never nullptr.
std::shared_ptr<const RouteTable> readRoutes(config::Reader &reader, const client::ClientLimits &limits,
                                             const QUrl &balancer);

} // namespace guarita::gateway
