// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/health/checkexpectation.h"
#include "balancer/health/healthmachine.h"
#include "balancer/model/cluster.h"
#include "config/config.h"

#include <chrono>

namespace guarita::balancer {

struct HealthSettings
{
    QByteArray path = QByteArrayLiteral("/saude"); // with a query, perhaps
    CheckExpectation expected;
    std::chrono::milliseconds interval{2'000};       // between two checks of an endpoint that is up
    std::chrono::milliseconds recoveryInterval{500}; // of one that is down, or about to be
    std::chrono::milliseconds timeout{1'000};        // of one check
    HealthThresholds thresholds;
    std::chrono::milliseconds stall{300};   // without an answer, until an endpoint is suspected; 0: never
    std::chrono::milliseconds slowStart{0}; // until one that came up has its whole weight; 0: at once
    PanicMode panic = PanicMode::On;
    int panicBelowPercent = 0; // see Cluster::setPanicMode()
};

std::vector<config::Key> healthKeys();
/// Mistakes go to the reader.
HealthSettings readHealth(config::Reader &reader);

} // namespace guarita::balancer
