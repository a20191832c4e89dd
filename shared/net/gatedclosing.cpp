// SPDX-License-Identifier: GPL-3.0-or-later
// GatedConnection's end, from the last answer or from a client that leaves.
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
    if (replyOwed()) {
        const ExchangeId id{slot(), m_owedSerial};
        settleReply();
        m_listener.sink().clientLeft(id);
    }
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
    return m_halfClosed && m_begun && m_output.isEmpty() && now - m_progress.since() >= quietStream;
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
