// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtCore/QtGlobal>

namespace guarita::client {

class ActiveCall;

/// A call's place in one CallQueue; it leaves the queue when it is destroyed.
class QueuePlace
{
public:
    explicit QueuePlace(ActiveCall *call)
        : m_call(call)
    {
    }
    ~QueuePlace() { leave(); }
    Q_DISABLE_COPY_MOVE(QueuePlace)

    void leave()
    {
        m_previous->m_next = m_next;
        m_next->m_previous = m_previous;
        m_previous = m_next = this;
    }

private:
    friend class CallQueue;

    ActiveCall *m_call;
    core::Instant m_deadline{};
    QueuePlace *m_previous = this;
    QueuePlace *m_next = this;
};

/// Calls in the order of their deadlines. All calls have the same limits, so the order of joining is that
/// order, and neither joining nor leaving searches or allocates.
class CallQueue
{
public:
    CallQueue() = default;
    ~CallQueue()
    {
        while (!empty())
            m_ring.m_next->leave();
    }
    Q_DISABLE_COPY_MOVE(CallQueue)

    bool empty() const { return m_ring.m_next == &m_ring; }

    void join(QueuePlace &place, core::Instant deadline)
    {
        place.leave();
        place.m_deadline = deadline;
        place.m_previous = m_ring.m_previous;
        place.m_next = &m_ring;
        place.m_previous->m_next = &place;
        m_ring.m_previous = &place;
    }

    template <typename Visitor>
    void visit(Visitor visitor) const
    {
        for (const QueuePlace *place = m_ring.m_next; place != &m_ring; place = place->m_next)
            visitor(*place->m_call);
    }

    ActiveCall *first() const { return m_ring.m_next->m_call; }
    /// The first call if its deadline has passed, else nullptr.
    ActiveCall *overdue(core::Instant now) const
    {
        return !empty() && m_ring.m_next->m_deadline <= now ? first() : nullptr;
    }

private:
    QueuePlace m_ring{nullptr};
};

} // namespace guarita::client
