// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/sessionsweeper.h"

namespace guarita::gateway {

SessionSweeper::SessionSweeper(UserPool &users, const core::Clock &clock, std::chrono::seconds accessLifetime)
    : m_users(users)
    , m_clock(clock)
    , m_accessLifetime(accessLifetime)
{
    m_timer.setInterval(interval);
    m_timer.callOnTimeout([this] { sweep(); });
}

void SessionSweeper::start()
{
    m_timer.start();
    sweep();
}

void SessionSweeper::sweep()
{
    // A minute more for clocks that differ.
    const StoreTime before = std::chrono::floor<StoreTime>(m_clock.wallNow()).time_since_epoch() -
                             m_accessLifetime - std::chrono::minutes(1);
    m_users.submit([before](UserRepository &users) { return users.forgetSessions(before, mostAtOnce); },
                   [this](const sql::Outcome<qint64> &gone) {
                       if (gone && gone.value() == mostAtOnce)
                           sweep();
                   });
}

} // namespace guarita::gateway
