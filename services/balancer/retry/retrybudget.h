// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtCore/QtGlobal>

#include <array>

namespace guarita::balancer {

struct RetryBudgetLimits
{
    int percent = 20; // retries per 100 requests
    int floor = 3;    // and this many per second besides, so that quiet clusters may retry, too
};

/// Keeps retries from multiplying the load of servers that fail because they have too much of it: over the
/// last ten seconds they may be a share of the requests, and a few more. As Finagle's RetryBudget: each
/// request puts a part of a retry into a bucket that leaks with time. Pure; counts by the instants that it is
/// told.
class RetryBudget
{
public:
    static constexpr int windowSeconds = 10;

    explicit RetryBudget(RetryBudgetLimits limits)
        : m_limits(limits)
    {
    }

    void setLimits(RetryBudgetLimits limits) { m_limits = limits; }

    /// A request came.
    void request(core::Instant now) { ++at(now).requests; }
    /// Is one more retry within the budget? If so, it is taken.
    bool take(core::Instant now);

    /// Of the window that ends now.
    qint64 used(core::Instant now) const { return countedAt(now).retries; }
    qint64 allowed(core::Instant now) const;

private:
    struct Second
    {
        qint64 number = -1; // since the clock's epoch
        qint64 requests = 0;
        qint64 retries = 0;
    };

    Second &at(core::Instant now);
    Second countedAt(core::Instant now) const;

    RetryBudgetLimits m_limits;
    std::array<Second, windowSeconds> m_seconds{};
};

} // namespace guarita::balancer
