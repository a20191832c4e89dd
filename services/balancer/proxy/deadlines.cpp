// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/deadlines.h"

#include <algorithm>

namespace guarita::balancer {

Deadlines::Deadlines(const core::Clock &clock, std::function<void()> passed)
    : m_clock(clock)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a hedge or a first back-off is some milliseconds
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, std::move(passed));
}

void Deadlines::goOn()
{
    m_alarm.reset();
    std::optional<core::Instant> next;
    const auto look = [&next](const auto &waiting) {
        if (!waiting.empty() && (!next || waiting.deadline() < *next))
            next = waiting.deadline();
    };
    look(whole);
    look(attempts);
    look(hedges);
    look(pauses);
    look(queue);
    if (next)
        setAlarm(*next);
}

void Deadlines::setAlarm(core::Instant instant)
{
    using std::chrono::milliseconds;
    m_alarm = instant;
    m_timer.start(std::max(std::chrono::ceil<milliseconds>(instant - m_clock.now()), milliseconds::zero()));
}

} // namespace guarita::balancer
