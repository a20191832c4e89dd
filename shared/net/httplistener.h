// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "net/clientconnection.h"
#include "net/framerejection.h"
#include "net/handshaketurns.h"
#include "net/limits.h"
#include "net/poller.h"
#include "net/requestframe.h"
#include "net/trustedproxies.h"
#include "tls/tlscontext.h"

#include <QtCore/QHash>
#include <QtCore/QTimer>
#include <QtNetwork/QHostAddress>

#include <memory>
#include <span>
#include <vector>

namespace guarita::net {

/// Names one request that was let through, while its answer is owed. Stale ids are recognised and ignored.
struct ExchangeId
{
    std::uint32_t slot = 0;
    std::uint32_t serial = 0; // never 0 in a valid id

    friend bool operator==(const ExchangeId &, const ExchangeId &) = default;
    friend size_t qHash(const ExchangeId &id, size_t seed = 0)
    {
        return ::qHash((quint64(id.slot) << 32) | id.serial, seed);
    }
};

/// What stands behind the gate. Called on the event-loop thread.
class RequestSink
{
public:
    /// A request, whole or with its body in `frame.incoming`. Answer it with HttpListener::answer(), now or
    /// later. A peer's address is copied if kept.
    ///
    /// Of a body that is passed on: clientLeft() also says that it turned out malformed or too large, or came
    /// no further, and the client is refused. The body is broken off right afterwards, so it tells only
    /// whoever still listens. An answer that is complete before the body is ends the body unheard, and with
    /// HTTP/1.1 the connection.
    virtual void requestReady(ExchangeId id, RequestFrame frame, const QHostAddress &peer) = 0;
    /// The client has left before its answer, or takes none of it, or the memory was needed, or its body was
    /// refused; the id is void.
    virtual void clientLeft(ExchangeId id) = 0;
    /// The kernel has taken all parts of an answer that is not complete yet.
    virtual void answerTaken(ExchangeId id) = 0;
    /// A message was refused, timed out (408) or had to make room (503): the whole answer to send before the
    /// connection is closed. `toHead`: without content.
    virtual QByteArray refusal(const FrameRejection &why, bool toHead, const QHostAddress &peer) = 0;

protected:
    ~RequestSink() = default;
};

/// Accepts connections within the limits and owns them.
///
/// At the connection limit the connection that has idled longest makes room for a new one. When more bytes
/// are buffered than the limit says, answers that clients do not take are dropped at once, longest stuck
/// first; bodies of which much is held are not read on; and if that does not help, bodies that do not come
/// are refused with 503. Small requests always pass. The listening socket belongs to the caller and must be
/// non-blocking; stopAccepting() must come before it is closed. Event-loop thread only.
class HttpListener final : private PollHandler
{
public:
    HttpListener(const ListenerLimits &limits, const core::Clock &clock, RequestSink &sink);
    ~HttpListener();

    /// Connections that are accepted from now on speak TLS with this; those that are open go on with what
    /// they have. Before the first accept() or, to change the certificate, at any time.
    void useTls(tls::TlsContext::Pointer context);
    /// Before the first accept(): which peers may speak for others.
    void setTrust(ProxyTrust trust) { m_trust = std::move(trust); }
    const ProxyTrust &trust() const { return m_trust; }
    /// False if the kernel has no epoll set for us.
    bool valid() const { return m_poller.valid(); }
    /// Starts accepting from a listening socket.
    void accept(int listeningSocket);
    /// Stops accepting; what is connected stays.
    void stopAccepting();
    /// Tells the clients that can be told outside of an answer (HTTP/2) that they will have to connect anew.
    void announceClosing();
    /// From now on each answer closes its connection; idle connections are closed.
    void closeWhenAnswered();

    /// Answers the request that was let through as `id`. `bytes` is the complete response, or the last part
    /// of one that was begun. The connection is not read from for `rest` then: a client that has to wait
    /// costs nothing meanwhile, however much it sends. A trusted proxy's is read from all the same: it is
    /// shared by clients that have nothing to do with each other.
    void answer(ExchangeId id, QByteArray bytes, bool keepAlive, std::chrono::milliseconds rest = {});

