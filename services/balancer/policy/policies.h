// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policy.h"

#include <memory>
#include <span>

namespace guarita::balancer {

/// What a policy may be told besides the candidates.
struct PolicyOptions
{
    /// How many times its fair share an endpoint may have in flight before keys go past it; above 1.
    double balanceFactor = 1.25;

    friend bool operator==(const PolicyOptions &, const PolicyOptions &) = default;
};

struct PolicyEntry
{
    const char *name;
    bool keyed; // whether it looks at PickRequest::key
    std::unique_ptr<Policy> (*make)(const PolicyOptions &options, core::Random &random);
};

/// Every balancing policy there is; the first is the default.
std::span<const PolicyEntry> allPolicies();
/// Null if there is none of that name.
const PolicyEntry *policyNamed(std::string_view name);

/// Which policy a cluster has. Immutable once read.
struct PolicySettings
{
    const PolicyEntry *entry = &allPolicies().front(); // never null
    PolicyOptions options;

    /// A policy of its own: two of them share nothing. `random` outlives it.
    std::unique_ptr<Policy> make(core::Random &random) const { return entry->make(options, random); }

    friend bool operator==(const PolicySettings &, const PolicySettings &) = default;
};

} // namespace guarita::balancer
