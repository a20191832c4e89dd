// SPDX-License-Identifier: GPL-3.0-or-later
// Http2Connection's requests: let through, passed on while they come, refused, abandoned.
#include "net/http2connection.h"
#include "net/httplistener.h"

#include <algorithm>
#include <utility>

namespace guarita::net {

void Http2Connection::letThrough(StreamId id, Stream &stream)
{
    const qint64 held = stream.request.bufferedBytes();
    const bool large = stream.request.large();
    RequestFrame frame = large ? stream.request.takeHead() : stream.request.take();
    stream.owedBytes = held - stream.request.bufferedBytes();
    if (large) {
        stream.body = frame.incoming;
        stream.body->onRoom([this] { m_listener.continueLater(*this); });
    }
    stream.serial = m_listener.nextSerial();
    recount(stream);
    ++m_listener.mutableStats().inFlight;
    m_listener.sink().requestReady({slot(), stream.serial}, std::move(frame), peer());
    if (stream.passing() && !stream.answerBegun && stream.request.expectsContinue())
        m_session.greetContent(id);
    if (stream.passing())
        passOn(id, stream);
}

/// What is under way of an answer already cannot be taken back: it is cut.
void Http2Connection::refuse(StreamId id, Stream &stream, const FrameRejection &why)
{
    ++m_listener.mutableStats().rejectedMessages;
    if (stream.answerBegun) {
        drop(id, stream);
        return;
    }
    std::optional<Abandoned> request;
    if (stream.owed())
        request = abandon(stream);
    const bool head = stream.request.headRequest();
    giveWindowBack(id, stream);
    stream.request = Http2Request(m_listener.limits().framer); // gives up what it holds
    stream.answerEnded = true;
    send(id, stream, m_listener.sink().refusal(why, head, peer()));
    if (request)
        tell(*request);
}

/// What has come since the last time. The stream's window opens again as far as whoever answers keeps up.
void Http2Connection::passOn(StreamId id, Stream &stream)
{
    const std::shared_ptr<IncomingBody> body = stream.body; // what is told of it may answer
    body->put(stream.request.takeBody());
    if (!stream.passing())
        return;
    if (const auto why = stream.request.rejection()) {
        refuse(id, stream, *why);
        return;
    }
    if (stream.requestEnded && stream.request.complete()) {
        body->finish();
    } else if (stream.heldBack > 0 && !body->full()) {
        stream.content.restart(m_listener.now());
        m_session.consumedByStream(id, std::exchange(stream.heldBack, 0));
    }
    recount(stream);
}

/// It hears nothing from here any more.
std::shared_ptr<IncomingBody> Http2Connection::letGoOfBody(Stream &stream)
{
    if (stream.body)
        stream.body->onRoom(nullptr);
    return std::exchange(stream.body, nullptr);
}

/// Its request is answered: what still comes is for nobody. Whoever answered is in the middle of something,
/// so he is not told.
void Http2Connection::endBodyUnheard(Stream &stream)
{
    const bool unfinished = stream.passing();
    const std::shared_ptr<IncomingBody> body = letGoOfBody(stream);
    if (!unfinished)
        return;
    body->onProgress(nullptr);
    body->breakOff();
}

Http2Connection::Abandoned Http2Connection::abandon(Stream &stream)
{
    const std::uint32_t serial = stream.serial;
    settle(stream);
    return {serial, letGoOfBody(stream)};
}

/// The sink hears of it first, so that an answer that is given when the body breaks off is already void.
void Http2Connection::tell(const Abandoned &request)
{
    m_listener.sink().clientLeft({slot(), request.serial});
    if (request.body)
        request.body->breakOff();
}

void Http2Connection::tellAbandoned()
{
    for (const Abandoned &request : std::exchange(m_abandoned, {}))
        tell(request);
}

/// Gives a stream up whose client does not take what it asked for.
void Http2Connection::drop(StreamId id, Stream &stream)
{
    stream.output.clear();
    std::optional<Abandoned> request;
    if (stream.owed())
        request = abandon(stream);
    recount(stream);
    m_session.reset(id, Http2Session::Error::Cancel);
    if (request)
        tell(*request);
}

/// Longest stuck first, until there is room.
void Http2Connection::makeRoom()
{
    if (closed() || m_farewell.begun())
        return;
    const bool answers = answerUnsent();
    std::vector<std::pair<core::Instant, StreamId>> holders;
    for (const auto &[id, stream] : m_streams) {
        if (stream->holdsBytes(answers))
            holders.emplace_back(stream->stuckSince(answers), id);
    }
    if (answers && holders.empty()) { // all of it is in m_output
        peerLeft();
        return;
    }
    std::sort(holders.begin(), holders.end());
    for (const auto &[since, id] : holders) {
        Stream *stream = streamOf(id);
        if (!stream || m_listener.mayBuffer())
            continue;
        if (answers)
            drop(id, *stream);
        else
            refuse(id, *stream, {503, "buffers_full"});
    }
    flush();
}

/// The stream's part of it waits until a body that is passed on has room.
void Http2Connection::giveWindowBack(StreamId id, Stream &stream)
{
    const qsizetype bytes = std::exchange(stream.withheld, 0);
    if (bytes == 0)
        return;
    stream.content.restart(m_listener.now()); // the pause was ours
    m_session.consumedByConnection(bytes);
    if (stream.passing())
        stream.heldBack += bytes;
    else
        m_session.consumedByStream(id, bytes);
}

/// Small requests pass when large ones have to wait.
bool Http2Connection::holdsMuch(const Stream &stream)
{
    constexpr qint64 much = 64 * 1024;
    return stream.held > much;
}

/// A pause of ours is no stall: for want of buffer space, or until who answers takes some of the body.
bool Http2Connection::isBodyLate(const Stream &stream, core::Instant now) const
{
    const bool paused = stream.withheld > 0 || stream.heldBack > 0;
    return stream.reading() && !stream.request.inHead() && !paused &&
           now - stream.content.since() >= m_listener.limits().bodyProgress;
}

} // namespace guarita::net
