// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/endpointstate.h"

#include <array>

namespace guarita::balancer {

namespace {

constexpr std::array<const char *, endpointStateCount> stateNames{"up", "down", "drain", "maint", "ejected"};

} // namespace

const char *stateName(EndpointState state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

} // namespace guarita::balancer
