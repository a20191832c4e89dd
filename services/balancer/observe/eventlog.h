// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/clusterevent.h"
#include "core/clock.h"

#include <deque>

namespace guarita::balancer {

/// The last thousand events of all clusters, numbered, as the text that followers get (WHATWG HTML, 9.2).
/// Event-loop thread only.
class EventLog
{
public:
    static constexpr std::size_t kept = 1'000;

    /// `first`: the number of the first event.
    explicit EventLog(qint64 first)
        : m_end(first)
    {
    }

    void append(const ClusterEvent &event, core::WallTime when);

    /// Of the oldest that is kept; end() if none is.
    qint64 begin() const { return m_end - static_cast<qint64>(m_texts.size()); }
    /// Of the next one.
    qint64 end() const { return m_end; }
    /// Of one from begin() to before end().
    const QByteArray &text(qint64 number) const
    {
        return m_texts[static_cast<std::size_t>(number - begin())];
    }

private:
    qint64 m_end;
    std::deque<QByteArray> m_texts;
};

/// What a follower gets in place of events that are kept no longer: `from` to `to`, both included.
QByteArray lostEventsText(qint64 from, qint64 to);

} // namespace guarita::balancer
