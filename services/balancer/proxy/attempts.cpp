// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/attempts.h"

#include <algorithm>

namespace guarita::balancer {

AttemptOutcome outcomeOf(client::Stage stage)
{
    using client::Stage;
    switch (stage) {
    case Stage::Completed:
        return AttemptOutcome::Answered;
    case Stage::Saturated:
        return AttemptOutcome::Saturated;
    case Stage::Connect:
        return AttemptOutcome::Connect;
    case Stage::NoResponse:
        return AttemptOutcome::NoResponse;
    case Stage::Truncated:
        return AttemptOutcome::Truncated;
    case Stage::TooLarge:
        return AttemptOutcome::TooLarge;
    case Stage::Timeout:
        return AttemptOutcome::Timeout;
    }
    Q_UNREACHABLE();
}

bool repeatable(const http::Request &request)
{
    if (net::isIdempotent(request.method))
        return true;
    constexpr qsizetype longestKey = 255;
    const QByteArray *key = request.headers.find("idempotency-key");
    return key && request.headers.count("idempotency-key") == 1 && !key->isEmpty() &&
           key->size() <= longestKey &&
           std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

NextStep afterAttempt(const AttemptEnd &end)
{
    using client::Stage;
    if (end.stage == Stage::Completed)
        return NextStep::Answer;
    if (!end.untriedLeft || !end.timeLeft)
        return NextStep::GiveUp;
    switch (end.stage) {
    case Stage::Saturated:
    case Stage::Connect:
        return NextStep::TryAnother;
    case Stage::NoResponse:
    case Stage::Truncated:
        return end.repeatable ? NextStep::TryAnother : NextStep::GiveUp;
    case Stage::TooLarge: // another endpoint would say the same
    case Stage::Timeout:  // the client has waited long enough
    case Stage::Completed:
        return NextStep::GiveUp;
    }
    Q_UNREACHABLE();
}

} // namespace guarita::balancer
