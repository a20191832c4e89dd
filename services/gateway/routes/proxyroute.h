// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "gateway/forward/forwardrule.h"
#include "gateway/identity/accesstable.h"
#include "gateway/limits/rate.h"

#include <QtCore/QByteArray>

#include <optional>
#include <vector>

namespace guarita::gateway {

/// A service behind the gate that is not Guarita's: everything below one prefix goes there.
struct ProxyRoute
{
    /// "/relatorios": segments of unreserved characters, so that it has one spelling only (RFC 3986, 2.3).
    QByteArray prefix;
    bool open = false; // no token is asked for
    Roles roles;       // else one of these
    std::vector<net::Method> methods;
    ForwardRule rule;
    Rate perUser = {}; // besides the rates that hold for everything
    Rate perAddress = {};
    std::optional<qint64> maxBody; // instead of the listener's limit
    client::ClientLimits limits;
};

/// What the route says of a request. As with operations, HEAD is GET without the content.
Access accessTo(const ProxyRoute &route, net::Method method, Roles roles);

} // namespace guarita::gateway
