// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/policies.h"

#include "balancer/policy/roundrobin.h"

#include <array>

namespace guarita::balancer {

namespace {

template <typename T>
std::unique_ptr<Policy> make()
{
    return std::make_unique<T>();
}

constexpr std::array entries{
    PolicyEntry{"round_robin", &make<RoundRobin>},
};

} // namespace

std::span<const PolicyEntry> allPolicies()
{
    return entries;
}

} // namespace guarita::balancer
