// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/channel.h"

namespace guarita::net {

Transfer Channel::handshake(const tls::TlsContext &context)
{
    if (!m_tls)
        m_tls.emplace(context, descriptor());
    return m_tls->handshake();
}

Transfer Channel::handshake(const tls::TlsTrust &trust, const QByteArray &host)
{
    if (!m_tls)
        m_tls.emplace(trust, descriptor(), host);
    return m_tls->handshake();
}

void Channel::readableFrom(int bytes)
{
    ::setsockopt(descriptor(), SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof(bytes));
}

Transfer Channel::finishWriting()
{
    if (m_tls) {
        const Transfer told = m_tls->finishWriting();
        if (told.state == Transfer::State::WantsWrite)
            return told;
    }
    ::shutdown(descriptor(), SHUT_WR);
    return {Transfer::State::Done};
}

void Channel::close()
{
    m_tls.reset();
    m_socket.reset();
}

} // namespace guarita::net
