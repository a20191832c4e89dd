// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/bytequeue.h"
#include "net/channel.h"
#include "net/poller.h"
#include "net/responseframer.h"
#include "wire/dialer.h"
#include "wire/exchange.h"
#include "wire/reactor.h"

#include <QtCore/QByteArray>

#include <cstdint>
#include <memory>

namespace guarita::wire {

class Connections;

/// One HTTP/1.1 connection to a server, and the exchanges on it, one after the other (RFC 9112, 9).
///
/// It is used again only if nobody doubts where the last answer ended: bytes that come when no answer is owed
/// close it, and it is looked at once more before it is given a request. A request is written once: whoever
/// wants to send it again decides that, from what End and anySent() tell.
///
/// Owned by Connections while it idles, and by who has an exchange on it otherwise. Event-loop thread only.
class Connection final : public net::PollHandler,
                         public std::enable_shared_from_this<Connection>,
                         private DialerOwner
{
public:
    explicit Connection(Connections &pool);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// An exchange was on it before.
    bool reused() const { return m_reused; }
    /// For an idle one: nothing has come, and the server has not closed it. Otherwise it is closed now.
    bool isAlive();

    struct Kind
    {
        bool toHead = false;
        bool hasBody = false;
        bool closeAfter = false; // no other exchange is to be on the connection
    };
    /// `head`: the request's, as it goes. Sent at once, or as soon as there is a connection. May call the
    /// exchange from within.
    void begin(Exchange &exchange, QByteArray head, Kind kind);
    /// There is more of the body.
    void sendMore();
    /// Whether the answer is read on. What was read before still comes.
    void holdBack(bool held);
    /// The kernel took a part of the request.
    bool anySent() const { return m_anySent; }
    /// Something of an answer has come.
    bool answerBegun() const { return m_framer.begun(); }
    /// Closes it; the exchange hears nothing more.
    void abandon();

    void descriptorReady(std::uint32_t events) override;

private:
    friend class Connections;
    enum class State { New, Dialing, Handshaking, Idle, Busy, Closed };

    void dialed(net::FileDescriptor socket) override;
    void dialFailed(End why) override;
    void stopDialing();
    void dial();
    void shakeHands();
    void established();

    void flush();
    /// Puts the next piece into m_out; false: there is none now, or the exchange is over.
    bool fetchBody();
    void sendFailed();
    void receive();
    void readAnswer(QByteArrayView bytes);
    /// Between two exchanges: nothing has come.
    bool isQuiet();
    /// Passes on what came of the body; false: the exchange is over.
    bool passBody();
    void inputEnded(bool orderly);

    void finish(bool reusable);
    void end(End end);
    void watch(std::uint32_t events);
    void close();

    Connections &m_pool;
    net::Channel m_channel{net::FileDescriptor()};
    std::unique_ptr<Dialer> m_dialer;
    net::ResponseFramer m_framer;
    net::ByteQueue m_out;
    Exchange *m_exchange = nullptr;
    Reactor::IdlePlace m_idle{this};
    State m_state = State::New;
    std::uint32_t m_watched = 0; // EPOLL… bits; 0: not in the set
    bool m_reused = false;
    bool m_lookedAt = false; // in this turn of the event loop, and it was quiet
    bool m_anySent = false;
    bool m_bodyOver = true;    // all of the request is in m_out, or gone
    bool m_sendFailed = false; // the server takes no more; its answer may still be there
    bool m_headHere = false;
    bool m_keepAlive = false;
    bool m_closeAfter = false;
    bool m_held = false;
};

} // namespace guarita::wire
