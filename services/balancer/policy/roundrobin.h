// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policy.h"
#include "balancer/policy/turnqueue.h"

#include <vector>

namespace guarita::balancer {

/// Each in turn, as often as its weight says, spread evenly over the round: of equal weights plainly one
/// after the other. When the list or a weight changes, those that stay keep what they have waited. Whoever
/// may not have a request when it is its turn misses it.
///
/// O(log n); if none of the first few whose turn it is may have the request, O(n).
class RoundRobin final : public Policy
{
public:
    std::string_view name() const override { return "round_robin"; }
    void assign(std::span<const Candidate> candidates) override;
    std::optional<std::size_t> pick(const PickRequest &request) override;

private:
    std::optional<std::size_t> pickFromAll(const PickRequest &request);
    std::size_t take(std::size_t place);

    std::span<const Candidate> m_candidates;
    std::vector<const Endpoint *> m_endpoints; // the candidates', to know them again; never looked into
    TurnQueue m_queue;
};

} // namespace guarita::balancer
