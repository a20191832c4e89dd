// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/limits/bucket.h"

namespace guarita::gateway {

Bucket::Bucket(QByteArrayView name, const Rate &rate, RateLimiter limiter, prometheus::Counter &refusals)
    : m_limiter(std::move(limiter))
    , m_refusals(refusals)
    , m_policy('"' + name.toByteArray() + "\";q=" + QByteArray::number(rate.quota) +
               ";w=" + QByteArray::number(static_cast<qint64>(rate.window.count())))
    , m_stateBegin('"' + name.toByteArray() + "\";r=")
{
}

Verdict Bucket::take(QByteArrayView key)
{
    const Verdict verdict = m_limiter.take(key);
    if (!verdict.admitted)
        m_refusals.Increment();
    return verdict;
}

void Bucket::tell(http::Headers &fields, const Verdict &verdict) const
{
    fields.set(QByteArrayLiteral("RateLimit-Policy"), m_policy);
    fields.set(QByteArrayLiteral("RateLimit"), m_stateBegin + QByteArray::number(verdict.remaining) +
                                                   ";t=" + wholeSeconds(verdict.untilMore));
}

QByteArray wholeSeconds(std::chrono::nanoseconds span)
{
    return QByteArray::number(static_cast<qint64>(std::chrono::ceil<std::chrono::seconds>(span).count()));
}

} // namespace guarita::gateway
