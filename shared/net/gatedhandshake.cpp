// SPDX-License-Identifier: GPL-3.0-or-later
// GatedConnection's way in: a proxy's introduction, the TLS handshake.
#include "net/gatedconnection.h"
#include "net/httplistener.h"
#include "tls/clienthello.h"

#include <array>

namespace guarita::net {

/// Only what belongs to the header is taken from the socket: TLS begins right behind it.
void GatedConnection::readIntroduction()
{
    const std::span<char> scratch = m_listener.scratch().first(ProxyHeader::longest);
    const Transfer there = m_channel.peek(scratch);
    if (there.state == Transfer::State::WantsRead)
        return;
    if (!there.done()) {
        close();
        return;
    }
    const qsizetype taken = m_introduction->take(QByteArrayView(scratch.data(), there.bytes));
    const Transfer discarded = m_channel.discard(scratch.first(static_cast<std::size_t>(taken)));
    if (discarded.bytes != taken || m_introduction->state() == ProxyHeader::State::Invalid) {
        ++m_listener.mutableStats().rejectedMessages;
        close();
    } else if (m_introduction->state() == ProxyHeader::State::Complete) {
        introduced();
    }
}

void GatedConnection::introduced()
{
    if (m_introduction->client()) {
        m_peer = *m_introduction->client();
        setCounted(m_listener.takePlace(m_peer));
        if (!counted()) {
            close();
            return;
        }
    }
    m_introduction.reset();
    m_phase = m_listener.tls() ? Phase::Handshaking : Phase::Serving;
    if (m_phase == Phase::Handshaking)
        expectHandshake();
    restartDeadline();
    updateInterest();
}

/// The handshake begins once its first bytes can be looked at together.
void GatedConnection::expectHandshake()
{
    m_channel.readableFrom(tls::helloStart);
}

bool GatedConnection::helloIsSound()
{
    std::array<char, tls::helloStart> first{};
    const Transfer there = m_channel.peek(first);
    m_channel.readableFrom(1);
    return !there.done() || !tls::announcesTooMuch(QByteArrayView(first.data(), there.bytes));
}

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
    if (!m_channel.tls() && !helloIsSound()) {
        endHandshake(&HandshakeStats::failed);
        return;
    }
    const Transfer outcome = m_channel.handshake(*m_listener.tls());
    switch (outcome.state) {
    case Transfer::State::Done:
        m_listener.handshakeEnded(m_channel.tls()->resumed() ? &HandshakeStats::resumed
                                                             : &HandshakeStats::full);
        if (m_channel.tls()->choseHttp2()) {
            m_listener.poller().remove(m_channel.descriptor(), this);
            m_listener.goOnWithHttp2(*this, std::move(m_channel));
            return;
        }
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
