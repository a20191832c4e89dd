// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/bytequeue.h"
#include "net/clientconnection.h"
#include "net/farewell.h"
#include "net/http2request.h"
#include "net/http2session.h"
#include "net/incomingbody.h"
#include "net/progress.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace guarita::net {

/// A client's connection that speaks HTTP/2 (RFC 9113), from the end of its handshake on. Each stream is a
/// request like those of GatedConnection: read by the same framer, with the same deadlines, in the same
/// account. What only streams make possible has bounds of its own, Http2Limits; above them the connection is
/// closed with a GOAWAY that says ENHANCE_YOUR_CALM.
class Http2Connection final : public ClientConnection, private Http2Events
{
public:
    Http2Connection(HttpListener &listener, std::uint32_t slot, Channel channel, const QHostAddress &peer);
    ~Http2Connection() override;

    void descriptorReady(std::uint32_t events) override;

    void answer(std::uint32_t serial, QByteArray bytes, bool keepAlive,
                std::chrono::milliseconds rest) override;
    void beginAnswer(std::uint32_t serial, QByteArray bytes, AnswerEnd end) override;
    bool continueAnswer(std::uint32_t serial, QByteArray bytes) override;
    void breakAnswer(std::uint32_t serial) override;

    void checkDeadlines(core::Instant now) override;
    void announceClosing() override;
    void closeIfIdle() override;
    void resume() override;
    void makeRoom() override;

    bool idle() const override;
    bool answerUnsent() const override;
    bool bodyUnfinished() const override;
    core::Instant stuckSince() const override;

private:
    struct Stream
    {
        Stream(const FramerLimits &limits, core::Instant now)
            : request(limits)
            , progress(now)
            , content(now)
        {
        }

        bool owed() const { return serial != 0; }
        /// The request's content is passed on while it comes.
        bool passing() const { return body && body->state() == IncomingBody::State::Coming; }
        bool reading() const { return passing() || (!requestEnded && !answerBegun); }
        bool holdsBody() const { return passing() ? body->available() > 0 : reading(); }
        /// Of an answer that the client does not take, or else of a request that does not come.
        bool holdsBytes(bool ofAnswers) const { return ofAnswers ? !output.isEmpty() : holdsBody(); }
        core::Instant stuckSince(bool ofAnswers) const { return (ofAnswers ? progress : content).since(); }

        Http2Request request;
        std::shared_ptr<IncomingBody> body; // of the request that is being answered, if it is passed on
        ByteQueue output;                   // content of the answer that the client's window has no room for
        Progress progress;                  // of the head, and of the answer
        Progress content;                   // of the request's
        qint64 owedBytes = 0;               // size of the request that is being answered
        qint64 held = 0;                    // all of it, in the account
        qsizetype withheld = 0;             // of the client's windows, for want of buffer space
        qsizetype heldBack = 0;             // of the stream's window alone, until `body` has room
        std::uint32_t serial = 0;           // while an answer is owed
        bool requestEnded = false;          // by the client
        bool answerBegun = false;           // its head is on its way
        bool answerEnded = false;           // all of its content is in `output`, or gone
        bool answerSent = false;            // its end is on its way
        bool waitsForRoom = false;          // whoever answers is to be told once `output` is empty
    };
    /// A request that is over for whoever answers it.
    struct Abandoned
    {
        std::uint32_t serial;
        std::shared_ptr<IncomingBody> body;
    };
    using Streams = std::unordered_map<StreamId, std::unique_ptr<Stream>>;

    // Http2Events
    void requestBegins(StreamId id) override;
    bool fieldCame(StreamId id, QByteArrayView name, QByteArrayView value) override;
    void headEnds(StreamId id, bool contentFollows) override;
    void contentCame(StreamId id, QByteArrayView bytes) override;
    void requestEnds(StreamId id) override;
    void idleFrameCame() override;
    void frameRefused(StreamId id) override;
    qsizetype contentFor(StreamId id, char *into, qsizetype most, bool &end) override;
    void answerSent(StreamId id) override;
    void streamCloses(StreamId id, bool whole) override;

    Stream *streamOf(StreamId id) const;
    Stream *owing(std::uint32_t serial, StreamId &id) const;
    void readFromSocket();
    void actOnRequests();
    void letThrough(StreamId id, Stream &stream);
    void passOn(StreamId id, Stream &stream);
    static std::shared_ptr<IncomingBody> letGoOfBody(Stream &stream);
    static void endBodyUnheard(Stream &stream);
    Abandoned abandon(Stream &stream);
    void tell(const Abandoned &request);
    void tellAbandoned();
    void refuse(StreamId id, Stream &stream, const FrameRejection &why);
    void send(StreamId id, Stream &stream, const QByteArray &message);
    void settle(Stream &stream);
    void drop(StreamId id, Stream &stream);
    void flush();
    bool write();
    void giveWindowBack(StreamId id, Stream &stream);
    void tellOfRoom();
    void peerLeft();
    void goodbye(Http2Session::Error error);
    void sendAway();
    void startLingering();
    void close();
    void recount(Stream &stream);
    void charge();
    void updateInterest();
    bool isStuck(const Stream &stream, core::Instant now) const;
    bool isBodyLate(const Stream &stream, core::Instant now) const;
    static bool holdsMuch(const Stream &stream);
    void moved();

    Http2Session m_session;
    Streams m_streams;
    std::vector<StreamId> m_toJudge; // their requests are complete, or refused, or have something to pass on
    std::vector<Abandoned> m_abandoned; // by the client; whoever answers them is still to be told
    ByteQueue m_output;
    Farewell m_farewell;
    Progress m_written;        // of m_output
    core::Instant m_idleSince; // no stream was open since
    core::Instant m_frameCountSince;
    core::Instant m_restsUntil; // when resting
    qint64 m_held = 0;          // of all streams
    int m_cutStreams = 0;
    int m_idleFrames = 0;
    bool m_resting = false; // not read from
    bool m_busy = false;    // within the session, or acting on what it said: flush() comes at the end
    bool m_failed = false;  // the socket, outside of its event; resume() says so
    bool m_leaving = false; // a GOAWAY is on its way
    bool m_broken = false;  // and nothing else comes after it
    bool m_readNeedsRoom = false;
};

} // namespace guarita::net
