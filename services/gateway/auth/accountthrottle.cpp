// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/accountthrottle.h"

#include "net/accountingaddress.h"

#include <algorithm>

namespace guarita::gateway {

namespace {

QByteArray familiarKey(const QByteArray &name, const QHostAddress &client)
{
    return name + '\n' + net::accountingAddress(client).toString().toLatin1();
}

} // namespace

AccountThrottle::AccountThrottle(Limits limits, const core::Clock &clock, std::size_t most)
    : m_limits(limits)
    , m_clock(clock)
    , m_most(most)
{
}

/// Whose failures count: of a familiar network its own, else those of all strangers.
QByteArray AccountThrottle::keyOf(const QByteArray &name, const QHostAddress &client) const
{
    const QByteArray key = familiarKey(name, client);
    return isFamiliar(key) ? key : name;
}

bool AccountThrottle::isFamiliar(const QByteArray &key) const
{
    const auto known = m_familiar.constFind(key);
    return known != m_familiar.constEnd() && (*known)->since + m_limits.familiar > m_clock.wallNow();
}

std::chrono::seconds AccountThrottle::waitAfter(int count) const
{
    if (count < m_limits.failures)
        return std::chrono::seconds(0);
    constexpr int mostDoublings = 30;
    const int doublings = std::min(count - m_limits.failures, mostDoublings);
    return std::min(std::chrono::seconds(std::int64_t(1) << doublings), m_limits.longestWait);
}

std::optional<std::chrono::seconds> AccountThrottle::begin(const QByteArray &name, const QHostAddress &client)
{
    forgetOld();
    const QByteArray key = keyOf(name, client);
    const core::Instant now = m_clock.now();
    const auto known = m_failures.constFind(key);
    if (known == m_failures.constEnd()) {
        if (m_byAge.size() == m_most) {
            m_failures.remove(m_byAge.front().key);
            m_byAge.pop_front();
        }
        m_failures.insert(key, m_byAge.insert(m_byAge.end(), {key, 1, now}));
        return std::nullopt;
    }
    Failures &failures = **known;
    const core::Instant next = failures.last + waitAfter(failures.count);
    if (next > now)
        return std::chrono::ceil<std::chrono::seconds>(next - now);
    ++failures.count;
    failures.last = now;
    m_byAge.splice(m_byAge.end(), m_byAge, *known);
    return std::nullopt;
}

void AccountThrottle::succeeded(const QByteArray &name, const QHostAddress &client)
{
    const QByteArray key = keyOf(name, client);
    if (key == name) {
        takeBack(name, client);
    } else if (const auto known = m_failures.constFind(key); known != m_failures.constEnd()) {
        m_byAge.erase(*known);
        m_failures.erase(known);
    }
    learn(name, client, m_clock.wallNow());
}

void AccountThrottle::takeBack(const QByteArray &name, const QHostAddress &client)
{
    const auto known = m_failures.constFind(keyOf(name, client));
    if (known == m_failures.constEnd() || --(*known)->count > 0)
        return;
    m_byAge.erase(*known);
    m_failures.erase(known);
}

void AccountThrottle::learn(const QByteArray &name, const QHostAddress &client, core::WallTime when)
{
    const QByteArray key = familiarKey(name, client);
    if (const auto known = m_familiar.constFind(key); known != m_familiar.constEnd()) {
        when = std::max(when, (*known)->since);
        m_familiarByAge.erase(*known);
        m_familiar.erase(known);
    } else if (m_familiarByAge.size() == m_most) {
        m_familiar.remove(m_familiarByAge.front().key);
        m_familiarByAge.pop_front();
    }
    m_familiar.insert(key, m_familiarByAge.insert(m_familiarByAge.end(), {key, when}));
}

void AccountThrottle::forgetOld()
{
    const core::Instant latest = m_clock.now() - forgottenAfter;
    while (!m_byAge.empty() && m_byAge.front().last < latest) {
        m_failures.remove(m_byAge.front().key);
        m_byAge.pop_front();
    }
}

} // namespace guarita::gateway
