// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/retry/retrybudget.h"

namespace guarita::balancer {

namespace {

qint64 secondOf(core::Instant instant)
{
    return std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count();
}

} // namespace

bool RetryBudget::take(core::Instant now)
{
    if (used(now) >= allowed(now))
        return false;
    ++at(now).retries;
    return true;
}

qint64 RetryBudget::allowed(core::Instant now) const
{
    return countedAt(now).requests * m_limits.percent / 100 + qint64(m_limits.floor) * windowSeconds;
}

RetryBudget::Second &RetryBudget::at(core::Instant now)
{
    const qint64 number = secondOf(now);
    Second &second = m_seconds[static_cast<std::size_t>(number % windowSeconds)];
    if (second.number != number)
        second = {.number = number};
    return second;
}

RetryBudget::Second RetryBudget::countedAt(core::Instant now) const
{
    const qint64 number = secondOf(now);
    Second sum;
    for (const Second &second : m_seconds) {
        if (second.number > number - windowSeconds) {
            sum.requests += second.requests;
            sum.retries += second.retries;
        }
    }
    return sum;
}

} // namespace guarita::balancer
