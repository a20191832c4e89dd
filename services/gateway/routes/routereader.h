// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/jsonobject.h"
#include "gateway/routes/proxyroute.h"

#include <optional>

namespace guarita::gateway {

/// One route of a routes file; what is wrong with it goes to `mistakes`. Nothing if it has no prefix that
/// could be compared with others'. `balancer`: the origin of which routes keep what identifies a request.
std::optional<ProxyRoute> readRoute(const config::JsonValue &item, const client::ClientLimits &limits,
                                    const QUrl &balancer, std::vector<config::LineMistake> &mistakes);

} // namespace guarita::gateway
