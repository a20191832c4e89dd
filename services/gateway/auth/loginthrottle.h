// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtCore/QHash>
#include <QtNetwork/QHostAddress>

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>

namespace guarita::gateway {

/// Keeps one client from using up what the log-in has for all: a password's hash is costly on purpose.
///
/// A client is an IPv4 address or an IPv6 network of 64 bits, which a single subscriber has whole. It may
/// have a few log-ins under way; and once enough of them had wrong credentials, further ones are refused,
/// unhashed, until a minute after the first of those. A right log-in forgives nothing: who has an account
/// must not be able to guess another's.
///
/// Bounded: log-ins under way by the verifier's queue, failures by `addresses`, of which the oldest is
/// forgotten first. Each entry cost its client a hash, so the table is not cheap to flush. Event-loop thread
/// only.
class LoginThrottle
{
public:
    struct Limits
    {
        int underWay = 4;
        int failures = 10;
    };

    static constexpr std::chrono::seconds window{60};
    static constexpr std::size_t rememberedAddresses = 4096;

    /// The clock outlives the throttle.
    LoginThrottle(Limits limits, const core::Clock &clock, std::size_t addresses = rememberedAddresses);

    /// Other limits from now on; what was counted stays.
    void apply(Limits limits) { m_limits = limits; }

    /// Nothing if the client may try; else after how long it may again, at least a second.
    std::optional<std::chrono::seconds> refusal(const QHostAddress &client);
    /// A log-in waits for its verdict. Each began() is followed by one ended().
    void began(const QHostAddress &client);
    void ended(const QHostAddress &client);
    /// The credentials were wrong.
    void failed(const QHostAddress &client);

    std::size_t remembered() const { return m_byAge.size(); }
    std::size_t clientsUnderWay() const { return static_cast<std::size_t>(m_underWay.size()); }

private:
    struct Failures
    {
        QHostAddress client;
        core::Instant since;
        int count = 0;
    };

    void forgetExpired();

    Limits m_limits;
    const core::Clock &m_clock;
    const std::size_t m_addresses;
    QHash<QHostAddress, int> m_underWay;
    std::list<Failures> m_byAge; // oldest first
    QHash<QHostAddress, std::list<Failures>::iterator> m_failures;
};

} // namespace guarita::gateway