    /// An answer may also come in parts: beginAnswer() with the first one, continueAnswer(), at last
    /// answer(). The reply stays owed meanwhile, so pipelined requests wait. A client that takes nothing for
    /// `stalledWrite` is closed; how long the next part takes is the handler's affair.
    void beginAnswer(ExchangeId id, QByteArray bytes, AnswerEnd end);
    /// Takes the bytes in any case. False if the client has not taken all yet: RequestSink::answerTaken()
    /// will tell. Calls the sink never from within.
    bool continueAnswer(ExchangeId id, QByteArray bytes);
    /// Closes the connection in the middle of the answer, in a way that the client can tell from its end. The
    /// sink is not told.
    void breakAnswer(ExchangeId id);

    ListenerStats stats() const { return m_stats; }
    bool closing() const { return m_closing; }

private:
    friend class ClientConnection;
    friend class GatedConnection;
    friend class Http2Connection;

    ClientConnection *connectionOf(ExchangeId id) const;
    void descriptorReady(std::uint32_t events) override;
    bool acceptOne();
    void admit(FileDescriptor socket, const QHostAddress &peer);
    void givePlaceBack(const QHostAddress &peer);
    void pauseAccepting();
    void resumeAccepting();
    void watchListeningSocket(bool watch);
    bool closeLongestIdle();
    void makeRoom(bool (ClientConnection::*holdsBytes)() const, std::chrono::milliseconds stuckFor);
    void sweep();

    // For ClientConnection.
    Poller &poller() { return m_poller; }
    const tls::TlsContext::Pointer &tls() const { return m_tls; }
    bool takePlace(const QHostAddress &peer);
    bool mayHandshake(const ClientConnection &connection) { return m_turns.take(connection.slot()); }
    void handshakeEnded(qint64 HandshakeStats::*how) { ++(*m_stats.handshakes.*how); }
    core::Instant now() const { return m_clock.now(); }
    const ListenerLimits &limits() const { return m_limits; }
    std::span<char> scratch() { return m_scratch; }
    RequestSink &sink() { return m_sink; }
    ListenerStats &mutableStats() { return m_stats; }
    std::uint32_t nextSerial();
    bool mayBuffer() const { return m_stats.bufferedBytes < m_limits.bufferedBytes; }
    void account(qint64 change);
    /// Its handshake has chosen HTTP/2.
    void goOnWithHttp2(ClientConnection &connection, Channel channel);
    void waitForSpace(ClientConnection &connection);
    void continueLater(ClientConnection &connection);
    void resumeWaiting();
    void released(ClientConnection &connection);

    ListenerLimits m_limits;
    const core::Clock &m_clock;
    RequestSink &m_sink;
    ProxyTrust m_trust;
    tls::TlsContext::Pointer m_tls; // null: plain
    Poller m_poller;
    HandshakeTurns m_turns;
    QTimer m_sweepTimer;
    QTimer m_acceptRetry;
    QTimer m_reliefTimer; // single-shot 0 ms: too much is buffered
    QTimer m_resumeTimer; // single-shot 0 ms: connections that go on in the next turn of the loop
    std::vector<char> m_scratch;
    std::vector<std::unique_ptr<ClientConnection>> m_connections; // by slot
    std::vector<std::uint32_t> m_freeSlots;
    std::vector<std::unique_ptr<ClientConnection>>
        m_graveyard;                           // closed within their own call; freed by sweep()
    std::vector<std::uint32_t> m_waitingSlots; // paused for want of buffer space, or yielding
    QHash<QHostAddress, int> m_perAddress;
    ListenerStats m_stats;
    int m_listeningSocket = -1;
    std::uint32_t m_serial = 0;
    bool m_watching = false;
    bool m_closingAnnounced = false;
    bool m_closing = false;
};

} // namespace guarita::net
