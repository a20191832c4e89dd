// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/retry/retrybudget.h"
#include "config/config.h"
#include "core/backoff.h"

#include <chrono>
#include <vector>

namespace guarita::balancer {

struct RetrySettings
{
    int retries = 2;                              // further attempts after the first, hedges included
    std::vector<int> statuses{502, 503, 504};     // answers of a server that another one might answer better
    std::chrono::milliseconds tryDeadline{5'000}; // of an attempt that another one could take the place of
    core::BackoffLimits backoff{std::chrono::milliseconds(25), std::chrono::milliseconds(250)};
    RetryBudgetLimits budget;
    qint64 replayLimit = 64 * 1024;          // bytes of a body that may be sent more than once
    std::chrono::milliseconds hedgeAfter{0}; // 0: never
};

std::vector<config::Key> retryKeys();
/// Mistakes go to the reader.
RetrySettings readRetry(config::Reader &reader);

} // namespace guarita::balancer
