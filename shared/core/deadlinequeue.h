// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtCore/QtGlobal>

namespace guarita::core {

template <typename Waiting>
class DeadlineQueue;

/// An object's place in one DeadlineQueue; it leaves the queue when it is destroyed.
template <typename Waiting>
class DeadlinePlace
{
public:
    explicit DeadlinePlace(Waiting *waiting)
        : m_waiting(waiting)
    {
    }
    ~DeadlinePlace() { leave(); }
    Q_DISABLE_COPY_MOVE(DeadlinePlace)

    void leave()
    {
        m_previous->m_next = m_next;
        m_next->m_previous = m_previous;
        m_previous = m_next = this;
    }
    bool taken() const { return m_next != this; }

private:
    friend class DeadlineQueue<Waiting>;

    Waiting *m_waiting;
    Instant m_deadline{};
    DeadlinePlace *m_previous = this;
    DeadlinePlace *m_next = this;
};

/// Objects in the order of their deadlines, and of joining where these are equal. Where all wait for the same
/// time, which is what this is made for, neither joining nor leaving searches; neither ever allocates.
template <typename Waiting>
class DeadlineQueue
{
public:
    using Place = DeadlinePlace<Waiting>;

    DeadlineQueue() = default;
    ~DeadlineQueue()
    {
        while (!empty())
            m_ring.m_next->leave();
    }
    Q_DISABLE_COPY_MOVE(DeadlineQueue)

    bool empty() const { return m_ring.m_next == &m_ring; }

    void join(Place &place, Instant deadline)
    {
        place.leave();
        place.m_deadline = deadline;
        Place *before = m_ring.m_previous;
        while (before != &m_ring && before->m_deadline > deadline)
            before = before->m_previous;
        place.m_previous = before;
        place.m_next = before->m_next;
        place.m_next->m_previous = &place;
        before->m_next = &place;
    }

    template <typename Visitor>
    void visit(Visitor visitor) const
    {
        for (const Place *place = m_ring.m_next; place != &m_ring; place = place->m_next)
            visitor(*place->m_waiting);
    }

    /// Null if there is none.
    Waiting *first() const { return m_ring.m_next->m_waiting; }
    /// Of the first; only if there is one.
    Instant deadline() const { return m_ring.m_next->m_deadline; }
    /// The first if its deadline has passed, else null.
    Waiting *overdue(Instant now) const
    {
        return !empty() && m_ring.m_next->m_deadline <= now ? first() : nullptr;
    }

private:
    Place m_ring{nullptr};
};

} // namespace guarita::core
