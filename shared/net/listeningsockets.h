// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/filedescriptor.h"

#include <QtCore/QByteArray>
#include <QtNetwork/QHostAddress>

#include <vector>

namespace guarita::net {

/// Who accepts from a listening socket.
class Acceptor
{
public:
    virtual void beginAccepting() = 0;
    /// Another process accepts from this socket now: stop doing so, and close it. What is connected stays.
    virtual void letGo() = 0;

protected:
    ~Acceptor() = default;
};

/// A listening socket and what it is for: "public", "admin", "redirect", "metrics".
struct NamedSocket
{
    QByteArray name;
    FileDescriptor descriptor;
};

/// The listening sockets of this process: which of them come from the process that it takes over from, and
/// which the process that takes over from it gets. Event-loop thread only.
class ListeningSockets
{
public:
    struct Open
    {
        QByteArray name;
        int descriptor; // the acceptor's
        Acceptor *acceptor;
    };

    /// What another process has listened on. Nobody here accepts anything then until beginAccepting(), on no
    /// port: it may still turn out that the other one keeps them. Before the first take().
    void inherit(std::vector<NamedSocket> sockets);
    /// The one of that name, if it listens at that address and port (0: any). Otherwise invalid: bind anew.
    FileDescriptor take(const QByteArray &name, const QHostAddress &address, quint16 port);

    /// `acceptor` has the socket now. It begins to accept at once, unless that has to wait.
    void add(const QByteArray &name, int descriptor, Acceptor &acceptor);
    /// Its socket is closed, or about to be.
    void remove(const Acceptor &acceptor);

    /// Those that nobody took are closed.
    void beginAccepting();
    void letGo();
    const std::vector<Open> &open() const { return m_open; }

private:
    std::vector<NamedSocket> m_inherited;
    std::vector<Open> m_open;
    bool m_waiting = false;
};

} // namespace guarita::net
