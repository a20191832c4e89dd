// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"

#include <cstddef>
#include <vector>

namespace guarita::balancer {

/// How much is kept for, and told to, who looks at the balancer's work.
struct ObserveSettings
{
    std::size_t listeners = 64;      // to GET /admin/eventos, at once
    std::size_t requestsKept = 1000; // for GET /admin/pedidos; 0: none
};

std::vector<config::Key> observeKeys();
/// Mistakes go to the reader.
ObserveSettings readObserve(config::Reader &reader);

} // namespace guarita::balancer
