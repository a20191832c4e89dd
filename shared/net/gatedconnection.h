// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "net/bytequeue.h"
#include "net/channel.h"
#include "net/limits.h"
#include "net/messageframer.h"
#include "net/poller.h"
#include "net/progress.h"
#include "net/proxyheader.h"

#include <QtCore/QByteArray>
#include <QtNetwork/QHostAddress>

#include <cstdint>
#include <memory>
#include <optional>

namespace guarita::net {

class HttpListener;

/// How a client recognises the end of an answer that comes in parts.
enum class AnswerEnd {
    Framed,    // by what is written: the last chunk, or the length that was told
    ByClosing, // HTTP/1.0 (RFC 9112, 6.3)
};

/// One client's connection: ends TLS, if the listener has any, reads bytes, frames them strictly, lets one
/// whole request at a time through the gate, and writes its answer before the next request is looked at. So
/// pipelined answers stay in order and at most one request and one answer, or the part of it that the client
/// has not taken, are held per connection.
///
/// Owned by HttpListener, which closes it; a closed connection touches nothing any more. Event-loop thread
/// only.
class GatedConnection final : public PollHandler
{
public:
    GatedConnection(HttpListener &listener, std::uint32_t slot, Channel channel, const QHostAddress &peer);
    ~GatedConnection();

    void descriptorReady(std::uint32_t events) override;

    /// The answer to the request that was let through as `serial`, or the last part of it; ignored if that is
    /// not the one that is owed. With `keepAlive` false the connection is closed once all is written.
    /// Then it is not read from for `rest`, to within a sweep.
    void answer(std::uint32_t serial, QByteArray bytes, bool keepAlive, std::chrono::milliseconds rest);
    /// See HttpListener.
    void beginAnswer(std::uint32_t serial, QByteArray bytes, AnswerEnd end);
    bool continueAnswer(std::uint32_t serial, QByteArray bytes);
    void breakAnswer(std::uint32_t serial);

    /// The next step of the handshake, now that it is this connection's turn. Otherwise nothing.
    void shakeHands();
    /// Acts on a deadline that has passed.
    void checkDeadlines(core::Instant now);
    /// Closes at once if nothing is under way.
    void closeIfIdle();
    /// Reads again after a pause for want of buffer space, or goes on with bytes that are here.
    void resume();
    /// Ends it for the others' sake: drops an answer that the client does not take, or refuses a body that
    /// does not come (503). Only if it holds such bytes.
    void makeRoom();

    bool closed() const { return !m_channel.isOpen(); }
    bool replyOwed() const { return m_owedSerial != 0; }
    bool owes(std::uint32_t serial) const { return !closed() && replyOwed() && serial == m_owedSerial; }
    std::uint32_t slot() const { return m_slot; }
    /// Who is at the other end, or for whom a proxy says that it speaks.
    const QHostAddress &peer() const { return m_peer; }
    /// Whether it takes one of its peer's places.
    bool counted() const { return m_counted; }
    void setCounted(bool counted) { m_counted = counted; }
    /// Nothing of a client's request would be lost with it.
    bool idle() const;
    bool answerUnsent() const { return !m_output.isEmpty(); }
    bool bodyUnfinished() const { return m_framer.state() == MessageFramer::State::Body; }
    /// Since when what it waits for has made no progress.
    core::Instant stuckSince() const { return m_progress.since(); }

private:
    enum class Written { All, InPart, Failed };
    enum class Phase {
        Introducing, // a proxy tells for whom it speaks
        Handshaking,
        Serving,
        Lingering // written and shut down; discarding what the client still sends, so that it can read the
                  // answer
    };

    bool beforeRequests() const { return m_phase == Phase::Introducing || m_phase == Phase::Handshaking; }
    void readIntroduction();
    void introduced();
    void continueHandshake();
    void handshakeFailed();
    void endHandshake(qint64 HandshakeStats::*how);
    void readFromSocket();
    void processInput();
    qsizetype feedFramer(QByteArrayView bytes);
    void send(QByteArray answer);
    void letThrough();
    void refuse(const FrameRejection &why);
    void writeToSocket();
    Written writeOutput();
    void partTaken();
    void finishAnswer();
    void resetWhenClosed(bool reset);
    void startLingering();
    void tellClose();
    void discardInput();
    void peerLeft();
    void peerSendsNoMore();
    bool leftItsStream(core::Instant now) const;
    void settleReply();
    void close();
    void charge();
    void updateInterest();
    void restartDeadline();
    void greetBody();
    void acknowledgeAtOnce();
    std::optional<core::Instant> deadline() const;

    HttpListener &m_listener;
    Channel m_channel;
    MessageFramer m_framer;
    QHostAddress m_peer;
    std::unique_ptr<ProxyHeader> m_introduction; // while it comes
    ByteQueue m_pending;                         // read, but behind the request that is being answered
    ByteQueue m_output;
    qint64 m_charged = 0;   // what this connection has in the listener's account of buffered bytes
    qint64 m_owedBytes = 0; // size of the request that is being answered
    qint64 m_discarded = 0;
    Progress m_progress; // of what the current deadline measures
    core::Instant m_restsUntil{};
    std::uint32_t m_slot;
    std::uint32_t m_owedSerial = 0;
    std::uint32_t m_interest = 0;
    Phase m_phase = Phase::Serving;
    bool m_counted = false;
    bool m_keepAlive = true;
    bool m_processing = false;
    bool m_readPaused = false;
    bool m_resting = false;       // until m_restsUntil
    bool m_inputBlocked = false;  // bytes wait in the socket behind an owed reply
    bool m_readNeedsRoom = false; // TLS has to write before it can read on
    bool m_closeUntold = false;   // lingering, and no room yet to tell the client that no more comes
    bool m_continueSent = false;
    bool m_halfClosed = false; // the client sends no more, and still gets the answer that is being written
    bool m_begun = false;      // a part of the answer that is owed has been handed over
    bool m_unframed = false;   // its end is told by closing, so breaking it takes a reset
    bool m_failed = false;     // writing a part failed; resume() says so, outside of the writer's call
};

} // namespace guarita::net
