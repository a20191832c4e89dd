// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/attempt.h"
#include "client/httpclient.h"

namespace guarita::balancer {

/// What is known when an attempt at an endpoint has ended.
struct AttemptEnd
{
    client::Stage stage;
    bool repeatable;  // see repeatable()
    bool untriedLeft; // an available endpoint that this request has not tried
    bool timeLeft;    // the request's own deadline has not passed
};

enum class NextStep {
    Answer,     // hand the response to the client
    TryAnother, // at an endpoint that this request has not tried
    GiveUp,     // answer with the problem that the stage stands for
};

/// What an attempt that ended in `stage` counts as.
AttemptOutcome outcomeOf(client::Stage stage);

/// Doing it twice is the same as once: by its method (RFC 9110, 9.2.2), or because it has a well-formed
/// Idempotency-Key, by which the servers recognise it.
bool repeatable(const http::Request &request);

/// The rule for retries, in one place. Each endpoint gets one attempt per request at most. A request that no
/// endpoint can have seen may go on to another whatever its method; one that may have been executed only if
/// it is repeatable. For attempts of which nothing was passed on; what has begun with a head ends there.
NextStep afterAttempt(const AttemptEnd &end);

} // namespace guarita::balancer
