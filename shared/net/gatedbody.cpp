// SPDX-License-Identifier: GPL-3.0-or-later
// GatedConnection's large bodies, which are passed on while they come.
#include "net/gatedconnection.h"
#include "net/httplistener.h"

#include <utility>

namespace guarita::net {

/// Until the request is answered.
void GatedConnection::beginToPassOn(std::shared_ptr<IncomingBody> body)
{
    m_body = std::move(body);
    m_bodyProgress.restart(m_listener.now());
    // Whoever takes bytes is in the middle of something, perhaps called from passOn().
    m_body->onRoom([this] { m_listener.continueLater(*this); });
}

/// The next step; false if there is none now.
bool GatedConnection::passOn()
{
    const std::shared_ptr<IncomingBody> body = m_body; // what is told of it may answer
    body->put(m_framer.takeBody());
    if (!passing())
        return true;
    if (m_framer.state() == MessageFramer::State::Complete) {
        m_framer.next();
        body->finish();
        return true;
    }
    if (m_framer.state() == MessageFramer::State::Rejected) {
        refuse(m_framer.rejection());
        return true;
    }
    if (m_pending.isEmpty() || body->full())
        return false;
    m_pending.consume(feedFramer(m_pending.view()));
    return true;
}

/// Not read on while it is full: the client is held back by TCP. The time does not count as the client's.
void GatedConnection::holdBack()
{
    const bool blocked = std::exchange(m_inputBlocked, m_body->full() || !m_pending.isEmpty());
    if (blocked && !m_inputBlocked)
        m_bodyProgress.restart(m_listener.now());
}

bool GatedConnection::bodyIsLate(core::Instant now) const
{
    return passing() && !m_inputBlocked && !m_readPaused &&
           now - m_bodyProgress.since() >= m_listener.limits().bodyProgress;
}

/// It hears nothing from here any more.
std::shared_ptr<IncomingBody> GatedConnection::letGoOfBody()
{
    if (m_body)
        m_body->onRoom(nullptr);
    return std::exchange(m_body, nullptr);
}

/// Its request is answered: what still comes is for nobody. Whoever answered is in the middle of something,
/// so he is not told.
void GatedConnection::endBodyUnheard()
{
    const bool unfinished = passing();
    const std::shared_ptr<IncomingBody> body = letGoOfBody();
    if (!unfinished)
        return;
    body->onProgress(nullptr);
    body->breakOff();
    m_pending.clear();
    m_framer = MessageFramer(m_listener.limits().framer); // it stands in the middle of the body
    m_keepAlive = false;
}

/// The request that is answered is over for whoever answers it, as the client has left, or is refused. The
/// sink hears of it first, so that an answer that is given when the body breaks off is already void.
void GatedConnection::abandonRequest()
{
    if (!replyOwed())
        return;
    const ExchangeId id{slot(), m_owedSerial};
    const std::shared_ptr<IncomingBody> body = letGoOfBody();
    settleReply();
    m_listener.sink().clientLeft(id);
    if (body)
        body->breakOff();
}

} // namespace guarita::net
