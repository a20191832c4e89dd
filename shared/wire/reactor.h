// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/deadlinequeue.h"
#include "net/poller.h"
#include "net/responseframer.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QObject>

#include <array>
#include <chrono>
#include <span>

namespace guarita::wire {

class Connection;

/// What all connections of one client share: the set that watches them, a buffer to read into, limits, and
/// the clock that ends idle ones. Outlives them. Event-loop thread only; not to be destroyed from within an
/// Exchange.
class Reactor final : public QObject
{
public:
    Reactor(const core::Clock &clock, const net::ResponseFramerLimits &limits)
        : m_clock(clock)
        , m_limits(limits)
    {
    }

    const net::ResponseFramerLimits &limits() const { return m_limits; }
    core::Instant now() const { return m_clock.now(); }
    net::Poller &poller() { return m_poller; }
    /// Good until the next read of any connection.
    std::span<char> buffer() { return m_buffer; }

    using IdlePlace = core::DeadlinePlace<Connection>;
    /// A connection that no request uses for this long is closed: sooner than many servers do, so that a
    /// request seldom meets one that is just being closed.
    static constexpr std::chrono::seconds idleTime{30};
    void idles(IdlePlace &place);
    /// The one that has idled longest. False if there is none.
    bool closeOneIdle();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    static constexpr std::size_t readBytes = 64 * 1024;

    const core::Clock &m_clock;
    const net::ResponseFramerLimits m_limits;
    net::Poller m_poller;
    std::array<char, readBytes> m_buffer;
    core::DeadlineQueue<Connection> m_idle;
    QBasicTimer m_timer;
};

} // namespace guarita::wire
