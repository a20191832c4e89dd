// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/health/healthmachine.h"
#include "config/config.h"

#include <chrono>

namespace guarita::balancer {

struct HealthSettings
{
    std::chrono::milliseconds interval{2'000};       // between two checks of an endpoint that is up
    std::chrono::milliseconds recoveryInterval{500}; // of one that is down
    std::chrono::milliseconds timeout{1'000};        // of one check
    HealthThresholds thresholds;
};

std::vector<config::Key> healthKeys();
/// Mistakes go to the reader.
HealthSettings readHealth(config::Reader &reader);

} // namespace guarita::balancer
