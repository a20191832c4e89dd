// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/http2connection.h"

#include "net/http2answer.h"
#include "net/httplistener.h"

#include <algorithm>
#include <utility>

namespace guarita::net {

namespace {

constexpr qsizetype writeBatch = 16 * 1024; // one TLS record
constexpr qint64 streamOverhead = 2 * 1024; // of nghttp2's records and ours, whatever the stream carries

} // namespace

Http2Connection::Http2Connection(HttpListener &listener, std::uint32_t slot, Channel channel,
                                 const QHostAddress &peer)
    : ClientConnection(listener, slot, std::move(channel), peer)
    , m_session(*this, listener.limits().http2, listener.limits().framer.headerBytes)
    , m_written(listener.now())
    , m_idleSince(listener.now())
    , m_frameCountSince(listener.now())
{
    if (m_session.valid())
        watch(EPOLLIN | EPOLLRDHUP);
    else
        m_channel.close();
}

Http2Connection::~Http2Connection()
{
    for (const auto &[id, stream] : m_streams)
        letGoOfBody(*stream);
}

void Http2Connection::descriptorReady(std::uint32_t events)
{
    if (closed())
        return;
    const bool parting = m_farewell.begun();
    const bool unheard = (events & EPOLLRDHUP) && (m_resting || !m_output.isEmpty());
    const bool gone = (events & EPOLLERR) || (!parting && ((events & EPOLLHUP) || unheard));
    if (gone || (parting && !m_farewell.ready(m_channel, m_listener.scratch()))) {
        peerLeft();
        return;
    }
    if (parting) {
        updateInterest();
        return;
    }
    if (events & EPOLLOUT)
        flush();
    if (!closed() && !m_farewell.begun() && ((events & ~EPOLLOUT) || m_readNeedsRoom))
        readFromSocket();
}

void Http2Connection::readFromSocket()
{
    const std::span<char> scratch = m_listener.scratch();
    const Transfer received = m_channel.read(scratch);
    m_readNeedsRoom = received.state == Transfer::State::WantsWrite;
    if (m_readNeedsRoom || received.state == Transfer::State::WantsRead) {
        updateInterest();
        return;
    }
    if (!received.done()) {
        peerLeft(); // who sends no more has left, as with HTTP/1.1
        return;
    }
    m_busy = true;
    if (!m_session.receive(QByteArrayView(scratch.data(), received.bytes)))
        m_broken = true;
    const Http2Limits &limits = m_listener.limits().http2;
    if (m_cutStreams > limits.cutStreams || m_idleFrames > limits.idleFrames) {
        ++m_listener.mutableStats().rejectedMessages;
        sendAway();
    }
    actOnRequests();
    m_busy = false;
    flush();
}

/// What was learnt within the session is acted upon outside of it.
void Http2Connection::actOnRequests()
{
    for (const StreamId id : std::exchange(m_toJudge, {})) {
        Stream *stream = streamOf(id);
        if (!stream)
            continue;
        if (stream->passing()) {
            passOn(id, *stream);
            continue;
        }
        if (stream->owed() || stream->answerBegun)
            continue;
        if (const auto why = stream->request.rejection())
            refuse(id, *stream, *why);
        else if (stream->request.large() || stream->request.complete())
            letThrough(id, *stream);
    }
    tellAbandoned();
}

void Http2Connection::send(StreamId id, Stream &stream, const QByteArray &message)
{
    Http2Answer answer = Http2Answer::from(message);
    stream.answerBegun = true;
    stream.progress.restart(m_listener.now());
    stream.output.add(std::move(answer.content));
    const bool content = !stream.output.isEmpty() || !stream.answerEnded;
    m_session.answer(id, answer.status, answer.fields, content);
    recount(stream);
}

void Http2Connection::answer(std::uint32_t serial, QByteArray bytes, bool, std::chrono::milliseconds rest)
{
    StreamId id = 0;
    Stream *stream = owing(serial, id);
    if (!stream)
        return;
    if (rest > std::chrono::milliseconds::zero()) {
        m_resting = true;
        m_restsUntil = m_listener.now() + rest;
    }
    endBodyUnheard(*stream);
    settle(*stream);
    stream->answerEnded = true;
    if (stream->answerBegun) {
        if (stream->output.isEmpty())
            stream->progress.restart(m_listener.now());
        stream->output.add(std::move(bytes));
        m_session.proceed(id);
        recount(*stream);
    } else {
        send(id, *stream, bytes);
    }
    flush();
}

void Http2Connection::beginAnswer(std::uint32_t serial, QByteArray bytes, AnswerEnd)
{
    StreamId id = 0;
    Stream *stream = owing(serial, id);
    if (!stream)
        return;
    stream->owedBytes = 0; // the handler keeps of the request what it needs
    send(id, *stream, bytes);
    flush();
}

/// Never tells the sink anything from within: the caller is in the middle of something.
bool Http2Connection::continueAnswer(std::uint32_t serial, QByteArray bytes)
{
    StreamId id = 0;
    Stream *stream = owing(serial, id);
    if (!stream || m_failed)
        return true;
    if (stream->output.isEmpty())
        stream->progress.restart(m_listener.now());
    stream->output.add(std::move(bytes));
    m_session.proceed(id);
    recount(*stream);
    flush();
    stream = owing(serial, id); // the session may have found that the stream is over
    if (!stream)
        return true;
    stream->waitsForRoom = !stream->output.isEmpty() || !m_output.isEmpty();
    return !stream->waitsForRoom;
}

void Http2Connection::breakAnswer(std::uint32_t serial)
{
    StreamId id = 0;
    Stream *stream = owing(serial, id);
    if (!stream)
        return;
    endBodyUnheard(*stream);
    settle(*stream);
    stream->output.clear();
    recount(*stream);
    m_session.reset(id, Http2Session::Error::Internal);
    flush();
}

/// The request is not under way any more.
void Http2Connection::settle(Stream &stream)
{
    stream.serial = 0;
    stream.owedBytes = 0;
    --m_listener.mutableStats().inFlight;
}

Http2Connection::Stream *Http2Connection::streamOf(StreamId id) const
{
    const auto found = m_streams.find(id);
    return found == m_streams.end() ? nullptr : found->second.get();
}

Http2Connection::Stream *Http2Connection::owing(std::uint32_t serial, StreamId &id) const
{
    if (closed())
        return nullptr;
    for (const auto &[streamId, stream] : m_streams) {
        if (stream->serial == serial) {
            id = streamId;
            return stream.get();
        }
    }
    return nullptr;
}

void Http2Connection::flush()
{
    if (m_busy || closed() || m_farewell.begun())
        return;
    m_busy = true;
    const bool good = write();
    m_busy = false;
    if (!good) {
        m_failed = true;
        m_output.clear();
        m_listener.continueLater(*this); // the caller may be in the middle of something
        return;
    }
    if (!m_abandoned.empty() || std::any_of(m_streams.begin(), m_streams.end(), [this](const auto &entry) {
            return entry.second->waitsForRoom && entry.second->output.isEmpty() && m_output.isEmpty();
        }))
        m_listener.continueLater(*this);
    charge();
    const bool over = m_broken || (m_leaving && m_streams.empty());
    if (over && m_output.isEmpty())
        startLingering();
    else
        updateInterest();
}

/// False if nothing can be written any more. Otherwise all is written, or m_output is what is left.
bool Http2Connection::write()
{
    for (;;) {
        if (m_output.isEmpty()) {
            QByteArray batch;
            if (!m_session.collect(batch, writeBatch))
                return false;
            if (batch.isEmpty())
                return true;
            m_output.assign(std::move(batch));
            m_written.restart(m_listener.now());
        }
        const Transfer sent = m_channel.write(m_output.view());
        if (!sent.done())
            return sent.state == Transfer::State::WantsWrite;
        m_output.consume(sent.bytes);
        m_written.add(sent.bytes, m_listener.now());
    }
}

void Http2Connection::resume()
{
    if (closed())
        return;
    if (m_failed) {
        peerLeft();
        return;
    }
    m_busy = true;
    for (const auto &[id, stream] : m_streams) {
        if (m_listener.mayBuffer() || !holdsMuch(*stream))
            giveWindowBack(id, *stream);
        if (stream->heldBack > 0)
            m_toJudge.push_back(id); // its body may have room again
    }
    actOnRequests();
    tellOfRoom();
    m_busy = false;
    if (std::any_of(m_streams.begin(), m_streams.end(),
                    [](const auto &entry) { return entry.second->withheld > 0; }))
        m_listener.waitForSpace(*this);
    flush();
}

void Http2Connection::tellOfRoom()
{
    if (!m_output.isEmpty())
        return;
    std::vector<std::uint32_t> serials;
    for (const auto &[id, stream] : m_streams) {
        if (stream->waitsForRoom && stream->output.isEmpty()) {
            stream->waitsForRoom = false;
            serials.push_back(stream->serial);
        }
    }
    for (const std::uint32_t serial : serials) {
        if (serial != 0)
            m_listener.sink().answerTaken({slot(), serial});
    }
}

void Http2Connection::peerLeft()
{
    for (const auto &[id, stream] : m_streams) {
        if (stream->owed())
            m_abandoned.push_back(abandon(*stream));
    }
    close();
    tellAbandoned();
}

void Http2Connection::goodbye(Http2Session::Error error)
{
    if (!std::exchange(m_leaving, true))
        m_session.goAway(error);
}

void Http2Connection::sendAway()
{
    goodbye(Http2Session::Error::EnhanceYourCalm);
    m_broken = true;
}

/// What is still owed is owed to nobody.
void Http2Connection::startLingering()
{
    m_farewell.begin(m_channel);
    m_written.restart(m_listener.now());
    for (const auto &[id, stream] : m_streams) {
        if (stream->owed())
            m_abandoned.push_back(abandon(*stream));
    }
    m_streams.clear();
    m_held = 0;
    charge();
    updateInterest();
    if (!m_abandoned.empty())
        m_listener.continueLater(*this);
}

void Http2Connection::close()
{
    if (closed())
        return;
    m_streams.clear();
    m_output.clear();
    m_held = 0;
    closeChannel();
}

void Http2Connection::recount(Stream &stream)
{
    const qint64 passedOn = stream.body ? stream.body->available() : 0;
    const qint64 held =
        streamOverhead + stream.request.bufferedBytes() + stream.output.size() + stream.owedBytes + passedOn;
    m_held += held - std::exchange(stream.held, held);
    if (!m_busy)
        charge();
}

void Http2Connection::charge()
{
    if (!closed())
        setCharged(m_held + m_output.size());
}

void Http2Connection::updateInterest()
{
    if (m_farewell.begun())
        setInterest(m_farewell.interest());
    else if (m_resting && m_output.isEmpty())
        setInterest(EPOLLRDHUP);
    else if (m_output.isEmpty() && !m_readNeedsRoom)
        setInterest(EPOLLIN | EPOLLRDHUP);
    else // whoever takes no answers is asked for no more requests
        setInterest(EPOLLOUT | EPOLLRDHUP);
}

} // namespace guarita::net
