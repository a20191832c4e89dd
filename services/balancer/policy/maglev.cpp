// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/maglev.h"

#include <cmath>

namespace guarita::balancer {

namespace {

/// May it have one more, if its share is so many per weight?
bool belowBound(const Candidate &candidate, double mostPerWeight)
{
    return candidate.endpoint->inFlight() < std::ceil(mostPerWeight * candidate.weight);
}

} // namespace

Maglev::Maglev(const PolicyOptions &options, core::Random &random)
    : m_factor(options.balanceFactor)
    , m_dice(random)
{
}

void Maglev::assign(std::span<const Candidate> candidates)
{
    m_candidates = candidates;
    m_weights = 0;
    for (const Candidate &candidate : candidates)
        m_weights += candidate.weight;
    m_table.assign(candidates);
    m_inFlight.assign(candidates);
}

std::optional<std::size_t> Maglev::pick(const PickRequest &request)
{
    if (m_candidates.empty())
        return std::nullopt;
    constexpr std::uint64_t mostPlaces = 32;
    const double mostPerWeight = m_factor * static_cast<double>(m_inFlight.update() + 1) / m_weights;
    const std::uint64_t place = request.key.value_or(m_dice.word()) % MaglevTable::size;
    for (std::uint64_t next = place; next < place + mostPlaces; ++next) {
        const Candidate &candidate = m_candidates[m_table.at(next)];
        if (belowBound(candidate, mostPerWeight) && admits(request, candidate))
            return m_table.at(next);
    }
    return pickFromAll(request, m_table.at(place), mostPerWeight);
}

/// The first after `from` within the bound; if there is none, since those are tried or full, or the sum of
/// what is in flight is not the newest, the one that has the least of its share.
std::optional<std::size_t> Maglev::pickFromAll(const PickRequest &request, std::size_t from,
                                               double mostPerWeight) const
{
    std::optional<std::size_t> least;
    double leastLoad = 0;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        const std::size_t index = (from + i) % m_candidates.size();
        const Candidate &candidate = m_candidates[index];
        if (!admits(request, candidate))
            continue;
        if (belowBound(candidate, mostPerWeight))
            return index;
        const double load = candidate.endpoint->inFlight() / candidate.weight;
        if (!least || load < leastLoad) {
            least = index;
            leastLoad = load;
        }
    }
    return least;
}

} // namespace guarita::balancer
