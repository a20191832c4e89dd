// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/limits/ratelimiter.h"
#include "http/message.h"

#include <prometheus/counter.h>

namespace guarita::gateway {

/// One kind of limit: its name for clients, whom it has refused, and what it tells them
/// (draft-ietf-httpapi-ratelimit-headers-10, in the syntax of RFC 9651).
class Bucket
{
public:
    /// `name` is what clients read, of letters only. The counter outlives the bucket.
    Bucket(QByteArrayView name, const Rate &rate, RateLimiter limiter, prometheus::Counter &refusals);

    const Rate &rate() const { return m_rate; }

    Verdict take(QByteArrayView key);
    Verdict look(QByteArrayView key) const { return m_limiter.look(key); }

    /// Sets RateLimit-Policy, e.g. "usuario";q=100;w=1, and RateLimit, e.g. "usuario";r=57;t=1.
    void tell(http::Headers &fields, const Verdict &verdict) const;

private:
    Rate m_rate;
    RateLimiter m_limiter;
    prometheus::Counter &m_refusals;
    QByteArray m_policy;
    QByteArray m_stateBegin;
};

/// As fields want it: whole seconds, never too few.
std::chrono::seconds wholeSeconds(std::chrono::nanoseconds span);

} // namespace guarita::gateway
