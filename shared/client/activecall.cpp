// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/activecall.h"

#include "client/wirerequest.h"

#include <algorithm>
#include <utility>

namespace guarita::client {

namespace {

bool isSendable(const net::IncomingBody &body)
{
    return body.length() != 0 && body.state() != net::IncomingBody::State::Broken;
}

} // namespace

ActiveCall::ActiveCall(ClientCore &core, Upstream &upstream, UpstreamRequest request, Completion done,
                       StreamReceiver *receiver)
    : m_core(&core)
    , m_upstream(upstream)
    , m_done(std::move(done))
    , m_receiver(receiver)
    , m_begin(core.now())
    , m_method(request.method)
{
    start(request);
}

ActiveCall::~ActiveCall()
{
    detach();
}

void ActiveCall::start(UpstreamRequest &request)
{
    if (!m_upstream.usable())
        return failLater(Stage::Connect);
    if (m_upstream.inFlight() >= m_core->limits().inFlightPerUpstream)
        return failLater(Stage::Saturated);
    std::optional<WireRequest> wire = wireRequest(m_upstream.authority(), request);
    if (!wire || (request.incoming && !isSendable(*request.incoming)))
        return failLater(Stage::Connect);

    m_requestId = request.headers.value("x-request-id");
    m_reply = hand(*wire, request);
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, &ActiveCall::onConnecting);
    connect(m_reply, &QNetworkReply::requestSent, this, &ActiveCall::onRequestSent);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &ActiveCall::onHead);
    connect(m_reply, &QNetworkReply::finished, this, &ActiveCall::onFinished);
    m_upstream.callBegins();
    m_core->started(m_whole, m_begin);
    m_core->connecting(m_phase, m_begin);
    if (!m_incoming)
        return m_reply->start();
    // Taking from a body runs what others do when there is room in it, which must not be within this call.
    Reply *const reply = m_reply;
    QMetaObject::invokeMethod(
        reply, [reply] { reply->start(); }, Qt::QueuedConnection);
}

Reply *ActiveCall::hand(const WireRequest &wire, UpstreamRequest &request)
{
    QNetworkRequest carrier(m_upstream.origin());
    carrier.setAttribute(Manager::wireAttribute, QVariant::fromValue(wire));
    QIODevice *const body = bodyDevice(request);
    const bool toHead = m_method == http::Method::Head;
    Reply *const reply = m_upstream.manager().createReply(toHead ? QNetworkAccessManager::HeadOperation
                                                                 : QNetworkAccessManager::CustomOperation,
                                                          carrier, body);
    if (body)
        body->setParent(reply);
    return reply;
}

void ActiveCall::failLater(Stage stage)
{
    m_core->refused(m_whole);
    const auto tell = [this, stage] {
        if (m_core)
            finish(stage);
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

/// Also when another one had been there, which the upstream closed.
void ActiveCall::onConnecting()
{
    const core::Instant now = m_core->now();
    m_core->connecting(m_phase, now);
    if (m_incoming)
        m_core->streaming(m_whole, now); // or nobody would look at the clock
}

void ActiveCall::onRequestSent()
{
    if (m_upload)
        m_upload->markSent();
    if (!m_incoming)
        m_core->awaitingResponse(m_phase, m_core->now());
}

void ActiveCall::onHead()
{
    m_phase.leave();
    m_headHere = true;
    m_head = judgeHead(m_reply->takeHead(), m_method, m_core->limits(), m_receiver != nullptr);
    if (!m_head.acceptable)
        return finish(Stage::TooLarge);
    if (!answersThisRequest())
        return finish(Stage::NoResponse);
    if (m_head.streamed)
        return beginStream();
    if (m_head.bodyLength)
        return;
    // The size is not known beforehand: stop reading at the limit, and look at what comes.
    m_reply->setReadBufferSize(m_core->limits().responseBytes + 1);
    connect(m_reply, &QNetworkReply::readyRead, this, &ActiveCall::onReadable);
}

/// An answer that names another request was meant for an earlier call on the same connection. A server that
/// names none is believed.
bool ActiveCall::answersThisRequest() const
{
    const QByteArray *named = m_head.headers.find("x-request-id");
    if (m_requestId.isEmpty() || !named || named->isEmpty() || *named == m_requestId)
        return true;
    const QList<QByteArray> ids = named->split(',');
    return std::any_of(ids.begin(), ids.end(),
                       [this](const QByteArray &id) { return id.trimmed() == m_requestId; });
}

void ActiveCall::onReadable()
{
    if (m_reply->bytesAvailable() > m_core->limits().responseBytes)
        finish(Stage::TooLarge);
}

void ActiveCall::onFinished()
{
    letGoOfBody();
    if (m_streaming)
        return onStreamEnded();
    finish(stageOfEnd());
}

Stage ActiveCall::stageOfEnd()
{
    switch (m_reply->end()) {
    case wire::End::NoDescriptors:
        return Stage::Saturated;
    case wire::End::Unreachable:
    case wire::End::Unsent:
        return Stage::Connect;
    case wire::End::None:
    case wire::End::Closed:
        return Stage::NoResponse;
    case wire::End::Broken:
        return Stage::Truncated;
    case wire::End::Malformed:
        return Stage::TooLarge;
    case wire::End::Whole:
        break;
    }
    m_body = m_reply->take(m_reply->bytesAvailable());
    return m_body.size() > m_core->limits().responseBytes ? Stage::TooLarge : Stage::Completed;
}

void ActiveCall::expire()
{
    finish(unsent() ? Stage::Connect : Stage::Timeout);
}

void ActiveCall::finish(Stage stage)
{
    UpstreamResult result;
    result.stage = stage;
    result.duration = m_core->now() - m_begin;
    if (stage == Stage::Completed) {
        result.response = takeHead();
        result.response.body = std::move(m_body);
    }
    result.wasConnected = stage == Stage::Connect && m_reply && m_reply->end() == wire::End::Unsent;
    ClientCore *const core = m_core;
    Completion done = std::move(m_done);
    detach();
    core->complete(std::move(done), std::move(result));
}

http::Response ActiveCall::takeHead()
{
    http::Response response;
    response.status = m_head.status;
    response.headers = std::move(m_head.headers);
    response.upstream = m_upstream.authority();
    return response;
}

void ActiveCall::abandon()
{
    detach();
}

void ActiveCall::detach()
{
    if (!m_core)
        return;
    m_phase.leave();
    m_whole.leave();
    letGoOfBody();
    if (m_upload)
        m_upload->withhold();
    if (m_reply) {
        QObject::disconnect(m_reply, nullptr, this, nullptr);
        m_reply->abort();
        // The reply survives its own signals, but not that its body goes while it reads it.
        if (m_taking)
            m_reply->deleteLater();
        else
            delete m_reply;
        m_reply = nullptr;
        m_upstream.callEnds();
        m_core->ended();
    }
    m_core = nullptr;
}

} // namespace guarita::client
