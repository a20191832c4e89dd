// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policy.h"

namespace guarita::balancer {

/// Each in turn. When the list changes, the turn passes on from where it stood.
class RoundRobin final : public Policy
{
public:
    std::string_view name() const override { return "round_robin"; }
    std::size_t pick(std::span<const EndpointPtr> available) override;

private:
    std::size_t m_next = 0;
};

} // namespace guarita::balancer
