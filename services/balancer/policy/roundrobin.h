// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policy.h"

namespace guarita::balancer {

/// Each in turn, whatever its weight. When the list changes, the turn passes on from where it stood.
class RoundRobin final : public Policy
{
public:
    std::string_view name() const override { return "round_robin"; }
    void assign(std::span<const Candidate> candidates) override { m_candidates = candidates; }
    std::optional<std::size_t> pick(const PickRequest &request) override;

private:
    std::span<const Candidate> m_candidates;
    std::size_t m_next = 0;
};

} // namespace guarita::balancer
