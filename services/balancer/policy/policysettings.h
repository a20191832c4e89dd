// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policies.h"
#include "config/config.h"

namespace guarita::balancer {

std::vector<config::Key> policyKeys();
/// Mistakes go to the reader.
PolicySettings readPolicy(config::Reader &reader);

} // namespace guarita::balancer
