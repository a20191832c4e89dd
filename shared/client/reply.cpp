// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/reply.h"

#include <QtCore/QMetaObject>

#include <algorithm>
#include <cstring>
#include <utility>

namespace guarita::client {

namespace {

QNetworkReply::NetworkError errorOf(wire::End end)
{
    switch (end) {
    case wire::End::None:
    case wire::End::Whole:
        return QNetworkReply::NoError;
    case wire::End::NoDescriptors:
        return QNetworkReply::TemporaryNetworkFailureError;
    case wire::End::Unreachable:
        return QNetworkReply::ConnectionRefusedError;
    case wire::End::Unsent:
    case wire::End::Closed:
    case wire::End::Broken:
        return QNetworkReply::RemoteHostClosedError;
    case wire::End::Malformed:
        return QNetworkReply::ProtocolFailure;
    }
    Q_UNREACHABLE();
    return QNetworkReply::UnknownNetworkError;
}

} // namespace

Reply::Reply(wire::Connections &connections, const QNetworkRequest &request, WireRequest wire,
             QIODevice *body)
    : m_connections(connections)
    , m_wire(std::move(wire))
    , m_requestBody(body)
{
    setRequest(request);
    setUrl(request.url());
    open(ReadOnly | Unbuffered);
    if (body) {
        connect(body, &QIODevice::readyRead, this, [this] {
            if (m_connection)
                m_connection->sendMore();
        });
    }
}

Reply::~Reply()
{
    abort();
}

void Reply::start()
{
    m_starting = true;
    send(m_wire.reuse ? m_connections.take() : m_connections.open());
    m_starting = false;
}

void Reply::send(std::shared_ptr<wire::Connection> connection)
{
    m_connection = std::move(connection);
    if (!m_connection->reused())
        Q_EMIT socketStartedConnecting();
    m_connection->begin(*this, m_wire.head,
                        {.toHead = m_wire.method == net::Method::Head,
                         .hasBody = m_requestBody != nullptr,
                         .closeAfter = !m_wire.reuse});
}

void Reply::abort()
{
    if (m_connection)
        std::exchange(m_connection, nullptr)->abandon();
}

wire::BodyPiece Reply::nextBody(qsizetype most)
{
    wire::BodyPiece piece;
    const qint64 here = m_requestBody->bytesAvailable();
    piece.bytes = m_requestBody->read(here > 0 ? std::min<qint64>(most, here) : most);
    piece.last = m_requestBody->atEnd();
    return piece;
}

void Reply::requestSent()
{
    m_anySent = true;
    Q_EMIT QNetworkReply::requestSent();
}

void Reply::answerBegins(net::ResponseFrame head)
{
    constexpr int requestTimeout = 408;
    if (head.status == requestTimeout && isRepeatable()) {
        m_connection->abandon();
        return replace();
    }
    m_head = std::move(head);
    setAttribute(QNetworkRequest::HttpStatusCodeAttribute, m_head.status);
    Q_EMIT metaDataChanged();
}

void Reply::answerGoesOn(QByteArray body)
{
    m_buffer.add(std::move(body));
    holdBackIfFull();
    Q_EMIT readyRead();
}

void Reply::ended(wire::End end)
{
    if (mayReplace(end))
        return replace();
    m_connection.reset();
    if (!m_starting)
        return conclude(end);
    QMetaObject::invokeMethod(
        this, [this, end] { conclude(end); }, Qt::QueuedConnection);
}

/// Once, and on a new connection, which no server closes for having idled.
void Reply::replace()
{
    m_replaced = true;
    send(m_connections.open());
}

bool Reply::isRepeatable() const
{
    return !m_replaced && m_connection->reused() && !m_requestBody && net::isSafe(m_wire.method);
}

bool Reply::mayReplace(wire::End end) const
{
    if (end == wire::End::Unsent)
        return !m_replaced && m_connection->reused() && (!m_requestBody || m_requestBody->reset());
    return end == wire::End::Closed && !m_connection->answerBegun() && isRepeatable();
}

void Reply::conclude(wire::End end)
{
    m_end = end;
    if (end != wire::End::Whole)
        setError(errorOf(end), {});
    setFinished(true);
    Q_EMIT finished();
}

void Reply::setReadBufferSize(qint64 size)
{
    QNetworkReply::setReadBufferSize(size);
    holdBackIfFull();
}

void Reply::holdBackIfFull()
{
    const bool full = readBufferSize() > 0 && m_buffer.size() >= readBufferSize();
    if (m_connection && std::exchange(m_heldBack, full) != full)
        m_connection->holdBack(full);
}

QByteArray Reply::take(qsizetype most)
{
    QByteArray taken;
    if (most >= m_buffer.size()) {
        taken = m_buffer.takeAll();
    } else {
        taken = m_buffer.view().first(most).toByteArray();
        m_buffer.consume(most);
    }
    holdBackIfFull();
    return taken;
}

qint64 Reply::readData(char *data, qint64 maxSize)
{
    if (m_buffer.isEmpty())
        return isFinished() ? -1 : 0;
    const QByteArray bytes = take(maxSize);
    std::memcpy(data, bytes.constData(), static_cast<std::size_t>(bytes.size()));
    return bytes.size();
}

} // namespace guarita::client
