// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/backendstate.h"
#include "config/jsonvalue.h"

namespace guarita::balancer {

/// The file that BACKENDS_STATE names, a backend on each line:
///
///     {"backends": [
///     {"cluster":"padrao","url":"http://a:1","state":"drain","weight":3,"configured_weight":1,"version":2},
///     {"cluster":"padrao","url":"http://b:1","added":true,"state":"ready",…},
///     {"cluster":"padrao","url":"http://c:1","removed":true}
///     ]}
QByteArray stateJson(const BackendStates &states);

/// Such a file, read: the backends whose lines are good, and what is wrong with the others.
struct StateFile
{
    BackendStates states;
    std::vector<config::LineMistake> mistakes;
};
StateFile parseStates(QByteArrayView bytes);

} // namespace guarita::balancer
