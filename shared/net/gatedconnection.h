// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "net/bytequeue.h"
#include "net/clientconnection.h"
#include "net/farewell.h"
#include "net/incomingbody.h"
#include "net/limits.h"
#include "net/messageframer.h"
#include "net/progress.h"
#include "net/proxyheader.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace guarita::net {

/// One client's connection: ends TLS, if the listener has any, reads bytes, frames them strictly, lets one
/// whole request at a time through the gate, and writes its answer before the next request is looked at. So
/// pipelined answers stay in order and at most one request and one answer, or the part of it that the client
/// has not taken, are held per connection. Of a large body that is passed on while it comes (see BodyRules),
/// no more is held than IncomingBody takes and one read brings.
class GatedConnection final : public ClientConnection
{
public:
    GatedConnection(HttpListener &listener, std::uint32_t slot, Channel channel, const QHostAddress &peer);
    ~GatedConnection() override;

    void descriptorReady(std::uint32_t events) override;

    void answer(std::uint32_t serial, QByteArray bytes, bool keepAlive,
                std::chrono::milliseconds rest) override;
    void beginAnswer(std::uint32_t serial, QByteArray bytes, AnswerEnd end) override;
    bool continueAnswer(std::uint32_t serial, QByteArray bytes) override;
    void breakAnswer(std::uint32_t serial) override;

    void shakeHands() override;
    void checkDeadlines(core::Instant now) override;
    void closeIfIdle() override;
    void resume() override;
    void makeRoom() override;

    bool idle() const override;
    bool answerUnsent() const override { return !m_output.isEmpty(); }
    /// Of one that is passed on: if some of it is held.
    bool bodyUnfinished() const override
    {
        return passing() ? m_body->available() > 0 : m_framer.state() == MessageFramer::State::Body;
    }
    core::Instant stuckSince() const override
    {
        return passing() && !answerUnsent() ? m_bodyProgress.since() : m_progress.since();
    }

private:
    enum class Written { All, InPart, Failed };
    enum class Phase {
        Introducing, // a proxy tells for whom it speaks
        Handshaking,
        Serving,
        Lingering
    };

    bool beforeRequests() const { return m_phase == Phase::Introducing || m_phase == Phase::Handshaking; }
    void readIntroduction();
    void introduced();
    void expectHandshake();
    bool helloIsSound();
    void continueHandshake();
    void handshakeFailed();
    void endHandshake(qint64 HandshakeStats::*how);
    void readFromSocket();
    bool mayRead() const;
    bool holdsMuch() const;
    void processInput();
    bool serveNext(int &turns);
    qsizetype feedFramer(QByteArrayView bytes);
    void send(QByteArray answer);
    void letThrough();
    void refuse(const FrameRejection &why);
    bool passing() const { return m_body && m_body->state() == IncomingBody::State::Coming; }
    void beginToPassOn(std::shared_ptr<IncomingBody> body);
    bool passOn();
    void holdBack();
    bool bodyIsLate(core::Instant now) const;
    std::shared_ptr<IncomingBody> letGoOfBody();
    void endBodyUnheard();
    void abandonRequest();
    void writeToSocket();
    Written writeOutput();
    void partTaken();
    void finishAnswer();
    void resetWhenClosed(bool reset);
    void startLingering();
    void peerLeft();
    void peerSendsNoMore();
    bool leftItsStream(core::Instant now) const;
    bool replyOwed() const { return m_owedSerial != 0; }
    bool owes(std::uint32_t serial) const { return !closed() && replyOwed() && serial == m_owedSerial; }
    void settleReply();
    void close();
    void charge();
    void updateInterest();
    void restartDeadline();
    void greetBody();
    void acknowledgeAtOnce();
    std::optional<core::Instant> deadline() const;

    MessageFramer m_framer;
    std::unique_ptr<ProxyHeader> m_introduction; // while it comes
    ByteQueue m_pending;                         // read, but behind the request that is being answered
    ByteQueue m_output;
    qint64 m_owedBytes = 0;               // size of the request that is being answered
    std::shared_ptr<IncomingBody> m_body; // of that request, if it is passed on
    Progress m_bodyProgress;              // of the latter
    Farewell m_farewell;                  // when lingering
    Progress m_progress;                  // of what the current deadline measures
    core::Instant m_restsUntil{};
    std::uint32_t m_owedSerial = 0;
    Phase m_phase = Phase::Serving;
    bool m_keepAlive = true;
    bool m_processing = false;
    bool m_readPaused = false;
    bool m_resting = false;       // until m_restsUntil
    bool m_inputBlocked = false;  // bytes wait in the socket behind an owed reply
    bool m_readNeedsRoom = false; // TLS has to write before it can read on
    bool m_continueSent = false;
    bool m_halfClosed = false; // the client sends no more, and still gets the answer that is being written
    bool m_begun = false;      // a part of the answer that is owed has been handed over
    bool m_unframed = false;   // its end is told by closing, so breaking it takes a reset
    bool m_failed = false;     // writing a part failed; resume() says so, outside of the writer's call
};

} // namespace guarita::net
