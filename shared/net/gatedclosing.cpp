// SPDX-License-Identifier: GPL-3.0-or-later
// GatedConnection's end: from the last answer, a client that leaves, a deadline, or the others' need.
#include "net/gatedconnection.h"
#include "net/httplistener.h"

#include <utility>

namespace guarita::net {

namespace {

// After this long without a byte to send, a client that sends no more is taken to have left its stream.
constexpr std::chrono::milliseconds quietStream{1'000};

} // namespace

void GatedConnection::startLingering()
{
    m_phase = Phase::Lingering;
    if (std::exchange(m_unframed, false))
        resetWhenClosed(false); // whole
    m_pending.clear();
    restartDeadline();
    m_farewell.begin(m_channel);
    charge();
    updateInterest();
}

void GatedConnection::peerLeft()
{
    if (m_phase == Phase::Handshaking) {
        endHandshake(&HandshakeStats::left);
        return;
    }
    abandonRequest();
    close();
}

/// Half an answer is always wrong, and the client may still read: it gets what flows. A stream that stands
/// still has nobody behind it: TCP cannot tell, but whoever follows events keeps his side open.
void GatedConnection::peerSendsNoMore()
{
    m_halfClosed = true;
    if (leftItsStream(m_listener.now()))
        peerLeft();
    else
        updateInterest();
}

bool GatedConnection::leftItsStream(core::Instant now) const
{
    return m_halfClosed && m_begun && m_output.isEmpty() && !passing() &&
           now - m_progress.since() >= quietStream;
}

void GatedConnection::makeRoom()
{
    if (closed() || m_phase != Phase::Serving)
        return;
    if (answerUnsent())
        peerLeft();
    else if (bodyUnfinished())
        refuse({503, "buffers_full"});
}

bool GatedConnection::idle() const
{
    if (!closed() && beforeRequests())
        return true;
    return !closed() && m_phase == Phase::Serving && m_framer.state() == MessageFramer::State::Idle &&
           m_pending.isEmpty() && !replyOwed() && !answerUnsent();
}

void GatedConnection::closeIfIdle()
{
    if (idle())
        close();
}

std::optional<core::Instant> GatedConnection::deadline() const
{
    const ListenerLimits &limits = m_listener.limits();
    if (m_phase == Phase::Introducing)
        return m_progress.since() + limits.headerDeadline;
    if (m_phase == Phase::Handshaking)
        return m_progress.since() + limits.handshake;
    if (m_phase == Phase::Lingering)
        return m_progress.since() + Farewell::longest;
    if (!m_output.isEmpty())
        return m_progress.since() + limits.stalledWrite;
    if (replyOwed() || m_readPaused)
        return std::nullopt; // the handler has its own, streams too; a pause ends with space, or makeRoom()
    switch (m_framer.state()) {
    case MessageFramer::State::Head:
        return m_progress.since() + limits.headerDeadline;
    case MessageFramer::State::Body:
        return m_progress.since() + limits.bodyProgress;
    default:
        return m_progress.since() + limits.idle;
    }
}

void GatedConnection::checkDeadlines(core::Instant now)
{
    if (closed())
        return;
    if (m_body)
        charge(); // some of it may have been taken
    if (m_readPaused && !holdsMuch())
        m_listener.continueLater(*this);
    if (leftItsStream(now)) {
        peerLeft();
        return;
    }
    if (bodyIsLate(now)) {
        ++m_listener.mutableStats().timedOut;
        refuse({408, "body_timeout"});
        return;
    }
    if (m_resting && now >= m_restsUntil) {
        m_resting = false;
        m_inputBlocked = false;
        restartDeadline();
        processInput();
        return;
    }
    const std::optional<core::Instant> due = deadline();
    if (!due || now < *due)
        return;
    ++m_listener.mutableStats().timedOut;
    const bool withinMessage = m_phase == Phase::Serving && m_output.isEmpty();
    if (m_phase == Phase::Handshaking)
        endHandshake(&HandshakeStats::timedOut);
    else if (withinMessage && m_framer.state() == MessageFramer::State::Head)
        refuse({408, "header_timeout"});
    else if (withinMessage && m_framer.state() == MessageFramer::State::Body)
        refuse({408, "body_timeout"});
    else
        peerLeft();
}

void GatedConnection::close()
{
    if (closed())
        return;
    m_pending.clear();
    m_output.clear();
    closeChannel();
}

} // namespace guarita::net
