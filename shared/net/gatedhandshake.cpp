// SPDX-License-Identifier: GPL-3.0-or-later
// GatedConnection's way in: the TLS handshake.
#include "net/gatedconnection.h"
#include "net/httplistener.h"

namespace guarita::net {

/// The next step, if it is this connection's turn.
void GatedConnection::continueHandshake()
{
    m_inputBlocked = !m_listener.mayHandshake(*this);
    if (m_inputBlocked)
        updateInterest();
    else
        shakeHands();
}

void GatedConnection::shakeHands()
{
    if (closed() || m_phase != Phase::Handshaking)
        return;
    m_inputBlocked = false;
    const Transfer outcome = m_channel.handshake(*m_listener.tls());
    switch (outcome.state) {
    case Transfer::State::Done:
        m_listener.handshakeEnded(m_channel.tls()->resumed() ? &HandshakeStats::resumed
                                                             : &HandshakeStats::full);
        m_phase = Phase::Serving;
        restartDeadline();
        break;
    case Transfer::State::WantsRead:
        m_readNeedsRoom = false;
        break;
    case Transfer::State::WantsWrite:
        m_readNeedsRoom = true;
        break;
    case Transfer::State::End:
        endHandshake(&HandshakeStats::left);
        return;
    case Transfer::State::Failed:
        handshakeFailed();
        return;
    }
    updateInterest();
}

void GatedConnection::endHandshake(qint64 HandshakeStats::*how)
{
    m_listener.handshakeEnded(how);
    close();
}

/// Who speaks plain HTTP here is told so, as a person may be reading it. Others got OpenSSL's alert.
void GatedConnection::handshakeFailed()
{
    if (!m_channel.tls()->metPlainHttp()) {
        endHandshake(&HandshakeStats::failed);
        return;
    }
    m_listener.handshakeEnded(&HandshakeStats::plainHttp);
    m_channel.dropTls();
    m_phase = Phase::Serving;
    refuse(rejections::plainHttp);
}

} // namespace guarita::net
