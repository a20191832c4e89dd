// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/limits/ratelimiter.h"

#include <algorithm>

namespace guarita::gateway {

RateLimiter::RateLimiter(const Rate &rate, std::size_t keys, const core::Clock &clock, core::Random &random)
    : m_interval(Span(rate.window) / rate.quota)
    , m_whole(m_interval * rate.quota)
    , m_clock(clock)
    , m_arrivals(keys, random)
{
}

Verdict RateLimiter::take(QByteArrayView key)
{
    const core::Instant now = m_clock.now();
    core::Instant &arrival = m_arrivals.place(key);
    const core::Instant next = std::max(arrival, now) + m_interval;
    if (next - now > m_whole)
        return verdict(false, arrival - now);
    arrival = next;
    return verdict(true, next - now);
}

Verdict RateLimiter::look(QByteArrayView key) const
{
    const core::Instant now = m_clock.now();
    return verdict(true, std::max(m_arrivals.find(key), now) - now);
}

Verdict RateLimiter::verdict(bool admitted, Span ahead) const
{
    const auto remaining = (m_whole - ahead) / m_interval;
    const bool isWhole = ahead == Span::zero();
    const Span untilMore = isWhole ? Span::zero() : ahead - (m_whole - (remaining + 1) * m_interval);
    return {admitted, static_cast<int>(remaining), untilMore};
}

} // namespace guarita::gateway
