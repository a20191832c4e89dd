// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/affinity/affinitysettings.h"
#include "balancer/overload/overloadsettings.h"
#include "balancer/policy/policies.h"
#include "balancer/retry/retrysettings.h"

namespace guarita::balancer {

/// How a proxy treats its requests.
struct ProxySettings
{
    std::chrono::milliseconds deadline{15'000}; // of one request over the wait for room and all its attempts,
                                                // up to the head of an answer that streams
    PolicySettings policy;
    AffinitySettings affinity;
    RetrySettings retry;
    OverloadSettings overload;
    bool reuseConnections = true; // else each attempt has one of its own
};

} // namespace guarita::balancer
