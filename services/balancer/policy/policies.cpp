// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/policies.h"

#include "balancer/policy/leastcost.h"
#include "balancer/policy/maglev.h"
#include "balancer/policy/roundrobin.h"

#include <algorithm>
#include <array>

namespace guarita::balancer {

namespace {

std::unique_ptr<Policy> makeRoundRobin(const PolicyOptions &, core::Random &)
{
    return std::make_unique<RoundRobin>();
}

template <const LeastCostRules &rules>
std::unique_ptr<Policy> makeLeastCost(const PolicyOptions &, core::Random &random)
{
    return std::make_unique<LeastCost>(rules, random);
}

std::unique_ptr<Policy> makeMaglev(const PolicyOptions &options, core::Random &random)
{
    return std::make_unique<Maglev>(options, random);
}

constexpr std::array entries{
    PolicyEntry{"round_robin", false, &makeRoundRobin},
    PolicyEntry{"least_request", false, &makeLeastCost<leastRequest>},
    PolicyEntry{"power_of_two", false, &makeLeastCost<powerOfTwo>},
    PolicyEntry{"peak_ewma", false, &makeLeastCost<peakEwma>},
    PolicyEntry{"maglev", true, &makeMaglev},
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
