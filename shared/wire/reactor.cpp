// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/reactor.h"

#include "wire/connection.h"

namespace guarita::wire {

void Reactor::idles(IdlePlace &place)
{
    constexpr int tick = 1000; // milliseconds
    m_idle.join(place, m_clock.now() + idleTime);
    if (!m_timer.isActive())
        m_timer.start(tick, Qt::VeryCoarseTimer, this);
}

bool Reactor::closeOneIdle()
{
    if (m_idle.empty())
        return false;
    m_idle.first()->abandon();
    return true;
}

void Reactor::timerEvent(QTimerEvent *)
{
    const core::Instant now = m_clock.now();
    while (Connection *connection = m_idle.overdue(now))
        connection->abandon();
    if (m_idle.empty())
        m_timer.stop();
}

} // namespace guarita::wire
