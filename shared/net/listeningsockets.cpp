// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/listeningsockets.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace guarita::net {

namespace {

/// What the socket itself says, whatever was told of it.
bool listensAt(int descriptor, const QHostAddress &address, quint16 port)
{
    int listening = 0;
    socklen_t size = sizeof(listening);
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0)
        return false;
    sockaddr_storage bound{};
    size = sizeof(bound);
    if (::getsockname(descriptor, reinterpret_cast<sockaddr *>(&bound), &size) != 0)
        return false;
    in_port_t boundPort = 0;
    if (bound.ss_family == AF_INET)
        boundPort = reinterpret_cast<const sockaddr_in &>(bound).sin_port;
    else if (bound.ss_family == AF_INET6)
        boundPort = reinterpret_cast<const sockaddr_in6 &>(bound).sin6_port;
    else
        return false;
    return QHostAddress(reinterpret_cast<const sockaddr *>(&bound)) == address &&
           (port == 0 || ntohs(boundPort) == port);
}

} // namespace

void ListeningSockets::inherit(std::vector<NamedSocket> sockets)
{
    m_inherited = std::move(sockets);
    m_waiting = true;
}

FileDescriptor ListeningSockets::take(const QByteArray &name, const QHostAddress &address, quint16 port)
{
    const auto found = std::find_if(m_inherited.begin(), m_inherited.end(), [&](const NamedSocket &socket) {
        return socket.name == name && listensAt(socket.descriptor.get(), address, port);
    });
    if (found == m_inherited.end())
        return {};
    FileDescriptor taken = std::move(found->descriptor);
    m_inherited.erase(found);
    return taken;
}

void ListeningSockets::add(const QByteArray &name, int descriptor, Acceptor &acceptor)
{
    m_open.push_back({name, descriptor, &acceptor});
    if (!m_waiting)
        acceptor.beginAccepting();
}

void ListeningSockets::remove(const Acceptor &acceptor)
{
    m_open.erase(std::remove_if(m_open.begin(), m_open.end(),
                                [&](const Open &open) { return open.acceptor == &acceptor; }),
                 m_open.end());
}

void ListeningSockets::beginAccepting()
{
    m_inherited.clear();
    if (!std::exchange(m_waiting, false))
        return;
    for (const Open &open : m_open)
        open.acceptor->beginAccepting();
}

void ListeningSockets::letGo()
{
    for (const Open &open : std::exchange(m_open, {}))
        open.acceptor->letGo();
}

} // namespace guarita::net
