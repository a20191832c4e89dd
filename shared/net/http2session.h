// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/headers.h"
#include "net/limits.h"

#include <QtCore/QByteArrayView>

#include <cstdint>
#include <memory>
#include <vector>

struct nghttp2_session;

namespace guarita::net {

using StreamId = std::int32_t;

/// What a client's frames say. Called within Http2Session::receive() and collect(); neither may be called
/// from here, everything else may.
class Http2Events
{
public:
    virtual void requestBegins(StreamId stream) = 0;
    /// False: no further field of these is to come, and the stream is to be reset.
    virtual bool fieldCame(StreamId stream, QByteArrayView name, QByteArrayView value) = 0;
    virtual void headEnds(StreamId stream, bool contentFollows) = 0;
    /// Give the window back with Http2Session::consumed(), or in its two parts.
    virtual void contentCame(StreamId stream, QByteArrayView bytes) = 0;
    virtual void requestEnds(StreamId stream) = 0;
    /// A frame that asks for no work of ours: PING, SETTINGS, empty DATA and such.
    virtual void idleFrameCame() = 0;
    /// It is malformed, or begins one stream too many, and was answered with a reset.
    virtual void frameRefused(StreamId stream) = 0;
    /// The next bytes of an answer's content, copied to `into`; 0 if there are none at the moment. `end`:
    /// they are the last.
    virtual qsizetype contentFor(StreamId stream, char *into, qsizetype most, bool &end) = 0;
    /// The last frame of the answer is on its way.
    virtual void answerSent(StreamId stream) = 0;
    /// `whole`: both sides have ended it in peace.
    virtual void streamCloses(StreamId stream, bool whole) = 0;

protected:
    ~Http2Events() = default;
};

/// The server's side of HTTP/2 (RFC 9113) on one connection: frames, HPACK, windows. nghttp2 does the work;
/// this class is the only one that knows it. No I/O.
class Http2Session
{
public:
    enum class Error : std::uint32_t { // RFC 9113, 7
        None = 0x0,
        Internal = 0x2,
        Cancel = 0x8,
        EnhanceYourCalm = 0xb
    };

    /// `headerBytes` is told to the client. Check valid() once.
    Http2Session(Http2Events &events, const Http2Limits &limits, qint64 headerBytes);

    bool valid() const { return m_session != nullptr; }
    /// False after an error of the whole connection; collect() then gives what tells the client why.
    bool receive(QByteArrayView bytes);
    /// Appends frames that are to be sent, until there are none or `output` has `most` bytes or somewhat
    /// more. False if the connection is beyond help.
    bool collect(QByteArray &output, qsizetype most);

    void answer(StreamId stream, int status, const std::vector<HeaderField> &fields, bool content);
    /// RFC 9110, 10.1.1: the content may come.
    void greetContent(StreamId stream);
    /// There is content again.
    void proceed(StreamId stream);
    void reset(StreamId stream, Error error);
    /// Gives the window of that back: all of it, or only the connection's or the stream's part.
    void consumed(StreamId stream, qsizetype bytes);
    void consumedByConnection(qsizetype bytes);
    void consumedByStream(StreamId stream, qsizetype bytes);
    /// The client should begin no new streams; those that it begins before it knows are taken (RFC
    /// 9113, 6.8).
    void announceGoAway();
    /// No new streams; those that are open may go on.
    void goAway(Error error);

private:
    std::unique_ptr<nghttp2_session, void (*)(nghttp2_session *)> m_session;
};

} // namespace guarita::net
