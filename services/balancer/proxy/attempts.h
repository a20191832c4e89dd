// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"

namespace guarita::balancer {

/// What is known when an attempt at an endpoint has ended.
struct AttemptEnd
{
    client::Stage stage;
    http::Method method;
    bool untriedLeft; // an available endpoint that this request has not tried
    bool timeLeft;    // the request's own deadline has not passed
};

enum class NextStep {
    Answer,     // hand the response to the client
    TryAnother, // at an endpoint that this request has not tried
    GiveUp,     // answer with the problem that the stage stands for
};

/// The rule for retries, in one place. Each endpoint gets one attempt per request at most. A request that no
/// endpoint can have seen may go on to another whatever its method; one that may have been executed only if
/// doing it twice is the same as once (RFC 9110, 9.2.2). Answers are passed on whole, so none has begun yet.
NextStep afterAttempt(const AttemptEnd &end);

} // namespace guarita::balancer
