// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ActiveCall that sends a request's body while it comes.
#include "client/activecall.h"

#include "qnam/uploaddevice.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <utility>

namespace guarita::client {

QNetworkReply *ActiveCall::handIncoming(Manager &manager, QNetworkRequest &custom, UpstreamRequest &request)
{
    m_incoming = std::move(request.incoming);
    m_untaken = *m_incoming->length();
    m_incoming->onProgress([this] { onBodyProgress(); });
    custom.setHeader(QNetworkRequest::ContentLengthHeader, m_untaken);
    m_upload = new qnam::UploadDevice([this](qint64 most) { return takeBody(most); },
                                      qnam::UploadDevice::Rewind::UntilSent);
    QNetworkReply *reply = manager.createRequest(QNetworkAccessManager::CustomOperation, custom, m_upload);
    m_upload->setParent(reply);
    return reply;
}

/// Qt asks once it has a connection, and again when it holds less than 48 KiB that the kernel did not take.
/// So that it asks is the upstream's progress.
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
    inSignal([&] { m_core->tell([&] { bytes = body->take(count); }); });
    if (!self || !m_core)
        return {};
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
        return finish(certainlyUnsent() ? Stage::Connect : Stage::NoResponse, false);
    if (!std::exchange(m_starved, false))
        return;
    m_core->streaming(m_whole, m_core->now());
    Q_EMIT m_upload->readyRead();
}

/// From now on it is a call like any other.
void ActiveCall::bodyTaken()
{
    std::exchange(m_incoming, nullptr)->onProgress(nullptr);
    m_core->awaitingResponse(m_phase, m_core->now());
    m_core->awaitingEnd(m_whole, m_core->now());
}

} // namespace guarita::client
