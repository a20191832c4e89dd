// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace guarita::balancer {

/// The one word that administrators see. What an operator said comes before what was found out.
enum class EndpointState { Up, Down, Drain, Maint, Ejected };
constexpr std::size_t endpointStateCount = 5;
/// "up", "down" …
const char *stateName(EndpointState state);

} // namespace guarita::balancer
