// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/transportcall.h"

#include "console/api/problemreader.h"
#include "console/api/transporttls.h"
#include "qnam/qtdefaults.h"
#include "qnam/uploaddevice.h"

#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QSslConfiguration>

namespace guarita::console {

namespace {

using Kind = ApiError::Kind;

constexpr qsizetype mostBodyBytes = 64 * 1024 * 1024;
constexpr qint64 mostUntakenBytes = 256 * 1024; // of a stream, while its sink is full
constexpr std::chrono::milliseconds untilSinkIsAsked{10};

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

ApiError failure(Kind kind, const QString &detail)
{
    ApiError error;
    error.kind = kind;
    error.detail = detail;
    return error;
}

ApiError tooLarge(int status)
{
    ApiError error = failure(Kind::BadReply, Transport::tr("The answer is larger than 64 MiB."));
    error.status = status;
    return error;
}

} // namespace

TransportCall::TransportCall(Transport &owner, std::shared_ptr<TransportCalls> calls,
                             OnReply<ApiResponse> done)
    : m_owner(&owner)
    , m_calls(std::move(calls))
    , m_done(std::move(done))
    , m_begin(m_clock.now())
{
    m_calls->insert(this);
}

TransportCall::~TransportCall()
{
    cancel();
}

void TransportCall::start(std::shared_ptr<QNetworkAccessManager> manager, const QNetworkRequest &wire,
                          ApiRequest request)
{
    m_manager = std::move(manager);
    const std::chrono::milliseconds deadline = request.deadline;
    m_sink = request.sink;
    m_silence = request.silence;
    m_host = wire.url().authority();
    if (!request.isSafe()) {
        QNetworkRequest unsafe = wire;
        unsafe.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
        // Qt writes the head together with the first bytes of the body, and tells nothing of an empty one.
        using Rewind = qnam::UploadDevice::Rewind;
        const Rewind rewind = request.body.isEmpty() ? Rewind::Never : Rewind::UntilRead;
        m_upload = new qnam::UploadDevice(std::move(request.body), rewind);
        m_reply = m_manager->sendCustomRequest(unsafe, request.method, m_upload);
        m_upload->setParent(m_reply);
    } else {
        m_reply = request.method == "HEAD" ? m_manager->head(wire) : m_manager->get(wire);
    }
    if (m_sink)
        m_reply->setReadBufferSize(mostUntakenBytes);
    connect(m_reply, &QNetworkReply::requestSent, this, [this] { m_sent = true; });
    connect(m_reply, &QNetworkReply::encrypted, this, [this] { m_encrypted = true; });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &TransportCall::onHead);
    connect(m_reply, &QIODevice::readyRead, this, &TransportCall::onReadable);
    connect(m_reply, &QNetworkReply::finished, this, &TransportCall::onFinished);
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_tlsErrors = errors;
        m_certificate = m_reply->sslConfiguration().peerCertificate();
    });
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { m_streaming ? onSilence() : onDeadline(); });
    m_deadline.start(deadline);
}

void TransportCall::failLater(ApiError error)
{
    dropReply();
    m_owner.clear();
    QMetaObject::invokeMethod(
        this, [this, error = std::move(error)] { end(error); }, Qt::QueuedConnection);
}

void TransportCall::cancel()
{
    m_done = nullptr;
    m_calls->erase(this);
    dropReply();
}

void TransportCall::dropReply()
{
    m_deadline.stop();
    const auto manager = std::move(m_manager);
    QNetworkReply *reply = m_reply;
    m_reply.clear();
    if (!reply)
        return;
    if (m_upload)
        m_upload->withhold();
    m_upload = nullptr;
    QObject::disconnect(reply, nullptr, this, nullptr);
    reply->abort(); // lets the connection go at once; does nothing once it is finished
    reply->deleteLater();
}

void TransportCall::onHead()
{
    m_sent = true;
    if (m_sink && isSuccess(m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt()))
        return beginStream();
    bool known = false;
    const qint64 length = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong(&known);
    if (known && length > mostBodyBytes)
        end(tooLarge(m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt()));
}

void TransportCall::beginStream()
{
    if (std::exchange(m_streaming, true))
        return;
    m_deadline.start(m_silence);
    if (!m_sink->begin(m_reply->rawHeader("content-type")))
        end(failure(Kind::BadReply, Transport::tr("%1 answered with something else.").arg(m_host)));
}

