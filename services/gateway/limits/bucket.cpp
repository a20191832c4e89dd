// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/limits/bucket.h"

#include <array>
#include <charconv>

namespace guarita::gateway {

namespace {

void appendNumber(QByteArray &text, std::chrono::seconds::rep number)
{
    std::array<char, 20> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    Q_ASSERT(error == std::errc());
    text.append(digits.data(), end - digits.data());
}

} // namespace

Bucket::Bucket(QByteArrayView name, const Rate &rate, RateLimiter limiter, prometheus::Counter &refusals)
    : m_rate(rate)
    , m_limiter(std::move(limiter))
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
    constexpr qsizetype mostAfterBegin = 24; // two numbers and ";t="
    QByteArray state;
    state.reserve(m_stateBegin.size() + mostAfterBegin); // one allocation: every answer has this field
    state.append(m_stateBegin);
    appendNumber(state, verdict.remaining);
    state.append(";t=");
    appendNumber(state, wholeSeconds(verdict.untilMore).count());
    fields.reserve(2);
    fields.set(QByteArrayLiteral("RateLimit-Policy"), m_policy);
    fields.set(QByteArrayLiteral("RateLimit"), std::move(state));
}

std::chrono::seconds wholeSeconds(std::chrono::nanoseconds span)
{
    return std::chrono::ceil<std::chrono::seconds>(span);
}

} // namespace guarita::gateway
