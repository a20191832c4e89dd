// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/attempt.h"

namespace guarita::balancer {

namespace {

constexpr std::array<const char *, pickReasonCount> pickReasons{"policy", "retry", "hedge", "sticky",
                                                                "panic"};
constexpr std::array<const char *, attemptOutcomeCount> outcomes{
    "answered", "saturated", "connect", "no_response", "truncated", "too_large", "timeout", "cancelled"};

} // namespace

const char *pickReasonName(PickReason reason)
{
    return pickReasons[static_cast<std::size_t>(reason)];
}

const char *attemptOutcomeName(AttemptOutcome outcome)
{
    return outcomes[static_cast<std::size_t>(outcome)];
}

} // namespace guarita::balancer