void TransportCall::onReadable()
{
    if (!m_reply)
        return;
    if (m_streaming) {
        m_deadline.start(m_silence);
        if (m_sink->full && m_sink->full() && !m_reply->isFinished()) {
            QTimer::singleShot(untilSinkIsAsked, this, &TransportCall::onReadable);
            return;
        }
        const QByteArray bytes = m_reply->readAll();
        if (!bytes.isEmpty())
            m_sink->take(bytes);
        return;
    }
    m_body += m_reply->readAll();
    if (m_body.size() > mostBodyBytes)
        end(tooLarge(m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt()));
}

void TransportCall::onFinished()
{
    onReadable();
    if (!m_reply)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return end(errorWithoutAnswer());
    const bool whole = qnam::endsOfItself(status, m_reply->error());
    if (m_streaming && whole)
        return end(takeResponse()); // the service ended it
    const ApiResponse response = takeResponse();
    if (!whole || !isComplete(response))
        return end(
            failure(Kind::Interrupted,
                    Transport::tr("The connection to %1 broke before the answer was complete.").arg(m_host)));
    if (isSuccess(status))
        end(response);
    else
        end(errorOf(response));
}

ApiResponse TransportCall::takeResponse()
{
    ApiResponse response;
    response.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        response.headers.emplace_back(name.toLower(), value);
    response.body = std::exchange(m_body, {});
    response.took = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - m_begin);
    return response;
}

/// Qt does not always mind that a body ends early.
bool TransportCall::isComplete(const ApiResponse &response) const
{
    bool known = false;
    const qint64 length = response.header("content-length").toLongLong(&known);
    const bool hasBody = response.status != 204 && response.status != 304 &&
                         m_reply->operation() != QNetworkAccessManager::HeadOperation;
    return !known || !hasBody || length == response.body.size();
}

bool TransportCall::certainlyUnsent() const
{
    if (!m_upload)
        return !m_sent;
    if (m_upload->touched())
        return false;
    // Qt waits until it has told of the encryption before it writes, and the connection is a new one.
    const bool inHandshake = m_reply->url().scheme() == QLatin1String("https") && !m_encrypted;
    return inHandshake || m_upload->bytesAvailable() > 0;
}

ApiError TransportCall::errorWithoutAnswer() const
{
    if (!m_tlsErrors.isEmpty())
        return failure(Kind::Untrusted, whyUntrusted(m_tlsErrors, m_certificate, m_host));
    const QNetworkReply::NetworkError error = m_reply->error();
    bool unsent = certainlyUnsent();
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
        // These come of making a connection, and no unsafe request gets a second one after it was sent.
        unsent = !m_sent;
        break;
    default:
        break;
    }
    return failure(unsent ? Kind::Unreachable : Kind::Interrupted, sentenceFor(error));
}

QString TransportCall::sentenceFor(QNetworkReply::NetworkError error) const
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return Transport::tr("%1 refuses the connection: nothing listens there.").arg(m_host);
    case QNetworkReply::HostNotFoundError:
        return Transport::tr("The host of %1 was not found.").arg(m_host);
    case QNetworkReply::SslHandshakeFailedError:
        return Transport::tr("No encrypted connection to %1 came about.").arg(m_host);
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return Transport::tr("%1 closed the connection without an answer.").arg(m_host);
    default:
        return Transport::tr("There is no connection to %1: %2").arg(m_host, m_reply->errorString());
    }
}

void TransportCall::onSilence()
{
    const auto seconds = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(m_silence).count());
    end(failure(Kind::Interrupted,
                Transport::tr("%1 has said nothing for %n second(s).", nullptr, seconds).arg(m_host)));
}

void TransportCall::onDeadline()
{
    const auto seconds =
        static_cast<int>(std::chrono::ceil<std::chrono::seconds>(m_deadline.intervalAsDuration()).count());
    if (m_reply && certainlyUnsent())
        return end(
            failure(Kind::Unreachable,
                    Transport::tr("No connection to %1 came about within %n second(s).", nullptr, seconds)
                        .arg(m_host)));
    end(failure(Kind::Interrupted,
                Transport::tr("%1 did not answer within %n second(s).", nullptr, seconds).arg(m_host)));
}

void TransportCall::end(const Reply<ApiResponse> &reply)
{
    dropReply();
    m_calls->erase(this);
    if (!m_done)
        return;
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - m_begin);
    const bool endedStream = m_streaming && reply; // says nothing new, after a time that says nothing
    if (m_owner && !endedStream)
        Q_EMIT m_owner->ended(reply ? nullptr : &reply.error(), took);
    // Whoever was told may have cancelled this call.
    if (const OnReply<ApiResponse> done = std::exchange(m_done, nullptr))
        done(reply);
}

} // namespace guarita::console
