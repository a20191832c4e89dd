// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/clientconnection.h"

#include "net/httplistener.h"

#include <utility>

namespace guarita::net {

ClientConnection::ClientConnection(HttpListener &listener, std::uint32_t slot, Channel channel,
                                   const QHostAddress &peer)
    : m_listener(listener)
    , m_channel(std::move(channel))
    , m_peer(peer)
    , m_slot(slot)
{
}

ClientConnection::~ClientConnection()
{
    if (m_channel.isOpen())
        m_listener.poller().remove(m_channel.descriptor(), this);
}

void ClientConnection::watch(std::uint32_t events)
{
    m_interest = events;
    if (!m_listener.poller().add(m_channel.descriptor(), events, this))
        m_channel.close();
}

void ClientConnection::setInterest(std::uint32_t events)
{
    if (events == m_interest || closed())
        return;
    m_interest = events;
    m_listener.poller().modify(m_channel.descriptor(), events, this);
}

void ClientConnection::setCharged(qint64 held)
{
    if (held == m_charged)
        return;
    m_listener.account(held - m_charged);
    m_charged = held;
}

void ClientConnection::closeChannel()
{
    m_listener.poller().remove(m_channel.descriptor(), this);
    m_channel.close();
    setCharged(0);
    m_listener.released(*this);
}

} // namespace guarita::net
