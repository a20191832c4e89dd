// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/listeningsockets.h"
#include "runtime/log.h"
#include "runtime/predecessor.h"
#include "runtime/takeoversocket.h"

#include <chrono>
#include <functional>
#include <memory>

namespace guarita::runtime {

/// A process in a row of processes that listen on the same sockets, one after the other (decision 0021): it
/// takes over from the one before it, if there is one, and later hands over to the one after it. Without a
/// path it does neither. Event-loop thread only; all that it is given outlives it.
class Takeover
{
public:
    struct Settings
    {
        QString path; // of the Unix socket where they meet; empty: none
        std::chrono::milliseconds deadline;
    };

    Takeover(Settings settings, const char *role, net::ListeningSockets &sockets, Log &log);

    /// Before anything is bound and before the event loop runs; may block for the deadline. The predecessor's
    /// sockets are in ListeningSockets then.
    core::Result<core::Done> begin();

    /// What happens next; each is called at most once.
    struct Steps
    {
        std::function<bool()> ready;   // whether this process would serve well
        std::function<void()> serving; // it does from now on
        std::function<void(const core::Error &)> failed;
        std::function<void(pid_t successor)> handedOver; // its sockets are another one's
    };
    /// All is bound. At once, or from the event loop once the predecessor has let go.
    void serve(Steps steps);

    /// This process is about to end by itself: nothing is taken or handed over any more.
    void stop();

private:
    void own();

    const Settings m_settings;
    const char *m_role;
    net::ListeningSockets &m_sockets;
    Log &m_log;
    Steps m_steps;
    std::unique_ptr<Predecessor> m_predecessor;
    std::unique_ptr<TakeoverSocket> m_socket;
};

} // namespace guarita::runtime
