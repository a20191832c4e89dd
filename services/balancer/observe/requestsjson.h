// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/observe/requestlog.h"

#include <vector>

namespace guarita::balancer {

struct RequestPage
{
    std::vector<const KeptRequest *> requests; // as they are shown
    bool more = false;                         // there are others behind them
};

/// The body of GET /admin/pedidos. The gateway's member of each is null: the gateway fills it.
QByteArray requestsJson(const RequestPage &page);

} // namespace guarita::balancer
