// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/connection.h"

#include "wire/connections.h"

#include <array>
#include <utility>

namespace guarita::wire {

namespace {

// Of a body that is read from its source at once, and so held here beyond what the kernel takes.
constexpr qsizetype pieceBytes = 64 * 1024;
// Reads of one connection before others have their turn.
constexpr int readsInARow = 4;

/// With 408 some servers close a connection that idled (RFC 9110, 15.5.9).
bool isFarewell(QByteArrayView bytes)
{
    return bytes.startsWith("HTTP/1.1 408") || bytes.startsWith("HTTP/1.0 408");
}

} // namespace

Connection::Connection(Connections &pool)
    : m_pool(pool)
    , m_framer(pool.m_reactor.limits())
{
}

Connection::~Connection()
{
    close();
}

void Connection::begin(Exchange &exchange, QByteArray head, Kind kind)
{
    const auto self = shared_from_this();
    m_exchange = &exchange;
    m_framer.begin(kind.toHead);
    m_out.assign(std::move(head));
    m_bodyOver = !kind.hasBody;
    m_closeAfter = kind.closeAfter;
    m_anySent = false;
    m_headHere = false;
    if (m_state == State::Idle) {
        m_idle.leave();
        m_state = State::Busy;
        return flush();
    }
    m_state = State::Dialing;
    dial();
}

void Connection::dial()
{
    DialerOwner &owner = *this;
    m_dialer = std::make_unique<Dialer>(m_pool.m_reactor.poller(), m_pool.m_destination, owner);
    m_dialer->start();
}

void Connection::dialed(net::FileDescriptor socket)
{
    const auto self = shared_from_this();
    m_channel = net::Channel(std::move(socket));
    stopDialing();
    m_watched = EPOLLIN;
    if (!m_pool.m_reactor.poller().add(m_channel.descriptor(), m_watched, this)) {
        m_watched = 0;
        return end(End::NoDescriptors);
    }
    if (!m_pool.m_destination.encrypted)
        return established();
    m_state = State::Handshaking;
    shakeHands();
}

void Connection::dialFailed(End why)
{
    const auto self = shared_from_this();
    stopDialing();
    // What idles may have the descriptor that is wanted.
    if (why == End::NoDescriptors && m_pool.m_reactor.closeOneIdle())
        return dial();
    end(why);
}

/// The dialer may stand in an event of its own.
void Connection::stopDialing()
{
    if (!m_dialer)
        return;
    m_dialer->stop();
    m_dialer.release()->deleteLater();
}

void Connection::shakeHands()
{
    if (!m_pool.m_trust)
        return end(End::Unreachable);
    switch (m_channel.handshake(*m_pool.m_trust, m_pool.m_destination.host.toLatin1()).state) {
    case net::Transfer::State::Done:
        return established();
    case net::Transfer::State::WantsRead:
        return watch(EPOLLIN);
    case net::Transfer::State::WantsWrite:
        return watch(EPOLLOUT);
    case net::Transfer::State::End:
    case net::Transfer::State::Failed:
        return end(End::Unreachable);
    }
}

void Connection::established()
{
    m_state = State::Busy;
    flush();
}

bool Connection::isAlive()
{
    m_lookedAt = isQuiet();
    if (!m_lookedAt)
        abandon();
    return m_lookedAt;
}

/// TLS may have something of its own to read there (RFC 8446, 4.6), so this reads and does not just peek. Not
/// into the buffer that all share: another connection may just be passing on what is in it.
bool Connection::isQuiet()
{
    constexpr int mostRecords = 8; // that are nothing to us
    std::array<char, 16> surplus;
    for (int i = 0; i < mostRecords; ++i) {
        const net::Transfer read = m_channel.read(surplus);
        if (read.done() && !isFarewell(QByteArrayView(surplus.data(), read.bytes)))
            m_pool.metSurplus();
        if (read.state != net::Transfer::State::WantsRead)
            return false;
        if (!m_channel.tls() || m_channel.peek({surplus.data(), 1}).state == net::Transfer::State::WantsRead)
            return true;
    }
    return false;
}

void Connection::descriptorReady(std::uint32_t events)
{
    const auto self = shared_from_this();
    switch (m_state) {
    case State::Handshaking:
        return shakeHands();
    case State::Idle:
        isAlive();
        return;
    case State::Busy: {
        // TLS may want to read before it writes, and the other way round.
        const bool any = m_channel.tls().has_value();
        if (any || events & EPOLLOUT)
            flush();
        if (m_state == State::Busy && (any || events & ~static_cast<std::uint32_t>(EPOLLOUT)))
            receive();
        return;
    }
    case State::New:
    case State::Dialing:
    case State::Closed:
        return;
    }
}

void Connection::sendMore()
{
    const bool waits = m_out.isEmpty() || !m_anySent;
    if (m_state != State::Busy || !waits)
        return;
    const auto self = shared_from_this();
    flush();
}

void Connection::flush()
{
    while (m_state == State::Busy && !m_sendFailed) {
        const qsizetype small = pieceBytes / 4;
        if (!m_bodyOver && m_out.size() < small && !fetchBody())
            return;
        if (m_out.isEmpty())
            break;
        if (m_reused && !m_anySent && !std::exchange(m_lookedAt, false) && !isQuiet())
            return end(End::Unsent);
        const net::Transfer written = m_channel.write(m_out.view());
        if (written.state == net::Transfer::State::WantsWrite)
            return watch(EPOLLIN | EPOLLOUT);
        if (written.state == net::Transfer::State::WantsRead)
            return watch(EPOLLIN);
        if (!written.done())
            return sendFailed();
        m_out.consume(written.bytes);
        if (!std::exchange(m_anySent, true))
            m_exchange->requestSent();
    }
    if (m_state == State::Busy)
        watch(EPOLLIN);
}

bool Connection::fetchBody()
{
    BodyPiece piece = m_exchange->nextBody(pieceBytes);
    if (m_state != State::Busy)
        return false;
    m_bodyOver = piece.last;
    const bool nothingCame = piece.bytes.isEmpty();
    if (!nothingCame)
        m_out.add(std::move(piece.bytes));
    // A head goes together with the first bytes of its body: until then nothing is lost with the connection.
    if (!nothingCame || m_bodyOver || (m_anySent && !m_out.isEmpty()))
        return true;
    m_lookedAt = false;
    watch(EPOLLIN);
    return false;
}

/// A server that has heard enough may have answered before it closed (RFC 9112, 9.6).
void Connection::sendFailed()
{
    if (!m_anySent)
        return end(End::Unsent);
    m_sendFailed = true;
    m_out.clear();
    watch(EPOLLIN);
}

void Connection::holdBack(bool held)
{
    m_held = held;
    if (m_state == State::Busy)
        watch(EPOLLIN | (m_watched & EPOLLOUT) | (m_out.isEmpty() ? 0U : EPOLLOUT));
}

void Connection::receive()
{
    for (int reads = 0; reads < readsInARow && m_state == State::Busy && !m_held; ++reads) {
        const std::span<char> buffer = m_pool.m_reactor.buffer();
        const net::Transfer read = m_channel.read(buffer);
        switch (read.state) {
        case net::Transfer::State::Done:
            readAnswer(QByteArrayView(buffer.data(), read.bytes));
            if (read.bytes < static_cast<qsizetype>(buffer.size()) && !m_channel.tls())
                return;
            break;
        case net::Transfer::State::WantsRead:
            return;
        case net::Transfer::State::WantsWrite:
            return watch(EPOLLOUT);
        case net::Transfer::State::End:
            // Over TLS it may be somebody on the way who ends it (RFC 9112, 9.8).
            return inputEnded(!m_channel.tls() || m_channel.tls()->peerFinished());
        case net::Transfer::State::Failed:
            return inputEnded(false);
        }
    }
}

void Connection::readAnswer(QByteArrayView bytes)
{
    if (!m_anySent) {
        if (m_reused && !isFarewell(bytes))
            m_pool.metSurplus();
        return end(End::Unsent);
    }
    for (;;) {
        switch (m_framer.read(bytes)) {
        case net::ResponseFramer::Outcome::NeedMore:
            passBody();
            return;
        case net::ResponseFramer::Outcome::Head:
            m_headHere = true;
            m_keepAlive = m_framer.head().keepAlive;
            m_exchange->answerBegins(std::move(m_framer.head()));
            if (m_state != State::Busy)
                return;
            break;
        case net::ResponseFramer::Outcome::Complete:
            if (m_keepAlive && !bytes.isEmpty())
                m_pool.metSurplus();
            if (passBody())
                finish(m_keepAlive && bytes.isEmpty());
            return;
        case net::ResponseFramer::Outcome::Refused:
            return end(m_headHere ? End::Broken : End::Malformed);
        }
    }
}

bool Connection::passBody()
{
    if (!m_headHere)
        return true;
    QByteArray body = m_framer.takeBody();
    if (!body.isEmpty())
        m_exchange->answerGoesOn(std::move(body));
    return m_state == State::Busy;
}

void Connection::inputEnded(bool orderly)
{
    // A connection that could not be written to was reset, whatever reading it says.
    if (orderly && !m_sendFailed && m_framer.ended() == net::ResponseFramer::Outcome::Complete)
        return finish(false);
    if (m_headHere)
        return end(End::Broken);
    end(m_anySent ? End::Closed : End::Unsent);
}

void Connection::finish(bool reusable)
{
    Exchange *const exchange = std::exchange(m_exchange, nullptr);
    if (reusable && m_bodyOver && m_out.isEmpty() && !m_sendFailed && !m_closeAfter && m_pool.mayReuse()) {
        m_state = State::Idle;
        m_reused = true;
        m_held = false;
        watch(EPOLLIN);
    }
    if (m_state == State::Idle)
        m_pool.keep(*this);
    else
        close();
    exchange->ended(End::Whole);
}

void Connection::end(End end)
{
    Exchange *const exchange = std::exchange(m_exchange, nullptr);
    close();
    exchange->ended(end);
}

void Connection::abandon()
{
    const auto self = shared_from_this();
    m_exchange = nullptr;
    m_pool.forget(*this);
    close();
}

/// EPOLLONESHOT asks for nothing: the kernel tells of a connection's end all the same, but once only, and not
/// again and again while it is held back.
void Connection::watch(std::uint32_t events)
{
    if (m_held)
        events &= ~static_cast<std::uint32_t>(EPOLLIN);
    if (events == 0)
        events = EPOLLONESHOT;
    if (std::exchange(m_watched, events) != events)
        m_pool.m_reactor.poller().modify(m_channel.descriptor(), events, this);
}

void Connection::close()
{
    if (m_state == State::Closed)
        return;
    // RFC 9112, 9.8.
    if (m_channel.tls() && (m_state == State::Idle || m_state == State::Busy))
        m_channel.finishWriting();
    m_state = State::Closed;
    m_idle.leave();
    stopDialing();
    if (m_watched != 0)
        m_pool.m_reactor.poller().remove(m_channel.descriptor(), this);
    m_watched = 0;
    m_channel.close();
    m_out.clear();
}

} // namespace guarita::wire
