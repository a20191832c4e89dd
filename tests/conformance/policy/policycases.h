// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/policy/policies.h"

#include "support/seededrandom.h"
#include "unit/balancer/testendpoints.h"

#include <cmath>
#include <deque>
#include <vector>

namespace guarita::test {

using namespace balancer;

/// Requests per endpoint, in the order of the endpoints.
using Shares = std::vector<int>;

inline EndpointList endpointsOfWeights(const std::vector<double> &weights)
{
    EndpointList endpoints = support::makeEndpoints(static_cast<int>(weights.size()));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const int whole = std::max(1, static_cast<int>(weights[i]));
        endpoints[i]->administer(Administration::Ready, whole);
        endpoints[i]->setRamp(weights[i] / whole);
    }
    return endpoints;
}

/// Requests that take a millisecond each, and of which so many are under way at once.
inline Shares sharesOf(Policy &policy, const EndpointList &endpoints, int count, std::size_t atOnce = 1)
{
    const CandidateList candidates = support::candidatesOf(endpoints);
    policy.assign(candidates);
    Shares shares(endpoints.size());
    std::deque<Endpoint *> underWay;
    const auto endOne = [&] {
        underWay.front()->attemptAnswered(200, std::chrono::milliseconds(1), {});
        underWay.pop_front();
    };
    for (int i = 0; i < count; ++i) {
        const std::size_t picked = policy.pick({}).value();
        endpoints[picked]->attemptStarted(PickReason::Policy);
        underWay.push_back(endpoints[picked].get());
        ++shares[picked];
        if (underWay.size() == atOnce)
            endOne();
    }
    while (!underWay.empty())
        endOne();
    return shares;
}

/// Are the shares those of the weights? Each may differ from what its weight says by five standard deviations
/// of a fair die (the binomial distribution's, which one share in 1,700,000 passes), and by three requests,
/// for policies that throw none: a turn that is not over, and the places of a table that are not divisible.
inline bool sharedByWeight(const Shares &shares, const std::vector<double> &weights)
{
    double sum = 0;
    for (const double weight : weights)
        sum += weight;
    int count = 0;
    for (const int share : shares)
        count += share;
    bool fair = shares.size() == weights.size();
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double likelihood = weights[i] / sum;
        const double wanted = count * likelihood;
        const double bound = 3 + 5 * std::sqrt(wanted * (1 - likelihood));
        if (std::abs(shares[i] - wanted) > bound) {
            qWarning("endpoint %zu of %zu: %d, not %.1f ± %.1f", i, shares.size(), shares[i], wanted, bound);
            fair = false;
        }
    }
    return fair;
}

} // namespace guarita::test
