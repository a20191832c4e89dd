// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/aliastable.h"

#include <vector>

namespace guarita::balancer {

/// Of some candidates the one at which a request costs the least. The three policies of this kind differ in
/// what a request costs and in how many candidates are compared.
struct LeastCostRules
{
    const char *name;
    double (*cost)(const Candidate &candidate, core::Instant now);
    std::size_t lookAtAll; // of up to so many candidates all are compared;
    std::size_t choices;   // of more so many, at random by their weights
    double slack;          // costs up to (1 + slack) times the least count as the same
};

/// "least_request": the fewest requests in flight, divided by the weight, as nginx's least_conn has it. All
/// of up to 128 are compared, else the best of 8.
extern const LeastCostRules leastRequest;

/// "power_of_two": the same, always the better of two (M. Mitzenmacher: The Power of Two Choices in
/// Randomized Load Balancing, 2001). It costs the same however many there are, and balancers that do not know
/// of each other do not all run to the same endpoint.
extern const LeastCostRules powerOfTwo;

/// "peak_ewma": the latency to be expected (see PeakEwma) times one more than what is in flight, as Finagle's
/// PeakEwma has it; the weight divides what is in flight. One that never answered is tried once, and is the
/// last choice while that goes on. All of up to 8 are compared, else the better of two. Latencies within a
/// quarter of each other count as the same: measured ones are never equal, and without that the weights
/// would mean nothing.
extern const LeastCostRules peakEwma;

/// Candidates that cost the same share by their weights.
class LeastCost final : public Policy
{
public:
    /// Both outlive it.
    LeastCost(const LeastCostRules &rules, core::Random &random);

    std::string_view name() const override { return m_rules.name; }
    void assign(std::span<const Candidate> candidates) override;
    std::optional<std::size_t> pick(const PickRequest &request) override;

private:
    std::optional<std::size_t> pickFromSome(const PickRequest &request);
    std::optional<std::size_t> pickFromAll(const PickRequest &request);
    std::optional<std::size_t> drawUpTo(double most);

    const LeastCostRules &m_rules;
    Dice m_dice;
    std::span<const Candidate> m_candidates;
    AliasTable m_table;
    std::vector<double> m_costs; // of all candidates, in pickFromAll()
};

} // namespace guarita::balancer
