// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/leastcost.h"

#include <limits>

namespace guarita::balancer {

namespace {

constexpr double notAdmitted = std::numeric_limits<double>::infinity();

double requestsPerWeight(const Candidate &candidate, core::Instant)
{
    return candidate.endpoint->inFlight() / candidate.weight;
}

double expectedWait(const Candidate &candidate, core::Instant now)
{
    constexpr double neverAnswered = 1e15; // more than any latency in nanoseconds
    const double latency = candidate.endpoint->expectedLatency(now);
    const double requests = candidate.endpoint->inFlight() / candidate.weight;
    return latency == 0 && requests > 0 ? neverAnswered + requests : latency * (requests + 1);
}

} // namespace

const LeastCostRules leastRequest{"least_request", &requestsPerWeight, 128, 8, 0};
const LeastCostRules powerOfTwo{"power_of_two", &requestsPerWeight, 2, 2, 0};
const LeastCostRules peakEwma{"peak_ewma", &expectedWait, 8, 2, 0.25};

LeastCost::LeastCost(const LeastCostRules &rules, core::Random &random)
    : m_rules(rules)
    , m_dice(random)
{
}

void LeastCost::assign(std::span<const Candidate> candidates)
{
    m_candidates = candidates;
    m_costs.resize(candidates.size());
    if (candidates.size() > m_rules.lookAtAll)
        m_table.assign(candidates);
}

std::optional<std::size_t> LeastCost::pick(const PickRequest &request)
{
    if (m_candidates.size() > m_rules.lookAtAll) {
        if (const auto picked = pickFromSome(request))
            return picked;
    }
    return pickFromAll(request);
}

/// Nothing if only such were thrown as may not have the request.
std::optional<std::size_t> LeastCost::pickFromSome(const PickRequest &request)
{
    const std::size_t mostThrows = 2 * m_rules.choices + 2;
    std::optional<std::size_t> best;
    double bestCost = 0;
    std::size_t compared = 0;
    for (std::size_t thrown = 0; thrown < mostThrows && compared < m_rules.choices; ++thrown) {
        const std::size_t index = m_table.pick(m_dice);
        if (index == best || !admits(request, m_candidates[index]))
            continue;
        ++compared;
        const double cost = m_rules.cost(m_candidates[index], request.now);
        if (!best || cost * (1 + m_rules.slack) < bestCost) {
            best = index;
            bestCost = cost;
        }
    }
    return best;
}

std::optional<std::size_t> LeastCost::pickFromAll(const PickRequest &request)
{
    double least = notAdmitted;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        const bool admitted = admits(request, m_candidates[i]);
        m_costs[i] = admitted ? m_rules.cost(m_candidates[i], request.now) : notAdmitted;
        least = std::min(least, m_costs[i]);
    }
    return least == notAdmitted ? std::nullopt : drawUpTo(least * (1 + m_rules.slack));
}

/// One of those that cost no more than that, by their weights.
std::optional<std::size_t> LeastCost::drawUpTo(double most)
{
    double sum = 0;
    std::size_t last = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < m_costs.size(); ++i) {
        if (m_costs[i] <= most) {
            sum += m_candidates[i].weight;
            last = i;
            ++count;
        }
    }
    if (count == 1)
        return last;
    double drawn = m_dice.fraction() * sum;
    for (std::size_t i = 0; i < last; ++i) {
        if (m_costs[i] > most)
            continue;
        drawn -= m_candidates[i].weight;
        if (drawn < 0)
            return i;
    }
    return last;
}

} // namespace guarita::balancer
