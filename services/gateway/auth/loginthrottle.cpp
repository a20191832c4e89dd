// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/loginthrottle.h"

#include "net/accountingaddress.h"

namespace guarita::gateway {

namespace {

constexpr std::chrono::seconds whileUnderWay{1}; // a verdict takes less

} // namespace

LoginThrottle::LoginThrottle(Limits limits, const core::Clock &clock, std::size_t addresses)
    : m_limits(limits)
    , m_clock(clock)
    , m_addresses(addresses)
{
    Q_ASSERT(addresses > 0);
}

std::optional<std::chrono::seconds> LoginThrottle::refusal(const QHostAddress &client)
{
    forgetExpired();
    const QHostAddress network = net::accountingAddress(client);
    const auto failures = m_failures.constFind(network);
    if (failures != m_failures.constEnd() && (*failures)->count >= m_limits.failures)
        return std::chrono::ceil<std::chrono::seconds>((*failures)->since + window - m_clock.now());
    if (m_underWay.value(network) >= m_limits.underWay)
        return whileUnderWay;
    return std::nullopt;
}

void LoginThrottle::began(const QHostAddress &client)
{
    ++m_underWay[net::accountingAddress(client)];
}

void LoginThrottle::ended(const QHostAddress &client)
{
    const auto found = m_underWay.find(net::accountingAddress(client));
    Q_ASSERT(found != m_underWay.end());
    if (found != m_underWay.end() && --*found == 0)
        m_underWay.erase(found);
}

void LoginThrottle::failed(const QHostAddress &client)
{
    forgetExpired();
    const QHostAddress network = net::accountingAddress(client);
    const auto known = m_failures.constFind(network);
    if (known != m_failures.constEnd()) {
        ++(*known)->count;
        return;
    }
    if (m_byAge.size() == m_addresses) {
        m_failures.remove(m_byAge.front().client);
        m_byAge.pop_front();
    }
    m_failures.insert(network, m_byAge.insert(m_byAge.end(), {network, m_clock.now(), 1}));
}

void LoginThrottle::forgetExpired()
{
    const core::Instant now = m_clock.now();
    while (!m_byAge.empty() && m_byAge.front().since + window <= now) {
        m_failures.remove(m_byAge.front().client);
        m_byAge.pop_front();
    }
}

} // namespace guarita::gateway
