// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/affinity/affinitysettings.h"
#include "balancer/health/ejectionsettings.h"
#include "balancer/health/healthsettings.h"
#include "balancer/model/endpointconfig.h"
#include "balancer/overload/overloadsettings.h"
#include "balancer/policy/policies.h"
#include "balancer/retry/retrysettings.h"
#include "client/httpclient.h"

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
    bool reuseConnections = true;                  // false: each attempt has one of its own
    std::chrono::milliseconds dnsInterval{30'000}; // between two lookups of a server's name; 0: none
};

/// The settings that each cluster can have its own of. All of them are live.
std::vector<config::Key> clusterKeys();
/// What those say, as they count for `reader`. Mistakes go there. `client` is what requests go out by.
ClusterSettings readCluster(config::Reader &reader, const client::ClientLimits &client);

} // namespace guarita::balancer
