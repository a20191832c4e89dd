// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ActiveCall that passes a response on bit by bit.
#include "client/activecall.h"

#include <QtCore/QPointer>

#include <utility>

namespace guarita::client {

namespace {

// What is held of a response that is not read on, and one read more. Then nothing is read from the socket,
// and so the kernel holds back the upstream.
constexpr qint64 readBuffer = 256 * 1024;
constexpr qint64 pieceBytes = 64 * 1024;

} // namespace

void ActiveCall::beginStream()
{
    m_streaming = true;
    m_reply->setReadBufferSize(readBuffer);
    connect(m_reply, &QNetworkReply::readyRead, this, &ActiveCall::onStreamReadable);
    m_core->streaming(m_whole, m_core->now());
    UpstreamResult head;
    head.stage = Stage::Completed;
    head.duration = m_core->now() - m_begin;
    head.response = takeHead();
    m_core->tell([&] { m_receiver->head(std::move(head)); });
}

void ActiveCall::onStreamReadable()
{
    deliver();
}

/// The receiver may still have to take what the reply holds.
void ActiveCall::onStreamEnded()
{
    m_ended = true;
    onStreamReadable();
}

void ActiveCall::deliver()
{
    const QPointer<ActiveCall> self(this);
    while (!m_paused && m_reply->bytesAvailable() > 0) {
        QByteArray bytes = m_reply->take(pieceBytes);
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
        finish(stageOfStream());
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
    return m_reply->end() == wire::End::Whole ? Stage::Completed : Stage::Truncated;
}

} // namespace guarita::client
