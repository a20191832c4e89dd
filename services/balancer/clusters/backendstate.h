// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/administration.h"
#include "balancer/model/endpointconfig.h"

#include <vector>

namespace guarita::balancer {

/// What operators made of one backend, so that another process can make the same of it.
struct BackendState
{
    enum class Place {
        Configured,
        Added,  // by an operator
        Removed // by an operator, and it is configured still
    };

    QByteArray cluster = defaultCluster;
    QString url; // as configured or added
    Place place = Place::Configured;
    Administration administration = Administration::Ready;
    int weight = 1;
    int configuredWeight = 1; // at that time: once the configuration has another one, that one counts
    qint64 version = 1;

    friend bool operator==(const BackendState &, const BackendState &) = default;
};

using BackendStates = std::vector<BackendState>;

/// To the log: its backend, or its cluster, is not configured any more.
void tellIgnored(const BackendState &state);

} // namespace guarita::balancer
