// SPDX-License-Identifier: GPL-3.0-or-later
// What a pick costs, for scripts/bench pick. Prints a table.
#include "conformance/policy/policycases.h"

#include "balancer/policy/stablehash.h"
#include "core/random.h"

#include <cstdio>
#include <ctime>

using namespace guarita;
using namespace guarita::test;

namespace {

/// Of processor time: nobody else's work counts.
double nanosecondsSpent()
{
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return double(spent.tv_sec) * 1e9 + double(spent.tv_nsec);
}

/// Weights of 1 to 10 and up to three requests in flight.
EndpointList measuredEndpoints(int count)
{
    std::vector<double> weights;
    for (int i = 0; i < count; ++i)
        weights.push_back(1 + i % 10);
    EndpointList endpoints = endpointsOfWeights(weights);
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        endpoints[i]->attemptStarted(PickReason::Policy);
        endpoints[i]->attemptAnswered(200, std::chrono::microseconds(900 + 10 * (i % 20)), {});
        for (std::size_t started = 0; started < mixedBits(i) % 4; ++started)
            endpoints[i]->attemptStarted(PickReason::Policy);
    }
    return endpoints;
}

/// The best of 20 rounds, in nanoseconds.
double pickCost(Policy &policy, std::size_t &sink)
{
    constexpr int picks = 20'000;
    double best = 1e18;
    for (int round = 0; round < 20; ++round) {
        const double start = nanosecondsSpent();
        for (std::uint64_t i = 0; i < picks; ++i)
            sink += policy.pick({.key = mixedBits(i)}).value_or(0);
        best = std::min(best, (nanosecondsSpent() - start) / picks);
    }
    return best;
}

/// Of candidates of which one has another weight than before, in nanoseconds; the best of five.
double assignCost(Policy &policy, CandidateList &candidates)
{
    double best = 1e18;
    for (int round = 0; round < 5; ++round) {
        candidates.front().weight += 1;
        const double start = nanosecondsSpent();
        policy.assign(candidates);
        best = std::min(best, nanosecondsSpent() - start);
    }
    return best;
}

} // namespace

int main()
{
    constexpr std::array counts{2, 100, 10'000};
    core::SystemRandom random;
    std::size_t sink = 0;
    std::puts(
        "| policy | ns per pick of 2 | of 100 | of 10,000 | new weights: µs for 2 | for 100 | for 10,000 |\n"
        "|---|---|---|---|---|---|---|");
    for (const PolicyEntry &entry : allPolicies()) {
        std::array<double, counts.size()> picking{};
        std::array<double, counts.size()> assigning{};
        for (std::size_t i = 0; i < counts.size(); ++i) {
            CandidateList candidates = support::candidatesOf(measuredEndpoints(counts[i]));
            const auto policy = entry.make({}, random);
            assigning[i] = assignCost(*policy, candidates) / 1000;
            picking[i] = pickCost(*policy, sink);
        }
        std::printf("| `%s` | %.0f | %.0f | %.0f | %.1f | %.1f | %.0f |\n", entry.name, picking[0],
                    picking[1], picking[2], assigning[0], assigning[1], assigning[2]);
    }
    return sink == 0; // so that the picks are made
}
