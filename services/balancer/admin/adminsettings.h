// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"

namespace guarita::balancer {

/// What bounds operators' changes, and what becomes of them.
struct AdminSettings
{
    std::size_t mostBackends = 1000; // of all clusters; with more an operator can add none. Live
    QString stateFile;               // see StateKeeper
};

std::vector<config::Key> adminKeys();
/// Mistakes go to the reader.
AdminSettings readAdmin(config::Reader &reader);

} // namespace guarita::balancer
