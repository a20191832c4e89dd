// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"

#include <chrono>

namespace guarita::balancer {

/// When an endpoint is taken out for what its answers to requests say, and for how long.
struct EjectionSettings
{
    int consecutive = 5;                      // failures in a row; 0: this rule is off
    int sharePercent = 50;                    // of the attempts within the window; 0: this rule is off
    std::chrono::milliseconds window{10'000}; // of the share
    int volume = 20;                        // attempts within the window, below which the share says nothing
    std::chrono::milliseconds time{30'000}; // the first time; the n-th takes n times as long
    std::chrono::milliseconds mostTime{300'000};
    int mostPercent = 50; // of the cluster's endpoints, at once; 0: nothing is ever ejected
};

std::vector<config::Key> ejectionKeys();
/// Mistakes go to the reader.
EjectionSettings readEjection(config::Reader &reader);

} // namespace guarita::balancer
