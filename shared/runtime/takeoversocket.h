// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/listeningsockets.h"
#include "net/packetsocket.h"
#include "runtime/log.h"

#include <QtCore/QSocketNotifier>
#include <QtCore/QString>

#include <functional>
#include <memory>

namespace guarita::runtime {

/// Where a process that is to take over from this one finds it. One at a time; all others are told that.
///
/// Only a process of the same user gets the sockets: the file's mode, its folder, and what the kernel says of
/// who connected. One that goes before it is ready has changed nothing here.
class TakeoverSocket
{
public:
    /// Listens beside `path`, where nobody looks: whoever listens at `path` itself still does.
    static core::Result<std::unique_ptr<TakeoverSocket>> open(const QString &path);
    ~TakeoverSocket();
    TakeoverSocket(const TakeoverSocket &) = delete;
    TakeoverSocket &operator=(const TakeoverSocket &) = delete;

    /// Takes the place at `path`, in one step. When a successor is ready, `sockets` are let go, and then
    /// `handedOver` is called; nobody else can take over then. All outlive this.
    core::Result<core::Done> publish(const QByteArray &role, net::ListeningSockets &sockets, Log &log,
                                     std::function<void(pid_t successor)> handedOver);

private:
    TakeoverSocket(const QString &path, net::FileDescriptor socket);
    void successorComes();
    void offer(net::FileDescriptor socket, pid_t process);
    void successorSpeaks();

    const QString m_path;
    QString m_temporaryPath; // until published
    net::FileDescriptor m_socket;
    QSocketNotifier m_notifier;
    net::FileDescriptor m_successor;
    pid_t m_successorProcess = 0;
    std::unique_ptr<QSocketNotifier> m_successorNotifier;
    QByteArray m_role;
    net::ListeningSockets *m_sockets = nullptr;
    Log *m_log = nullptr;
    std::function<void(pid_t)> m_handedOver;
    bool m_atPath = false;
};

} // namespace guarita::runtime
