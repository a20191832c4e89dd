// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/listeningsockets.h"
#include "net/packetsocket.h"

#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace guarita::runtime {

/// The running process that this one takes over from. Until it has said "yours", or is gone, it serves and
/// this one must not; if this one gives up before, nothing has happened to it.
class Predecessor
{
public:
    struct Steps
    {
        std::function<bool()> ready; // asked again and again; once true, the predecessor is told
        std::function<void()> ours;  // the sockets are this process's
        std::function<void(const core::Error &)> failed; // the predecessor keeps them
    };

    /// Null if nobody listens at `path`. Blocks, for `deadline` at most: before the event loop runs.
    static core::Result<std::unique_ptr<Predecessor>> find(const QString &path, const QByteArray &role,
                                                           std::chrono::milliseconds deadline);

    pid_t process() const { return m_process; }
    std::vector<net::NamedSocket> takeSockets() { return std::move(m_sockets); }

    /// One of the last two steps is called, from the event loop, within the deadline.
    void replace(Steps steps);

private:
    Predecessor(net::FileDescriptor socket, pid_t process, std::chrono::milliseconds deadline);
    core::Result<core::Done> receiveOffer(const QByteArray &role);
    void askWhetherReady();
    void hear();
    void giveUp();
    void end();

    net::FileDescriptor m_socket;
    pid_t m_process;
    std::vector<net::NamedSocket> m_sockets;
    Steps m_steps;
    QSocketNotifier m_notifier;
    QTimer m_readyTimer;
    QTimer m_deadline;
    bool m_told = false; // that this process is ready
};

} // namespace guarita::runtime
