// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtNetwork/QHostAddress>

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>

namespace guarita::gateway {

/// Slows guesses at one account's password, from however many addresses they come: after a few failures each
/// further attempt has to wait, 1 s after the last one, then 2 s, 4 s, and so on up to a bound. No account is
/// ever locked (NIST SP 800-63B, 5.2.2; OWASP Authentication Cheat Sheet, "Account Lockout").
///
/// A network (net::accountingAddress()) from which the account logged in lately is familiar, and has failures
/// of its own: who guesses elsewhere does not make the owner wait. All others share theirs, and each failure
/// that is a network's own makes it wait as long once more, up to mostDeferrals times. So a network without
/// any has the next turn, whoever asks more often: an owner at a new place waits `longestWait` at most for
/// one guesser, and as long for each further network that joins in. A right password forgives its network's
/// failures, and nobody else's, and makes the network familiar.
///
/// Names are throttled whether anybody has them or not. An attempt counts from when it begins, so that many
/// at once are no way around. Bounded: of what is known, the oldest is forgotten first. Event-loop thread
/// only.
class AccountThrottle
{
public:
    struct Limits
    {
        int failures = 5; // without a wait
        std::chrono::seconds longestWait{60};
        std::chrono::milliseconds familiar{std::chrono::hours(24 * 30)}; // after a log-in
    };
    /// Failures are forgotten when there was no attempt for so long.
    static constexpr std::chrono::hours forgottenAfter{24};
    static constexpr std::size_t remembered = 4096;
    /// Familiar networks of one name, so that nobody's log-ins make all others strangers.
    static constexpr int familiarOfOne = 16;
    static constexpr int mostDeferrals = 3;

    /// The clock outlives the throttle. `most`, 2 at least: accounts and networks with failures together, and
    /// familiar networks.
    AccountThrottle(Limits limits, const core::Clock &clock, std::size_t most = remembered);

    /// Other limits from now on; what was counted and learnt stays.
    void apply(Limits limits) { m_limits = limits; }

    /// Nothing if the attempt may begin; else after how long it may. It counts as failed, until one of the
    /// two below is called with the same.
    std::optional<std::chrono::seconds> begin(const QByteArray &name, const QHostAddress &client);
    void succeeded(const QByteArray &name, const QHostAddress &client);
    /// It was not judged: as if it had not been.
    void takeBack(const QByteArray &name, const QHostAddress &client);

    /// The account logged in from there then, here or at another gateway.
    void learn(const QByteArray &name, const QHostAddress &client, core::WallTime when);

    std::size_t slowed() const { return m_byAge.size(); }
    std::size_t familiar() const { return m_familiarByAge.size(); }

private:
    struct Failures
    {
        QByteArray key;
        int count = 0;
        core::Instant last;   // attempt
        core::Instant before; // the one before it
    };
    struct Familiar
    {
        QByteArray name;
        QByteArray network; // its key
        core::WallTime since;
    };

    bool isFamiliar(const QByteArray &network) const;
    std::chrono::seconds waitAfter(int count) const;
    Failures failuresOf(const QByteArray &key) const;
    core::Instant nextOf(const QByteArray &name, const QByteArray &network) const;
    void count(const QByteArray &key, core::Instant now);
    void uncount(const QByteArray &key);
    void forget(std::list<Failures>::iterator one);
    void forgetOld();
    void unlearn(std::list<Familiar>::iterator one);

    Limits m_limits;
    const core::Clock &m_clock;
    const std::size_t m_most;
    // By name those of all strangers, by name and network its own. The one whose last attempt is longest ago
    // first.
    std::list<Failures> m_byAge;
    QHash<QByteArray, std::list<Failures>::iterator> m_failures;
    std::list<Familiar> m_familiarByAge; // the one that was learnt first first
    QHash<QByteArray, std::list<Familiar>::iterator> m_familiar;
    QHash<QByteArray, int> m_networksOf; // familiar ones, by name
};

} // namespace guarita::gateway
