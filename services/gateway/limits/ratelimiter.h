// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/limits/arrivaltable.h"
#include "gateway/limits/rate.h"

#include <chrono>

namespace guarita::gateway {

/// What a limit says to a request.
struct Verdict
{
    bool admitted = true;
    int remaining = 0;                     // requests that would be admitted now, after this one
    std::chrono::nanoseconds untilMore{0}; // until there is one more of them; 0 with the whole quota
};

/// Limits the requests of each key to a rate, by the Generic Cell Rate Algorithm (ITU-T Recommendation I.371,
/// in its form of virtual scheduling): a token bucket of which one instant is all that is kept, the
/// theoretical arrival time of the next request. It runs ahead of the clock by an interval for each request
/// of late; a request is admitted unless it would run ahead by more than the quota's worth. One that is
/// refused changes nothing.
///
/// Bounded as ArrivalTable says. A key that was forgotten has its whole quota again. Event-loop thread only.
class RateLimiter
{
public:
    /// `rate` has a quota; the clock outlives the limiter.
    RateLimiter(const Rate &rate, std::size_t keys, const core::Clock &clock, core::Random &random);

    /// A request of `key` comes.
    Verdict take(QByteArrayView key);
    /// What is left to `key`, without a request.
    Verdict look(QByteArrayView key) const;

private:
    using Span = std::chrono::nanoseconds;

    Verdict verdict(bool admitted, Span ahead) const;

    const Span m_interval; // of two requests at the steady rate
    const Span m_whole;    // the quota's worth of them
    const core::Clock &m_clock;
    ArrivalTable m_arrivals;
};

} // namespace guarita::gateway
