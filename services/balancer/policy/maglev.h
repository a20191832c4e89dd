// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/dice.h"
#include "balancer/policy/inflightsum.h"
#include "balancer/policy/maglevtable.h"
#include "balancer/policy/policies.h"

namespace guarita::balancer {

/// Requests of one key go to one endpoint, unless that has more than balanceFactor times its fair share in
/// flight: then to the next in the table that has not (V. Mirrokni, M. Thorup, M. Zadimoghaddam: Consistent
/// Hashing with Bounded Loads, 2016; hash-balance-factor of HAProxy). So no key can overload an endpoint
/// while others idle. Requests without a key go anywhere, by weight.
class Maglev final : public Policy
{
public:
    /// `random` outlives it.
    Maglev(const PolicyOptions &options, core::Random &random);

    std::string_view name() const override { return "maglev"; }
    void assign(std::span<const Candidate> candidates) override;
    std::optional<std::size_t> pick(const PickRequest &request) override;

private:
    std::optional<std::size_t> pickFromAll(const PickRequest &request, std::size_t from,
                                           double mostPerWeight) const;

    double m_factor;
    Dice m_dice;
    std::span<const Candidate> m_candidates;
    double m_weights = 0; // of all candidates
    MaglevTable m_table;
    InFlightSum m_inFlight;
};

} // namespace guarita::balancer
