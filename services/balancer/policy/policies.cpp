// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/policies.h"

#include "balancer/policy/roundrobin.h"

#include <algorithm>
#include <array>

namespace guarita::balancer {

namespace {

std::unique_ptr<Policy> makeRoundRobin(const PolicyOptions &, core::Random &)
{
    return std::make_unique<RoundRobin>();
}

constexpr std::array entries{
    PolicyEntry{"round_robin", false, &makeRoundRobin},
};

} // namespace

std::span<const PolicyEntry> allPolicies()
{
    return entries;
}

const PolicyEntry *policyNamed(std::string_view name)
{
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const PolicyEntry &entry) { return entry.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

} // namespace guarita::balancer
