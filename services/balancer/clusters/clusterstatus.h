// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/cluster.h"

#include <string_view>

namespace guarita::balancer {

/// What there is to say of a cluster at one moment.
struct ClusterStatus
{
    QByteArray name;
    std::string_view policy;
    int queued = 0;            // requests that wait for an endpoint with room
    qint64 queueRefused = 0;   // since start
    qint64 retriesUsed = 0;    // of the budget, now
    qint64 retriesAllowed = 0; // the budget, now
    std::shared_ptr<const ClusterSnapshot> snapshot;
};

} // namespace guarita::balancer
