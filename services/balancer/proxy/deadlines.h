// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlinequeue.h"

#include <QtCore/QTimer>

#include <functional>
#include <optional>

namespace guarita::balancer {

class Forwarding;
class UpstreamAttempt;

/// What the requests of a proxy wait for, by time. One timer serves all of them: it is started for what comes
/// first, and most of what waits has left again before it fires. Event-loop thread only.
class Deadlines
{
public:
    using Requests = core::DeadlineQueue<Forwarding>;
    using Attempts = core::DeadlineQueue<UpstreamAttempt>;

    /// `passed` is called when a deadline has passed; it takes what is overdue from the queues.
    Deadlines(const core::Clock &clock, std::function<void()> passed);

    template <typename Queue>
    void join(Queue &queue, typename Queue::Place &place, core::Instant deadline)
    {
        queue.join(place, deadline);
        if (!m_alarm || deadline < *m_alarm)
            setAlarm(deadline);
    }
    /// The timer has fired and the overdue is gone: starts it for what comes next.
    void goOn();
    /// `passed` is called soon, whatever is overdue.
    void wake() { setAlarm({}); }

    Requests whole;    // the end of a request's time
    Attempts attempts; // the end of one attempt's
    Requests hedges;   // until another server is asked as well
    Requests pauses;   // until the next retry
    Requests queue;    // for room, first come first served; the end of their patience

private:
    void setAlarm(core::Instant instant);

    const core::Clock &m_clock;
    QTimer m_timer;
    std::optional<core::Instant> m_alarm; // when the timer fires, if it runs
};

} // namespace guarita::balancer
