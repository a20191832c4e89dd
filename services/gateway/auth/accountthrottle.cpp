// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/accountthrottle.h"

#include "net/accountingaddress.h"

#include <algorithm>
#include <utility>

namespace guarita::gateway {

namespace {

/// No name has a line's end in it, so that it is no name's key.
QByteArray networkKey(const QByteArray &name, const QHostAddress &client)
{
    return name + '\n' + net::accountingAddress(client).toString().toLatin1();
}

} // namespace

AccountThrottle::AccountThrottle(Limits limits, const core::Clock &clock, std::size_t most)
    : m_limits(limits)
    , m_clock(clock)
    , m_most(most)
{
    Q_ASSERT(most >= 2); // an attempt of a stranger has two entries
}

bool AccountThrottle::isFamiliar(const QByteArray &network) const
{
    const auto known = m_familiar.constFind(network);
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

AccountThrottle::Failures AccountThrottle::failuresOf(const QByteArray &key) const
{
    const auto known = m_failures.constFind(key);
    return known == m_failures.constEnd() ? Failures() : **known;
}

core::Instant AccountThrottle::nextOf(const QByteArray &name, const QByteArray &network) const
{
    const Failures own = failuresOf(network);
    if (isFamiliar(network))
        return own.last + waitAfter(own.count);
    const Failures all = failuresOf(name);
    return all.last + waitAfter(all.count) * (1 + std::min(own.count, mostDeferrals));
}

std::optional<std::chrono::seconds> AccountThrottle::begin(const QByteArray &name, const QHostAddress &client)
{
    forgetOld();
    const QByteArray network = networkKey(name, client);
    const core::Instant now = m_clock.now();
    if (const core::Instant next = nextOf(name, network); next > now)
        return std::chrono::ceil<std::chrono::seconds>(next - now);
    count(network, now);
    if (!isFamiliar(network))
        count(name, now);
    return std::nullopt;
}

void AccountThrottle::count(const QByteArray &key, core::Instant now)
{
    const auto known = m_failures.constFind(key);
    if (known != m_failures.constEnd()) {
        Failures &failures = **known;
        ++failures.count;
        failures.before = std::exchange(failures.last, now);
        m_byAge.splice(m_byAge.end(), m_byAge, *known);
        return;
    }
    if (m_byAge.size() == m_most)
        forget(m_byAge.begin());
    m_failures.insert(key, m_byAge.insert(m_byAge.end(), {key, 1, now, now}));
}

void AccountThrottle::succeeded(const QByteArray &name, const QHostAddress &client)
{
    const QByteArray network = networkKey(name, client);
    if (!isFamiliar(network))
        uncount(name);
    if (const auto own = m_failures.constFind(network); own != m_failures.constEnd())
        forget(*own);
    learn(name, client, m_clock.wallNow());
}

void AccountThrottle::takeBack(const QByteArray &name, const QHostAddress &client)
{
    const QByteArray network = networkKey(name, client);
    if (!isFamiliar(network))
        uncount(name);
    uncount(network);
}

void AccountThrottle::uncount(const QByteArray &key)
{
    const auto known = m_failures.constFind(key);
    if (known == m_failures.constEnd())
        return;
    Failures &failures = **known;
    failures.last = failures.before;
    if (--failures.count == 0)
        forget(*known);
}

void AccountThrottle::forget(std::list<Failures>::iterator one)
{
    m_failures.remove(one->key);
    m_byAge.erase(one);
}

void AccountThrottle::learn(const QByteArray &name, const QHostAddress &client, core::WallTime when)
{
    const QByteArray network = networkKey(name, client);
    if (const auto known = m_familiar.constFind(network); known != m_familiar.constEnd()) {
        when = std::max(when, (*known)->since);
        unlearn(*known);
    } else if (m_networksOf.value(name) == familiarOfOne) {
        unlearn(std::find_if(m_familiarByAge.begin(), m_familiarByAge.end(),
                             [&name](const Familiar &one) { return one.name == name; }));
    } else if (m_familiarByAge.size() == m_most) {
        unlearn(m_familiarByAge.begin());
    }
    m_familiar.insert(network, m_familiarByAge.insert(m_familiarByAge.end(), {name, network, when}));
    ++m_networksOf[name];
}

void AccountThrottle::unlearn(std::list<Familiar>::iterator one)
{
    if (const auto networks = m_networksOf.find(one->name); --*networks == 0)
        m_networksOf.erase(networks);
    m_familiar.remove(one->network);
    m_familiarByAge.erase(one);
}

void AccountThrottle::forgetOld()
{
    const core::Instant latest = m_clock.now() - forgottenAfter;
    while (!m_byAge.empty() && m_byAge.front().last < latest)
        forget(m_byAge.begin());
}

} // namespace guarita::gateway
