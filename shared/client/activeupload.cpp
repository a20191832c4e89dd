// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ActiveCall that sends a request's body while it comes.
#include "client/activecall.h"

#include "http/streamframing.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <utility>

namespace guarita::client {

namespace {

/// The pieces of a body of untold length (RFC 9112, 7.1).
QByteArray asChunk(QByteArray bytes, bool last)
{
    http::StreamFraming framing = http::StreamFraming::chunked();
    QByteArray chunk = bytes.isEmpty() ? QByteArray() : framing.wrap(std::move(bytes));
    return last ? chunk + framing.last() : chunk;
}

} // namespace

/// Null if the request has no body.
QIODevice *ActiveCall::bodyDevice(UpstreamRequest &request)
{
    using Rewind = qnam::UploadDevice::Rewind;
    if (!request.incoming) {
        if (!request.body.isEmpty())
            m_upload = new qnam::UploadDevice(std::move(request.body), Rewind::UntilSent);
        return m_upload;
    }
    m_incoming = std::move(request.incoming);
    m_untaken = m_incoming->length();
    m_incoming->onProgress([this] { onBodyProgress(); });
    m_upload = new qnam::UploadDevice([this](qint64 most) { return takeBody(most); }, Rewind::UntilSent);
    return m_upload;
}

/// The connection asks once it is there, and again when the kernel has taken what it was given. So that it
/// asks is the upstream's progress.
qnam::UploadDevice::Piece ActiveCall::takeBody(qint64 most)
{
    m_phase.leave();
    if (!m_incoming)
        return {};
    const QPointer<ActiveCall> self(this);
    const std::shared_ptr<net::IncomingBody> body = m_incoming;
    const qint64 count = std::min(bodyRoom(most), body->available());
    if (m_untaken)
        *m_untaken -= count;
    qnam::UploadDevice::Piece piece;
    // Who is told that there is room may put in more, end the body, and destroy the call and the client.
    m_taking = true;
    m_core->tell([&] { piece.bytes = body->take(count); });
    if (!self || !m_core)
        return {};
    m_taking = false;
    piece.last = allTaken();
    m_starved = count == 0 && !piece.last;
    if (!m_untaken)
        piece.bytes = asChunk(std::move(piece.bytes), piece.last);
    if (piece.last)
        bodyTaken();
    else if (m_starved)
        m_core->paused(m_whole); // it is the client who makes no progress, and he has a deadline of his own
    else
        progressed();
    return piece;
}

/// How many bytes of the body to give, if `most` of them may go with what is around them.
qint64 ActiveCall::bodyRoom(qint64 most) const
{
    if (m_untaken)
        return std::min(most, *m_untaken);
    return std::max<qint64>(1, most - http::StreamFraming::mostAround);
}

/// Without a length it ends where whoever puts it in says that it is whole.
bool ActiveCall::allTaken() const
{
    if (m_untaken)
        return m_untaken == 0;
    return m_incoming->state() == net::IncomingBody::State::Whole && m_incoming->available() == 0;
}

void ActiveCall::onBodyProgress()
{
    if (endsShort())
        return finish(stageOfShortBody());
    if (!std::exchange(m_starved, false))
        return;
    progressed();
    Q_EMIT m_upload->readyRead();
}

bool ActiveCall::endsShort() const
{
    switch (m_incoming->state()) {
    case net::IncomingBody::State::Coming:
        return false;
    case net::IncomingBody::State::Whole:
        return m_untaken && m_incoming->available() < *m_untaken;
    case net::IncomingBody::State::Broken:
        return true;
    }
    Q_UNREACHABLE();
    return true;
}

Stage ActiveCall::stageOfShortBody() const
{
    if (m_headHere)
        return Stage::Truncated;
    return unsent() ? Stage::Connect : Stage::NoResponse;
}

/// From now on it is a call like any other, unless its answer is here already.
void ActiveCall::bodyTaken()
{
    letGoOfBody();
    if (m_streaming)
        return progressed();
    const core::Instant now = m_core->now();
    if (!m_headHere)
        m_core->awaitingResponse(m_phase, now);
    m_core->awaitingEnd(m_whole, now);
}

void ActiveCall::letGoOfBody()
{
    if (m_incoming)
        std::exchange(m_incoming, nullptr)->onProgress(nullptr);
}

/// The upstream is timed anew, unless it waits for who takes the answer.
void ActiveCall::progressed()
{
    if (m_paused)
        m_core->paused(m_whole);
    else
        m_core->streaming(m_whole, m_core->now());
}

} // namespace guarita::client
