// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policy.h"

#include <memory>
#include <span>

namespace guarita::balancer {

struct PolicyEntry
{
    const char *name;
    std::unique_ptr<Policy> (*make)(core::Random &random);
};

/// Every balancing policy there is; the first is the default.
std::span<const PolicyEntry> allPolicies();
/// Null if there is none of that name.
const PolicyEntry *policyNamed(std::string_view name);

} // namespace guarita::balancer
