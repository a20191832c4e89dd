// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/endpoint.h"

#include <span>
#include <string_view>

namespace guarita::balancer {

/// Which of the available endpoints gets the next request. A policy is a name and one method: it knows
/// nothing of sockets, time or the configuration, and may keep a position or the like between two picks.
/// tests/conformance/policy says what every policy must hold to.
class Policy
{
public:
    virtual ~Policy() = default;

    virtual std::string_view name() const = 0;
    /// An index into `available`, which is not empty. The list may differ from call to call.
    virtual std::size_t pick(std::span<const EndpointPtr> available) = 0;
};

} // namespace guarita::balancer
