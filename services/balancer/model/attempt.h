// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

namespace guarita::balancer {

/// Why an endpoint was chosen for an attempt.
enum class PickReason {
    Policy, // the cluster's policy, for the first attempt
    Retry,  // the policy again, after an attempt that failed
    Hedge,  // the policy again, while a slow attempt goes on
    Sticky, // the client's cookie names it
    Panic,  // none is available, so any is tried
};
constexpr std::size_t pickReasonCount = 5;
/// "policy", "retry" …
const char *pickReasonName(PickReason reason);

/// How an attempt ended. All but Answered and Cancelled are failures of the endpoint or of the way to it.
enum class AttemptOutcome {
    Answered,   // a whole answer, whatever its status
    Saturated,  // never sent: too many calls in flight
    Connect,    // never sent: no connection
    NoResponse, // sent, and closed or reset before an answer's head
    Truncated,  // the answer broke off
    TooLarge,   // the answer passed a limit or was malformed
    Timeout,    // a deadline passed
    Cancelled,  // given up by us: the client left, or another attempt was first
};
constexpr std::size_t attemptOutcomeCount = 8;
/// "answered", "connect" …
const char *attemptOutcomeName(AttemptOutcome outcome);
constexpr bool isFailure(AttemptOutcome outcome)
{
    return outcome != AttemptOutcome::Answered && outcome != AttemptOutcome::Cancelled;
}

/// One attempt that is over.
struct AttemptReport
{
    PickReason pick = PickReason::Policy;
    AttemptOutcome outcome = AttemptOutcome::Answered;
    int status = 0;                      // of the answer; 0 without one
    std::chrono::nanoseconds duration{}; // to the answer's end, or to the head of one that streams
    std::optional<std::chrono::nanoseconds> streamed = std::nullopt; // if it did, for how long after its head
    bool unreachable = false;                                        // no connection could be made
};

} // namespace guarita::balancer
