// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "net/channel.h"
#include "net/poller.h"

#include <QtCore/QByteArray>
#include <QtNetwork/QHostAddress>

#include <cstdint>

namespace guarita::net {

class HttpListener;

/// How a client recognises the end of an answer that comes in parts.
enum class AnswerEnd {
    Framed,    // by what is written: the last chunk, or the length that was told
    ByClosing, // HTTP/1.0 (RFC 9112, 6.3); with HTTP/2 its frames tell
};

/// One client's connection, whatever it speaks: what HttpListener asks of it. A request that it lets through
/// has a serial, under which its answer comes back; see HttpListener for the latter.
///
/// Owned by HttpListener, which closes it; a closed connection touches nothing any more. Event-loop thread
/// only.
class ClientConnection : public PollHandler
{
public:
    ClientConnection(HttpListener &listener, std::uint32_t slot, Channel channel, const QHostAddress &peer);
    virtual ~ClientConnection();
    ClientConnection(const ClientConnection &) = delete;
    ClientConnection &operator=(const ClientConnection &) = delete;

    /// The answer to the request that was let through as `serial`, or the last part of it; ignored if that is
    /// not owed. With `keepAlive` false the connection is closed once all is written. Then it is not read
    /// from for `rest`, to within a sweep.
    virtual void answer(std::uint32_t serial, QByteArray bytes, bool keepAlive,
                        std::chrono::milliseconds rest) = 0;
    virtual void beginAnswer(std::uint32_t serial, QByteArray bytes, AnswerEnd end) = 0;
    virtual bool continueAnswer(std::uint32_t serial, QByteArray bytes) = 0;
    virtual void breakAnswer(std::uint32_t serial) = 0;

    /// The next step of the handshake, now that it is this connection's turn. Otherwise nothing.
    virtual void shakeHands() {}
    /// Acts on a deadline that has passed.
    virtual void checkDeadlines(core::Instant now) = 0;
    /// It is going to be closed: the client is told, if its protocol can do so outside of an answer.
    virtual void announceClosing() {}
    /// Closes at once if nothing is under way.
    virtual void closeIfIdle() = 0;
    /// Reads again after a pause for want of buffer space, or goes on with bytes that are here.
    virtual void resume() = 0;
    /// Ends it, or what it holds, for the others' sake: drops answers that the client does not take, or
    /// refuses bodies that do not come (503). Only if it holds such bytes.
    virtual void makeRoom() = 0;

    /// Nothing of a client's request would be lost with it.
    virtual bool idle() const = 0;
    virtual bool answerUnsent() const = 0;
    virtual bool bodyUnfinished() const = 0;
    /// Since when what it waits for has made no progress.
    virtual core::Instant stuckSince() const = 0;

    bool closed() const { return !m_channel.isOpen(); }
    std::uint32_t slot() const { return m_slot; }
    /// Who is at the other end, or for whom a proxy says that it speaks.
    const QHostAddress &peer() const { return m_peer; }
    /// Whether it takes one of its peer's places.
    bool counted() const { return m_counted; }
    void setCounted(bool counted) { m_counted = counted; }
    /// Whether the listener is to call resume().
    bool waits() const { return m_waits; }
    void setWaits(bool waits) { m_waits = waits; }

protected:
    /// Begins to be told of the descriptor's events, in the constructor.
    void watch(std::uint32_t events);
    void setInterest(std::uint32_t events);
    /// What the connection holds now, for the listener's account.
    void setCharged(qint64 held);
    void closeChannel();

    HttpListener &m_listener;
    Channel m_channel;
    QHostAddress m_peer;

private:
    qint64 m_charged = 0;
    std::uint32_t m_slot;
    std::uint32_t m_interest = 0;
    bool m_counted = false;
    bool m_waits = false;

protected:
    qint64 charged() const { return m_charged; }
};

} // namespace guarita::net
