// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ActiveCall that passes a response on bit by bit.
#include "client/activecall.h"

#include "qnam/qtdefaults.h"

#include <QtCore/QPointer>

#include <utility>

namespace guarita::client {

namespace {

// What Qt may hold of a response that is not read on. It stops reading from the socket then, and so the
// kernel holds back the upstream. It takes up to as much again, in its socket and on the way between threads.
constexpr qint64 readBuffer = 256 * 1024;
constexpr qint64 pieceBytes = 64 * 1024;

} // namespace

void ActiveCall::beginStream()
{
    m_streaming = true;
    m_reply->setReadBufferSize(readBuffer);
    connect(m_reply, &QNetworkReply::readyRead, this, &ActiveCall::onStreamReadable, Qt::DirectConnection);
    m_core->streaming(m_whole, m_core->now());
    UpstreamResult head;
    head.stage = Stage::Completed;
    head.duration = m_core->now() - m_begin;
    head.response = takeHead();
    inSignal([&] { m_core->tell([&] { m_receiver->head(std::move(head)); }); });
}

void ActiveCall::onStreamReadable()
{
    inSignal([this] { deliver(); });
}

/// The receiver may still have to take what the reply holds; further calls must not wait for that, nor meet
/// the connection.
void ActiveCall::onStreamEnded()
{
    m_ended = true;
    if (!qnam::endsOfItself(m_head.status, m_reply->error()))
        m_core->distrust(m_upstream, m_lane);
    onStreamReadable();
}

void ActiveCall::deliver()
{
    const QPointer<ActiveCall> self(this);
    while (!m_paused && m_reply->bytesAvailable() > 0) {
        QByteArray bytes = m_reply->read(pieceBytes);
        if (bytes.isEmpty())
            break;
        m_received += bytes.size();
        bool more = false;
        m_core->tell([&] { more = m_receiver->bytes(std::move(bytes)); });
        if (!self || !m_core)
            return;
        m_paused = !more;
    }
    if (m_ended && m_reply->bytesAvailable() == 0)
        finish(stageOfStream(), m_emitting);
    else if (m_paused)
        m_core->paused(m_whole); // it is the client who makes no progress, and he has a deadline of his own
    else
        m_core->streaming(m_whole, m_core->now());
}

void ActiveCall::resume()
{
    if (m_core && std::exchange(m_paused, false))
        deliver();
}

Stage ActiveCall::stageOfStream() const
{
    const bool whole = !m_head.bodyLength || *m_head.bodyLength == m_received;
    return whole && qnam::endsOfItself(m_head.status, m_reply->error()) ? Stage::Completed : Stage::Truncated;
}

} // namespace guarita::client
