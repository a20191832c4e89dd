// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"

#include <chrono>
#include <vector>

namespace guarita::balancer {

struct OverloadSettings
{
    int inFlightPerEndpoint = 1024;                 // attempts at once, at most
    int queueLength = 256;                          // requests that wait for room, per cluster; 0: none does
    std::chrono::milliseconds queueDeadline{1'000}; // of each of them
    bool adaptive = false;                          // find each endpoint's limit by its latency
    int adaptiveFloor = 8;                          // which is not below this
};

std::vector<config::Key> overloadKeys();
/// Mistakes go to the reader.
OverloadSettings readOverload(config::Reader &reader);

} // namespace guarita::balancer
