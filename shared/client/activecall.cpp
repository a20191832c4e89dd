// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/activecall.h"

#include "client/wirerequest.h"
#include "qnam/qtdefaults.h"
#include "qnam/uploaddevice.h"

#include <algorithm>
#include <utility>

namespace guarita::client {

namespace {

bool isSendable(const net::IncomingBody &body)
{
    return body.length().value_or(0) > 0 && body.state() != net::IncomingBody::State::Broken;
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
    detach(false);
}

void ActiveCall::start(UpstreamRequest &request)
{
    if (!m_upstream.usable())
        return failLater(Stage::Connect);
    if (m_upstream.inFlight() >= m_core->limits().inFlightPerUpstream)
        return failLater(Stage::Saturated);
    std::optional<QNetworkRequest> wire = wireRequest(m_upstream, request);
    if (!wire || (request.incoming && !isSendable(*request.incoming)))
        return failLater(Stage::Connect);

    m_requestId = wire->rawHeader(QByteArrayLiteral("x-request-id"));
    if (!takeLane(*wire))
        return failLater(Stage::Saturated);
    m_reply = hand(*m_lane.manager, *wire, request);
    connect(m_reply, &QNetworkReply::requestSent, this, &ActiveCall::onRequestSent, Qt::DirectConnection);
    if (!m_upload)
        connect(m_reply, &QNetworkReply::socketStartedConnecting, this, &ActiveCall::onConnecting,
                Qt::DirectConnection);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &ActiveCall::onHead, Qt::DirectConnection);
    connect(m_reply, &QNetworkReply::finished, this, &ActiveCall::onFinished, Qt::DirectConnection);
    m_core->started(m_whole, m_begin);
    if (m_sentIsTold)
        m_core->connecting(m_phase, m_begin);
    else
        m_core->awaitingResponse(m_phase, m_begin);
}

/// False: there is no thread for it.
bool ActiveCall::takeLane(QNetworkRequest &wire)
{
    const bool encrypted = m_upstream.encrypted();
    m_lane.index = m_upstream.takeLane();
    m_lane.manager = m_core->managers().managerFor(m_lane.index, encrypted);
    if (!m_lane.manager) {
        m_upstream.releaseLane(m_lane.index);
        return false;
    }
    m_lane.name = m_upstream.laneName(m_lane.index);
    ++m_lane.manager->calls;
    if (!encrypted)
        wire.setPeerVerifyName(m_lane.name);
    return true;
}

QNetworkReply *ActiveCall::hand(Manager &manager, const QNetworkRequest &wire, UpstreamRequest &request)
{
    if (m_method == http::Method::Head)
        return manager.createRequest(QNetworkAccessManager::HeadOperation, wire);
    const bool bodyless = net::isSafe(m_method) && request.body.isEmpty() && !request.incoming;
    if (m_method == http::Method::Get && bodyless)
        return manager.createRequest(QNetworkAccessManager::GetOperation, wire);

    QNetworkRequest custom = wire;
    custom.setAttribute(QNetworkRequest::CustomVerbAttribute, net::methodName(m_method));
    if (request.incoming)
        return handIncoming(manager, custom, request);
    if (bodyless)
        return manager.createRequest(QNetworkAccessManager::CustomOperation, custom);

    // Qt says requestSent with a body's first bytes, and so never for an empty one.
    m_sentIsTold = !request.body.isEmpty();
    custom.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    m_upload =
        new qnam::UploadDevice(std::move(request.body), m_sentIsTold ? qnam::UploadDevice::Rewind::UntilSent
                                                                     : qnam::UploadDevice::Rewind::Never);
    QNetworkReply *reply = manager.createRequest(QNetworkAccessManager::CustomOperation, custom, m_upload);
    m_upload->setParent(reply);
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

void ActiveCall::suspect(const Upstream &upstream, const Lane &lane)
{
    const bool sameLane =
        &m_upstream == &upstream && m_lane.manager == lane.manager && m_lane.name == lane.name;
    // Qt tells in the order of events: a request that was sent before the connection came into doubt used
    // another one. That Qt opened a connection for it proves nothing: it takes the one that is free first.
    if (sameLane && !m_sent)
        m_suspect = true;
}

void ActiveCall::onConnecting()
{
    m_mayRepeat = false;
}

void ActiveCall::onRequestSent()
{
    // A second time: Qt met a closed connection and sent a request without a body again, which it would do up
    // to three times. Once is right if the connection had idled (RFC 9112, 9.3.1: the upstream closed it just
    // then). Everything else is for the caller to decide and to count.
    if (m_sent && !std::exchange(m_mayRepeat, false))
        return finish(Stage::NoResponse);
    m_sent = true;
    if (m_upload)
        m_upload->markSent();
    if (!m_incoming)
        m_core->awaitingResponse(m_phase, m_core->now());
}

void ActiveCall::onHead()
{
    m_sent = true;
    m_phase.leave();
    m_head = readHead(*m_reply, m_method, m_core->limits(), m_receiver != nullptr);
    if (!m_head.acceptable)
        return finish(Stage::TooLarge);
    if (!answersThisRequest()) {
        m_distrust = true;
        return finish(Stage::NoResponse);
    }
    m_distrust = m_head.surplusLikely;
    if (m_head.streamed)
        return beginStream();
    if (m_head.bodyLength)
        return;
    // The size is not known beforehand: make Qt stop reading at the limit, and look at what comes.
    m_reply->setReadBufferSize(m_core->limits().responseBytes + 1);
    connect(m_reply, &QNetworkReply::readyRead, this, &ActiveCall::onReadable, Qt::DirectConnection);
}

/// An answer that names another request was meant for an earlier call on the same connection. A server that
/// names none is believed, unless there is a reason not to.
bool ActiveCall::answersThisRequest() const
{
    const QByteArray *named = m_head.headers.find("x-request-id");
    if (m_requestId.isEmpty() || !named || named->isEmpty())
        return !m_suspect;
    if (*named == m_requestId)
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
    if (m_streaming)
        return onStreamEnded();
    finish(stageOfEnd());
}

Stage ActiveCall::stageOfEnd()
{
    if (!m_head.acceptable)
        return stageWithoutResponse();
    if (!qnam::endsOfItself(m_head.status, m_reply->error()))
        return Stage::Truncated;
    m_body = m_reply->readAll();
    if (m_head.bodyLength && *m_head.bodyLength != m_body.size())
        return Stage::Truncated;
    return m_body.size() > m_core->limits().responseBytes ? Stage::TooLarge : Stage::Completed;
}

Stage ActiveCall::stageWithoutResponse() const
{
    switch (m_reply->error()) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
        return m_sent ? Stage::NoResponse : Stage::Connect;
    default:
        return certainlyUnsent() ? Stage::Connect : Stage::NoResponse;
    }
}

/// requestSent comes from Qt's thread, so its absence alone does not prove that nothing has been sent by now.
/// For a safe method without a body it is taken as proof all the same: being wrong does no harm there.
bool ActiveCall::certainlyUnsent() const
{
    if (m_sent || !m_sentIsTold)
        return false;
    return !m_upload || !m_upload->touched();
}

void ActiveCall::expire()
{
    finish(certainlyUnsent() ? Stage::Connect : Stage::Timeout, false);
}

void ActiveCall::finish(Stage stage, bool emitting)
{
    UpstreamResult result;
    result.stage = stage;
    result.duration = m_core->now() - m_begin;
    if (stage == Stage::Completed) {
        result.response = takeHead();
        result.response.body = std::move(m_body);
    }
    result.wasConnected =
        stage == Stage::Connect && m_reply && m_reply->error() == QNetworkReply::RemoteHostClosedError;
    if (m_reply && (m_distrust || stage == Stage::TooLarge || stage == Stage::Truncated))
        m_core->distrust(m_upstream, m_lane);
    ClientCore *const core = m_core;
    Completion done = std::move(m_done);
    detach(emitting);
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
    detach(false);
}

void ActiveCall::detach(bool emitting)
{
    if (!m_core)
        return;
    m_phase.leave();
    m_whole.leave();
    if (m_incoming)
        std::exchange(m_incoming, nullptr)->onProgress(nullptr);
    if (m_upload)
        m_upload->withhold();
    if (m_reply) {
        QObject::disconnect(m_reply, nullptr, this, nullptr);
        // Destroying it gives up the connection, but a reply must not be destroyed from its own signal.
        if (emitting || m_emitting)
            m_reply->deleteLater();
        else
            delete m_reply;
        m_reply = nullptr;
        m_upstream.releaseLane(m_lane.index);
        --m_lane.manager->calls;
        m_core->ended();
    }
    m_core = nullptr;
}

} // namespace guarita::client
