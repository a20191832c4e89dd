// SPDX-License-Identifier: GPL-3.0-or-later
// Http2Connection's streams: what the client's frames do to them, and their deadlines.
#include "net/http2connection.h"
#include "net/httplistener.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace guarita::net {

namespace {

constexpr std::chrono::seconds frameCountSpan{10};

} // namespace

void Http2Connection::requestBegins(StreamId id)
{
    auto stream = std::make_unique<Stream>(m_listener.limits().framer, m_listener.now());
    recount(*stream);
    m_streams.emplace(id, std::move(stream));
}

bool Http2Connection::fieldCame(StreamId id, QByteArrayView name, QByteArrayView value)
{
    Stream *stream = streamOf(id);
    if (!stream)
        return false;
    if (!stream->request.field(name, value)) {
        ++m_listener.mutableStats().rejectedMessages;
        sendAway();
        return false;
    }
    recount(*stream);
    return true;
}

void Http2Connection::headEnds(StreamId id, bool contentFollows)
{
    Stream *stream = streamOf(id);
    if (!stream)
        return;
    moved();
    stream->progress.restart(m_listener.now());
    stream->content.restart(m_listener.now());
    stream->request.endHead(contentFollows);
    recount(*stream);
    if (stream->request.rejection() || stream->request.large())
        m_toJudge.push_back(id);
    else if (contentFollows && stream->request.expectsContinue())
        m_session.greetContent(id);
}

void Http2Connection::contentCame(StreamId id, QByteArrayView bytes)
{
    Stream *stream = streamOf(id);
    if (!stream || !stream->reading()) {
        m_session.consumed(id, bytes.size());
        return;
    }
    moved();
    stream->request.content(bytes);
    stream->content.add(bytes.size(), m_listener.now());
    recount(*stream);
    if (stream->request.rejection() || stream->request.large() || stream->passing())
        m_toJudge.push_back(id);
    if (holdsMuch(*stream) && !m_listener.mayBuffer()) {
        stream->withheld += bytes.size();
        m_listener.waitForSpace(*this);
    } else if (stream->passing()) {
        // Other streams are not to wait for who answers this one.
        m_session.consumedByConnection(bytes.size());
        stream->heldBack += bytes.size();
    } else {
        m_session.consumed(id, bytes.size());
    }
}

void Http2Connection::frameRefused(StreamId id)
{
    if (!streamOf(id))
        ++m_cutStreams;
}

void Http2Connection::requestEnds(StreamId id)
{
    Stream *stream = streamOf(id);
    if (!stream || std::exchange(stream->requestEnded, true) || (stream->answerBegun && !stream->passing()))
        return;
    stream->request.end();
    recount(*stream);
    m_toJudge.push_back(id);
}

void Http2Connection::idleFrameCame()
{
    const core::Instant now = m_listener.now();
    if (now - m_frameCountSince >= frameCountSpan)
        moved();
    ++m_idleFrames;
}

/// A request or an answer has moved on.
void Http2Connection::moved()
{
    m_idleFrames = 0;
    m_frameCountSince = m_listener.now();
}

qsizetype Http2Connection::contentFor(StreamId id, char *into, qsizetype most, bool &end)
{
    Stream *stream = streamOf(id);
    if (!stream) {
        end = true;
        return 0;
    }
    const QByteArrayView rest = stream->output.view();
    const qsizetype count = std::min(rest.size(), most);
    if (count > 0) {
        std::memcpy(into, rest.data(), static_cast<std::size_t>(count));
        stream->output.consume(count);
        stream->progress.add(count, m_listener.now());
        moved();
    }
    end = stream->answerEnded && stream->output.isEmpty();
    recount(*stream);
    return count;
}

/// RFC 9113, 8.1: whoever is still sending may stop.
void Http2Connection::answerSent(StreamId id)
{
    Stream *stream = streamOf(id);
    if (!stream)
        return;
    stream->answerSent = true;
    if (!stream->requestEnded)
        m_session.reset(id, Http2Session::Error::None);
}

