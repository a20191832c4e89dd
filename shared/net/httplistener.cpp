// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httplistener.h"

#include "net/accountingaddress.h"
#include "net/gatedconnection.h"
#include "net/http2connection.h"
#include "net/streamsocket.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace guarita::net {

namespace {

constexpr int acceptsPerTurn = 64;
constexpr size_t scratchBytes = 64 * 1024;
constexpr std::chrono::milliseconds acceptRetryDelay{100};
constexpr std::chrono::milliseconds shortestIdle{1'000};
constexpr std::chrono::milliseconds shortestStall{1'000};
constexpr std::chrono::milliseconds longestSweep{500};
constexpr std::chrono::milliseconds shortestSweep{10};

/// Deadlines are seconds; a sweep at a tenth of the shortest one is precise enough and costs nothing.
std::chrono::milliseconds sweepInterval(const ListenerLimits &limits)
{
    const auto shortest = std::min(
        {limits.handshake, limits.headerDeadline, limits.bodyProgress, limits.idle, limits.stalledWrite});
    return std::clamp(shortest / 10, shortestSweep, longestSweep);
}

bool outOfResources(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

} // namespace

HttpListener::HttpListener(const ListenerLimits &limits, const core::Clock &clock, RequestSink &sink)
    : m_limits(limits)
    , m_clock(clock)
    , m_sink(sink)
    , m_turns([this](std::uint32_t slot) {
        if (m_connections[slot])
            m_connections[slot]->shakeHands();
    })
    , m_scratch(scratchBytes)
{
    m_sweepTimer.setInterval(sweepInterval(limits));
    QObject::connect(&m_sweepTimer, &QTimer::timeout, &m_sweepTimer, [this] { sweep(); });
    m_acceptRetry.setSingleShot(true);
    m_acceptRetry.setInterval(acceptRetryDelay);
    QObject::connect(&m_acceptRetry, &QTimer::timeout, &m_acceptRetry, [this] { resumeAccepting(); });
    m_reliefTimer.setSingleShot(true);
    m_reliefTimer.setInterval(0);
    QObject::connect(&m_reliefTimer, &QTimer::timeout, &m_reliefTimer,
                     [this] { makeRoom(&ClientConnection::answerUnsent, {}); });
    m_resumeTimer.setSingleShot(true);
    m_resumeTimer.setInterval(0);
    QObject::connect(&m_resumeTimer, &QTimer::timeout, &m_resumeTimer, [this] { resumeWaiting(); });
}

HttpListener::~HttpListener()
{
    stopAccepting();
}

void HttpListener::useTls(tls::TlsContext::Pointer context)
{
    m_tls = std::move(context);
    if (!m_stats.handshakes)
        m_stats.handshakes.emplace();
}

void HttpListener::accept(int listeningSocket)
{
    m_listeningSocket = listeningSocket;
    resumeAccepting();
}

void HttpListener::stopAccepting()
{
    m_acceptRetry.stop();
    watchListeningSocket(false);
    m_listeningSocket = -1;
}

void HttpListener::announceClosing()
{
    m_closingAnnounced = true;
    for (const auto &connection : m_connections) {
        if (connection)
            connection->announceClosing();
    }
}

void HttpListener::closeWhenAnswered()
{
    m_closing = true;
    for (const auto &connection : m_connections) {
        if (connection)
            connection->closeIfIdle();
    }
}

void HttpListener::answer(ExchangeId id, QByteArray bytes, bool keepAlive, std::chrono::milliseconds rest)
{
    ClientConnection *connection = connectionOf(id);
    if (!connection)
        return;
    if (m_trust.proxies.contains(connection->peer()))
        rest = {}; // one of its clients would stop all of them
    connection->answer(id.serial, std::move(bytes), keepAlive && !m_closing, rest);
}

void HttpListener::beginAnswer(ExchangeId id, QByteArray bytes, AnswerEnd end)
{
    if (ClientConnection *connection = connectionOf(id))
        connection->beginAnswer(id.serial, std::move(bytes), end);
}

bool HttpListener::continueAnswer(ExchangeId id, QByteArray bytes)
{
    ClientConnection *connection = connectionOf(id);
    return !connection || connection->continueAnswer(id.serial, std::move(bytes));
}

void HttpListener::breakAnswer(ExchangeId id)
{
    if (ClientConnection *connection = connectionOf(id))
        connection->breakAnswer(id.serial);
}

/// Null if it is gone; a successor in the same slot owes another serial.
ClientConnection *HttpListener::connectionOf(ExchangeId id) const
{
    return id.slot < m_connections.size() ? m_connections[id.slot].get() : nullptr;
}

void HttpListener::watchListeningSocket(bool watch)
{
    if (watch == m_watching || m_listeningSocket < 0)
        return;
    if (watch) {
        m_watching = m_poller.add(m_listeningSocket, EPOLLIN, this);
    } else {
        m_poller.remove(m_listeningSocket, this);
        m_watching = false;
    }
}

void HttpListener::descriptorReady(std::uint32_t)
{
    for (int i = 0; i < acceptsPerTurn; ++i) {
        if (m_stats.open >= m_limits.connections && !closeLongestIdle()) {
            watchListeningSocket(false); // released() and sweep() watch again
            return;
        }
        if (!acceptOne())
            return;
    }
}

bool HttpListener::acceptOne()
{
    sockaddr_storage address{};
    socklen_t length = sizeof(address);
    FileDescriptor socket(::accept4(m_listeningSocket, reinterpret_cast<sockaddr *>(&address), &length,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.valid()) {
        const int error = errno;
        if (outOfResources(error))
            pauseAccepting();
        // A connection that is gone again says nothing about the next one.
        return error == ECONNABORTED || error == EINTR || error == EPROTO;
    }
    admit(std::move(socket), QHostAddress(reinterpret_cast<const sockaddr *>(&address)));
    return true;
}

/// Without descriptors accept() fails at once, and the listening socket stays ready: watching it would spin.
/// The clients wait in the kernel's backlog meanwhile.
void HttpListener::pauseAccepting()
{
    ++m_stats.acceptFailures;
    watchListeningSocket(false);
    m_acceptRetry.start();
}

void HttpListener::resumeAccepting()
{
    if (m_listeningSocket < 0 || m_stats.open >= m_limits.connections)
        return;
    watchListeningSocket(true);
    if (!m_watching) // the kernel had no room in the epoll set
        m_acceptRetry.start();
}

void HttpListener::admit(FileDescriptor socket, const QHostAddress &peer)
{
    ++m_stats.accepted;
    const bool proxy = m_trust.proxies.contains(peer);
    if (m_trust.header && !proxy) {
        ++m_stats.refusedUntrusted;
        return;
    }
    if (!proxy && !takePlace(peer)) // a proxy's many clients are not one
        return;
    setUpStream(socket.get());
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));

    if (m_freeSlots.empty()) {
        m_freeSlots.push_back(static_cast<std::uint32_t>(m_connections.size()));
        m_connections.emplace_back();
    }
    const std::uint32_t slot = m_freeSlots.back();
    auto connection = std::make_unique<GatedConnection>(*this, slot, Channel(std::move(socket)), peer);
    if (connection->closed()) { // the kernel had no room in the epoll set
        if (!proxy)
            givePlaceBack(peer);
        return;
    }
    connection->setCounted(!proxy);
    m_freeSlots.pop_back();
    m_connections[slot] = std::move(connection);
    ++m_stats.open;
    if (!m_sweepTimer.isActive())
        m_sweepTimer.start();
}

/// False if the peer has as many connections as it may.
bool HttpListener::takePlace(const QHostAddress &peer)
{
    int &fromThere = m_perAddress[accountingAddress(peer)];
    if (fromThere >= m_limits.connectionsPerAddress) {
        ++m_stats.refusedPerAddress;
        return false;
    }
    ++fromThere;
    return true;
}

void HttpListener::givePlaceBack(const QHostAddress &peer)
{
    const auto count = m_perAddress.find(accountingAddress(peer));
    if (count != m_perAddress.end() && --count.value() <= 0)
        m_perAddress.erase(count);
}

std::uint32_t HttpListener::nextSerial()
{
    if (++m_serial == 0)
        ++m_serial;
    return m_serial;
}

void HttpListener::account(qint64 change)
{
    m_stats.bufferedBytes += change;
    if (change > 0 && !mayBuffer() && !m_reliefTimer.isActive())
        m_reliefTimer.start();
    if (change < 0 && mayBuffer() && !m_waitingSlots.empty() && !m_resumeTimer.isActive())
        m_resumeTimer.start();
}

void HttpListener::goOnWithHttp2(ClientConnection &connection, Channel channel)
{
    std::unique_ptr<ClientConnection> &place = m_connections[connection.slot()];
    auto next =
        std::make_unique<Http2Connection>(*this, connection.slot(), std::move(channel), connection.peer());
    next->setCounted(connection.counted());
    m_graveyard.push_back(std::exchange(place, std::move(next)));
    if (place->closed()) // no memory
        released(*place);
    else if (m_closingAnnounced)
        place->announceClosing();
}

void HttpListener::waitForSpace(ClientConnection &connection)
{
    if (!connection.waits())
        m_waitingSlots.push_back(connection.slot());
    connection.setWaits(true);
}

void HttpListener::continueLater(ClientConnection &connection)
{
    waitForSpace(connection);
    if (!m_resumeTimer.isActive())
        m_resumeTimer.start();
}

void HttpListener::resumeWaiting()
{
    const std::vector<std::uint32_t> slots = std::exchange(m_waitingSlots, {});
    for (const std::uint32_t slot : slots) {
        if (ClientConnection *connection = m_connections[slot].get()) {
            connection->setWaits(false);
            connection->resume();
        }
    }
}

void HttpListener::released(ClientConnection &connection)
{
    if (connection.counted())
        givePlaceBack(connection.peer());
    --m_stats.open;
    m_freeSlots.push_back(connection.slot());
    m_graveyard.push_back(std::move(m_connections[connection.slot()]));
    if (!m_acceptRetry.isActive())
        resumeAccepting();
}

/// False if none has idled long enough to be given up: a client needs a moment between two requests.
bool HttpListener::closeLongestIdle()
{
    ClientConnection *longest = nullptr;
    for (const auto &connection : m_connections) {
        if (connection && connection->idle() &&
            (!longest || connection->stuckSince() < longest->stuckSince()))
            longest = connection.get();
    }
    if (!longest || m_clock.now() - longest->stuckSince() < shortestIdle)
        return false;
    longest->closeIfIdle();
    return true;
}

void HttpListener::makeRoom(bool (ClientConnection::*holdsBytes)() const, std::chrono::milliseconds stuckFor)
{
    const core::Instant latest = m_clock.now() - stuckFor;
    std::vector<ClientConnection *> holders;
    for (const auto &connection : m_connections) {
        if (connection && (connection.get()->*holdsBytes)() && connection->stuckSince() <= latest)
            holders.push_back(connection.get());
    }
    std::sort(holders.begin(), holders.end(),
              [](const ClientConnection *left, const ClientConnection *right) {
                  return left->stuckSince() < right->stuckSince();
              });
    for (ClientConnection *holder : holders) { // a closed one stays in the graveyard until the next sweep
        if (mayBuffer())
            return;
        ++m_stats.madeRoom;
        holder->makeRoom();
    }
}

void HttpListener::sweep()
{
    m_graveyard.clear();
    const core::Instant now = m_clock.now();
    // By index: what a connection's end sets off may add to the list.
    for (std::size_t slot = 0; slot < m_connections.size(); ++slot) { // NOLINT(modernize-loop-convert)
        if (!m_connections[slot])
            continue;
        m_connections[slot]->checkDeadlines(now);
        if (m_closing && m_connections[slot])
            m_connections[slot]->closeIfIdle();
    }
    if (!mayBuffer())
        makeRoom(&ClientConnection::bodyUnfinished, shortestStall);
    if (!m_acceptRetry.isActive())
        watchListeningSocket(true); // at the limit: somebody may have idled long enough by now
    if (m_stats.open == 0 && m_graveyard.empty())
        m_sweepTimer.stop();
}

} // namespace guarita::net
