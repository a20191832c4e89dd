// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/gatedconnection.h"

#include "net/httplistener.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace guarita::net {

namespace {

// Answers to pipelined requests in one turn of the event loop, before other connections get theirs.
constexpr int requestsPerTurn = 16;

} // namespace

GatedConnection::GatedConnection(HttpListener &listener, std::uint32_t slot, Channel channel,
                                 const QHostAddress &peer)
    : ClientConnection(listener, slot, std::move(channel), peer)
    , m_framer(listener.limits().framer)
    , m_bodyProgress(listener.now())
    , m_progress(listener.now())
    , m_phase(listener.tls() ? Phase::Handshaking : Phase::Serving)
{
    if (listener.trust().header) {
        m_phase = Phase::Introducing;
        m_introduction = std::make_unique<ProxyHeader>();
    }
    if (m_phase == Phase::Handshaking)
        expectHandshake();
    watch(beforeRequests() ? EPOLLIN : EPOLLIN | EPOLLRDHUP);
}

GatedConnection::~GatedConnection()
{
    letGoOfBody();
}

void GatedConnection::descriptorReady(std::uint32_t events)
{
    if (closed())
        return;
    if (events & EPOLLERR) {
        peerLeft();
        return;
    }
    if (m_phase == Phase::Lingering) {
        if (m_farewell.ready(m_channel, m_listener.scratch()))
            updateInterest();
        else
            close();
        return;
    }
    if (events & EPOLLHUP) {
        peerLeft();
        return;
    }
    if (m_phase == Phase::Introducing) {
        readIntroduction();
        return;
    }
    if (m_phase == Phase::Handshaking) {
        continueHandshake();
        return;
    }
    if (events & EPOLLOUT) {
        if (std::exchange(m_readNeedsRoom, false))
            events |= EPOLLIN;
        else
            writeToSocket();
    }
    if (closed() || m_phase == Phase::Lingering)
        return;
    if ((events & EPOLLRDHUP) && (answerUnsent() || m_begun)) {
        peerSendsNoMore();
    } else if ((events & EPOLLRDHUP) && (replyOwed() || !(events & EPOLLIN))) {
        peerLeft(); // no EPOLLIN: reading is paused
    } else if (events & EPOLLIN) {
        readFromSocket();
    }
}

void GatedConnection::readFromSocket()
{
    if (!mayRead()) {
        // Bytes behind an owed reply stay in the kernel, so a pipelining client is held back by TCP.
        m_inputBlocked = true;
        updateInterest();
        return;
    }
    if (passing())
        charge(); // some of it may have been taken
    const bool inBody = m_framer.state() == MessageFramer::State::Body;
    if (inBody && holdsMuch() && !m_listener.mayBuffer()) {
        m_readPaused = true;
        updateInterest();
        m_listener.waitForSpace(*this);
        return;
    }
    const std::span<char> scratch = m_listener.scratch();
    const Transfer received = m_channel.read(scratch);
    m_readNeedsRoom = received.state == Transfer::State::WantsWrite;
    if (m_readNeedsRoom || received.state == Transfer::State::WantsRead) {
        updateInterest();
        return;
    }
    if (!received.done()) {
        peerLeft();
        return;
    }
    const QByteArrayView bytes(scratch.data(), received.bytes);
    m_pending.append(bytes.sliced(feedFramer(bytes)));
    if (m_framer.state() == MessageFramer::State::Body)
        acknowledgeAtOnce();
    processInput();
}

/// Less is read on whatever others hold: small requests pass when large ones have to wait.
bool GatedConnection::holdsMuch() const
{
    constexpr qint64 much = 64 * 1024;
    return charged() > much;
}

bool GatedConnection::mayRead() const
{
    if (!m_pending.isEmpty())
        return false;
    return passing() ? !m_body->full() : !replyOwed() && !m_resting && m_output.isEmpty();
}

/// Feeds the framer and keeps the deadlines' start: a head is timed from its first byte, a body by its
/// progress.
qsizetype GatedConnection::feedFramer(QByteArrayView bytes)
{
    const MessageFramer::State before = m_framer.state();
    const qsizetype used = m_framer.consume(bytes);
    const MessageFramer::State after = m_framer.state();
    if (passing())
        m_bodyProgress.add(used, m_listener.now());
    else if (before == MessageFramer::State::Idle || before != after)
        restartDeadline();
    else if (after == MessageFramer::State::Body)
        m_progress.add(used, m_listener.now());
    return used;
}