void Http2Connection::streamCloses(StreamId id, bool whole)
{
    const auto found = m_streams.find(id);
    if (found == m_streams.end()) {
        ++m_cutStreams; // it was malformed from its first byte on
        return;
    }
    Stream &stream = *found->second;
    giveWindowBack(id, stream);
    if (whole && stream.answerSent)
        m_cutStreams = std::max(m_cutStreams - 1, 0);
    else
        ++m_cutStreams;
    if (stream.owed())
        m_abandoned.push_back(abandon(stream));
    m_held -= stream.held;
    m_streams.erase(found);
    if (m_streams.empty())
        m_idleSince = m_listener.now();
}

bool Http2Connection::idle() const
{
    return !closed() && !m_farewell.begun() && m_streams.empty() && m_output.isEmpty();
}

bool Http2Connection::answerUnsent() const
{
    return !m_output.isEmpty() || std::any_of(m_streams.begin(), m_streams.end(), [](const auto &entry) {
        return !entry.second->output.isEmpty();
    });
}

bool Http2Connection::bodyUnfinished() const
{
    return std::any_of(m_streams.begin(), m_streams.end(),
                       [](const auto &entry) { return entry.second->holdsBody(); });
}

core::Instant Http2Connection::stuckSince() const
{
    if (m_streams.empty() && m_output.isEmpty())
        return m_idleSince;
    const bool answers = answerUnsent();
    core::Instant oldest = m_output.isEmpty() ? core::Instant::max() : m_written.since();
    for (const auto &[id, stream] : m_streams) {
        if (stream->holdsBytes(answers))
            oldest = std::min(oldest, stream->stuckSince(answers));
    }
    return oldest;
}

void Http2Connection::announceClosing()
{
    if (closed() || m_farewell.begun() || m_leaving)
        return;
    m_session.announceGoAway();
    flush();
}

/// While the listener closes, those that are not idle hear that no new streams are taken.
void Http2Connection::closeIfIdle()
{
    const bool atOnce = idle();
    if (closed() || m_farewell.begun() || !(atOnce || m_listener.closing()))
        return;
    goodbye(Http2Session::Error::None);
    flush();
    if (atOnce)
        peerLeft();
}

/// The client takes nothing of this answer, be it only its end (nghttp2 keeps an empty last frame back, too,
/// while the window is closed), though the connection as a whole may go on.
bool Http2Connection::isStuck(const Stream &stream, core::Instant now) const
{
    return (!stream.output.isEmpty() || stream.answerEnded) &&
           now - stream.progress.since() >= m_listener.limits().stalledWrite;
}

void Http2Connection::checkDeadlines(core::Instant now)
{
    const ListenerLimits &limits = m_listener.limits();
    if (closed())
        return;
    if (m_farewell.begun()) {
        if (now - m_written.since() >= Farewell::longest)
            peerLeft();
        return;
    }
    if (m_resting && now >= m_restsUntil) {
        m_resting = false;
        updateInterest();
    }
    if (!m_output.isEmpty() && now - m_written.since() >= limits.stalledWrite) {
        ++m_listener.mutableStats().timedOut;
        peerLeft();
        return;
    }
    if (m_streams.empty() && !m_leaving && now - m_idleSince >= limits.idle) {
        ++m_listener.mutableStats().timedOut;
        goodbye(Http2Session::Error::None);
    }
    std::vector<StreamId> late;
    for (const auto &[id, stream] : m_streams) {
        if (stream->body)
            recount(*stream); // some of it may have been taken
        if (stream->withheld > 0 && !holdsMuch(*stream))
            m_listener.continueLater(*this);
        const bool slowHead =
            stream->request.inHead() && now - stream->progress.since() >= limits.headerDeadline;
        const bool slowBody = isBodyLate(*stream, now);
        if (slowHead) { // the rest of its fields is owed to everybody's table (RFC 9113, 4.3)
            ++m_listener.mutableStats().timedOut;
            sendAway();
            break;
        }
        if (slowBody || isStuck(*stream, now))
            late.push_back(id);
    }
    for (const StreamId id : late) {
        Stream *stream = streamOf(id);
        if (!stream)
            continue;
        ++m_listener.mutableStats().timedOut;
        if (stream->reading())
            refuse(id, *stream, {408, "body_timeout"});
        else
            drop(id, *stream);
    }
    flush();
}

} // namespace guarita::net
