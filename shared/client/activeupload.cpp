// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ActiveCall that sends a request's body while it comes.
#include "client/activecall.h"

#include "qnam/uploaddevice.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <utility>

namespace guarita::client {

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
    m_untaken = *m_incoming->length();
    m_incoming->onProgress([this] { onBodyProgress(); });
    m_upload =
        new qnam::UploadDevice([this](qint64 most) { return takeBody(most); }, m_untaken, Rewind::UntilSent);
    return m_upload;
}

/// The connection asks once it is there, and again when the kernel has taken what it was given. So that it
/// asks is the upstream's progress.
QByteArray ActiveCall::takeBody(qint64 most)
{
    m_phase.leave();
    if (!m_incoming)
        return {};
    const QPointer<ActiveCall> self(this);
    const std::shared_ptr<net::IncomingBody> body = m_incoming;
    const qint64 count = std::min({most, m_untaken, body->available()});
    m_untaken -= count;
    QByteArray bytes;
    // Who is told that there is room may put in more, end the body, and destroy the call and the client.
    m_taking = true;
    m_core->tell([&] { bytes = body->take(count); });
    if (!self || !m_core)
        return {};
    m_taking = false;
    m_starved = count == 0;
    if (m_untaken == 0)
        bodyTaken();
    else if (m_starved)
        m_core->paused(m_whole); // it is the client who makes no progress, and he has a deadline of his own
    else
        m_core->streaming(m_whole, m_core->now());
    return bytes;
}

void ActiveCall::onBodyProgress()
{
    const bool endsShort =
        m_incoming->state() != net::IncomingBody::State::Coming && m_incoming->available() < m_untaken;
    if (endsShort)
        return finish(stageOfShortBody());
    if (!std::exchange(m_starved, false))
        return;
    m_core->streaming(m_whole, m_core->now());
    Q_EMIT m_upload->readyRead();
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
    std::exchange(m_incoming, nullptr)->onProgress(nullptr);
    const core::Instant now = m_core->now();
    if (m_streaming)
        return m_core->streaming(m_whole, now);
    if (!m_headHere)
        m_core->awaitingResponse(m_phase, now);
    m_core->awaitingEnd(m_whole, now);
}

} // namespace guarita::client