void GatedConnection::restartDeadline()
{
    m_progress.restart(m_listener.now());
}

/// Goes on as far as the gate allows: until a reply is owed, an answer waits to be written, or bytes are
/// missing.
void GatedConnection::processInput()
{
    if (m_processing)
        return; // answered from within letThrough() or passOn(): the loop below goes on
    m_processing = true;
    int turns = 0;
    while (!closed() && m_phase == Phase::Serving && (passing() ? passOn() : serveNext(turns))) {
    }
    if (!closed() && m_phase == Phase::Serving)
        greetBody();
    m_processing = false;
    if (closed())
        return;
    if (passing())
        holdBack();
    charge();
    updateInterest();
}

/// The next step on the way to a request; false if there is none now.
bool GatedConnection::serveNext(int &turns)
{
    if (replyOwed() || m_resting || !m_output.isEmpty())
        return false;
    switch (m_framer.state()) {
    case MessageFramer::State::Complete:
    case MessageFramer::State::Large:
        if (++turns > requestsPerTurn) {
            m_listener.continueLater(*this);
            return false;
        }
        letThrough();
        return true;
    case MessageFramer::State::Rejected:
        refuse(m_framer.rejection());
        return true;
    default:
        break;
    }
    if (m_pending.isEmpty())
        return false;
    m_pending.consume(feedFramer(m_pending.view()));
    return true;
}

/// A sender that coalesces small writes (RFC 896) holds the rest of its body back until what it sent is
/// acknowledged, and the kernel delays that by 40 ms unless told otherwise. The option does not last, so it
/// is set with every read.
void GatedConnection::acknowledgeAtOnce()
{
    const int on = 1;
    ::setsockopt(m_channel.descriptor(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
}

/// RFC 9110, 10.1.1: the client waits for leave to send its body. Where that is passed on, whoever answers
/// could refuse it before.
void GatedConnection::greetBody()
{
    if (m_continueSent || m_begun || answerUnsent() || !m_framer.expectsContinue())
        return;
    m_continueSent = true;
    constexpr QByteArrayView interim("HTTP/1.1 100 Continue\r\n\r\n");
    // The send buffer is empty here. A socket that cannot take 25 bytes then is broken.
    if (m_channel.write(interim).bytes != interim.size())
        peerLeft();
}

void GatedConnection::letThrough()
{
    const qint64 held = m_framer.bufferedBytes();
    const bool large = m_framer.state() == MessageFramer::State::Large;
    RequestFrame frame = large ? m_framer.takeHead() : m_framer.takeRequest();
    m_owedBytes = held - m_framer.bufferedBytes();
    if (large)
        beginToPassOn(frame.incoming);
    m_continueSent = false;
    m_keepAlive = frame.keepAlive;
    m_owedSerial = m_listener.nextSerial();
    charge();
    ++m_listener.mutableStats().inFlight;
    m_listener.sink().requestReady({slot(), m_owedSerial}, std::move(frame), m_peer);
}

/// What is under way of an answer already cannot be taken back: it is broken off.
void GatedConnection::refuse(const FrameRejection &why)
{
    ++m_listener.mutableStats().rejectedMessages;
    if (m_begun) {
        peerLeft();
        return;
    }
    abandonRequest();
    m_pending.clear();
    m_keepAlive = false;
    QByteArray answer = m_listener.sink().refusal(why, m_framer.headRequest(), m_peer);
    m_framer = MessageFramer(m_listener.limits().framer); // gives up what it holds
    send(std::move(answer));
}

void GatedConnection::charge()
{
    const qint64 passedOn = m_body ? m_body->available() : 0;
    setCharged(m_framer.bufferedBytes() + m_pending.size() + m_output.size() + m_owedBytes + passedOn);
}

void GatedConnection::updateInterest()
{
    if (m_phase == Phase::Lingering)
        return setInterest(m_farewell.interest());
    std::uint32_t events = 0;
    if (!m_halfClosed && !beforeRequests())
        events |= EPOLLRDHUP;
    if (!(m_inputBlocked || m_readPaused || m_readNeedsRoom))
        events |= EPOLLIN;
    if (!m_output.isEmpty() || m_readNeedsRoom)
        events |= EPOLLOUT;
    setInterest(events);
}

void GatedConnection::resume()
{
    if (closed())
        return;
    if (m_failed) {
        peerLeft();
        return;
    }
    if (std::exchange(m_readPaused, false)) { // the pause was ours
        restartDeadline();
        m_bodyProgress.restart(m_listener.now());
    }
    processInput();
}

} // namespace guarita::net
