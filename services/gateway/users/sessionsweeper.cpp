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
    const StoreTime before = forgettableBefore(m_clock, m_accessLifetime);
    m_users.submit([before](UserRepository &users) { return users.forgetSessions(before, mostAtOnce); },
                   [this](const sql::Outcome<qint64> &gone) {
                       if (gone && gone.value() == mostAtOnce)
                           sweep();
                   });
}

} // namespace guarita::gateway
