// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/affinity/affinitysettings.h"
#include "balancer/health/ejectionsettings.h"
#include "balancer/health/healthsettings.h"
#include "balancer/model/endpointconfig.h"
#include "balancer/overload/overloadsettings.h"
#include "balancer/policy/policies.h"
#include "balancer/retry/retrysettings.h"

#include <vector>

namespace guarita::balancer {

/// Everything that the configuration says of one cluster, checked. Immutable once read.
struct ClusterSettings
{
    QByteArray name = defaultCluster;
    QByteArray prefix; // of the paths that it takes; empty: all that no other cluster does
    std::vector<EndpointConfig> endpoints;
    HealthSettings health;
    EjectionSettings ejection;
    PolicySettings policy;
    AffinitySettings affinity;
    RetrySettings retry;
    OverloadSettings overload;
};

} // namespace guarita::balancer
