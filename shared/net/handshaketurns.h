// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QTimer>

#include <cstdint>
#include <deque>
#include <functional>

namespace guarita::net {

/// Who may take the next step of a TLS handshake: a few in each turn of the event loop, the others in the
/// order in which they came. A step costs as much as tens of requests, and without this a flood of new
/// connections would keep those waiting that are served already. Event-loop thread only.
class HandshakeTurns
{
public:
    static constexpr int perTurn = 4;

    /// `go` is told whose turn it is. A connection that has gone meanwhile, or its successor in the slot, is
    /// named, too.
    explicit HandshakeTurns(std::function<void(std::uint32_t slot)> go)
        : m_go(std::move(go))
    {
        m_nextTurn.setSingleShot(true);
        m_nextTurn.setInterval(0);
        QObject::connect(&m_nextTurn, &QTimer::timeout, &m_nextTurn, [this] { beginTurn(); });
    }

    /// True: now. False: `go` will tell, and until then the descriptor need not be watched.
    bool take(std::uint32_t slot)
    {
        if (!m_nextTurn.isActive())
            m_nextTurn.start();
        if (m_left > 0 && m_waiting.empty()) {
            --m_left;
            return true;
        }
        m_waiting.push_back(slot);
        return false;
    }

private:
    void beginTurn()
    {
        for (m_left = perTurn; m_left > 0 && !m_waiting.empty(); --m_left) {
            const std::uint32_t slot = m_waiting.front();
            m_waiting.pop_front();
            m_go(slot);
        }
        if (!m_waiting.empty())
            m_nextTurn.start();
    }

    std::function<void(std::uint32_t slot)> m_go;
    QTimer m_nextTurn; // single-shot 0 ms
    std::deque<std::uint32_t> m_waiting;
    int m_left = perTurn;
};

} // namespace guarita::net
