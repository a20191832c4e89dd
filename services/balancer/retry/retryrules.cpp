// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/retry/retryrules.h"

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

bool repeatable(const http::Request &request, qint64 replayLimit)
{
    if (request.body.size() > replayLimit)
        return false;
    if (net::isIdempotent(request.method))
        return true;
    constexpr qsizetype longestKey = 255;
    const QByteArray *key = request.headers.find("idempotency-key");
    return key && request.headers.count("idempotency-key") == 1 && !key->isEmpty() &&
           key->size() <= longestKey &&
           std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

NextStep afterAttempt(const AttemptEnd &end, const RetrySettings &settings)
{
    const bool answered = end.stage == client::Stage::Completed;
    if (answered &&
        std::find(settings.statuses.begin(), settings.statuses.end(), end.status) == settings.statuses.end())
        return NextStep::Answer;
    const bool allowed = client::neverSent(end.stage) || end.repeatable;
    if (allowed && end.attemptsLeft && end.timeLeft)
        return NextStep::TryAgain;
    return answered ? NextStep::Answer : NextStep::GiveUp;
}

bool costsBudget(client::Stage stage)
{
    return !client::neverSent(stage);
}

bool mayHedge(const http::Request &request)
{
    return (request.method == http::Method::Get || request.method == http::Method::Head) &&
           request.body.isEmpty();
}

bool saysWhenToComeBack(const http::Response &response)
{
    return response.headers.contains("retry-after");
}

} // namespace guarita::balancer
