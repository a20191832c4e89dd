// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/attempt.h"
#include "balancer/retry/retrysettings.h"
#include "client/httpclient.h"

namespace guarita::balancer {

/// What is known when an attempt has ended of which nothing was passed on.
struct AttemptEnd
{
    client::Stage stage;
    int status = 0;    // of a completed one
    bool repeatable;   // see repeatable()
    bool attemptsLeft; // RetrySettings::retries
    bool timeLeft;     // the request's own deadline has not passed
};

enum class NextStep {
    Answer,   // hand the response to the client
    TryAgain, // if the budget allows it and there is somebody to ask
    GiveUp,   // answer with what there is: an earlier answer, or the problem that the stage stands for
};

/// What an attempt that ended in `stage` counts as.
AttemptOutcome outcomeOf(client::Stage stage);

/// May it be sent again although it may have been executed? Doing it twice is the same as once, by its method
/// (RFC 9110, 9.2.2), or because it has a well-formed Idempotency-Key, by which the servers recognise it; and
/// its body is not larger than RetrySettings::replayLimit.
bool repeatable(const http::Request &request, qint64 replayLimit);

/// The rule for retries, in one place. A request that no server can have seen may be sent again whatever its
/// method; one that may have been executed only if it is repeatable, and so one that was answered with a
/// status of RetrySettings::statuses. What has begun to be passed on ends as it ends.
NextStep afterAttempt(const AttemptEnd &end, const RetrySettings &settings);

/// Does a retry after an attempt that ended so count against the budget? One that was never sent made no work
/// for anybody, and so trying elsewhere does not multiply any.
bool costsBudget(client::Stage stage);

/// May a second attempt go out while a slow first one is under way? Only reads without a body: to execute
/// both must do no harm, and cost little.
bool mayHedge(const http::Request &request);

/// The server says when to come back: it is not asked again by the same request.
bool saysWhenToComeBack(const http::Response &response);

} // namespace guarita::balancer
