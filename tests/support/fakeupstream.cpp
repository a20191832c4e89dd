// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"

#include <QtCore/QTimer>
#include <QtNetwork/QTcpSocket>

#include <sys/socket.h>

namespace guarita::support {

namespace {

/// The body that stands at `place` in chunks (RFC 9112, 7.1), and what is behind it then. False if it is not
/// whole, or malformed.
bool readChunks(const QByteArray &buffer, qsizetype &place, SeenRequest &request)
{
    const qsizetype begin = place;
    do {
        const qsizetype line = buffer.indexOf("\r\n", place);
        bool isSize = false;
        const qsizetype size = line < 0 ? -1 : buffer.sliced(place, line - place).toLongLong(&isSize, 16);
        if (!isSize || size < 0 || buffer.size() < line + 2 + size + 2)
            return false;
        place = line + 2 + size + 2;
        if (buffer.sliced(place - 2, 2) != "\r\n")
            return false;
        request.chunks.append(size);
    } while (request.chunks.last() != 0);
    qsizetype data = begin;
    for (const qsizetype size : std::as_const(request.chunks)) {
        data = buffer.indexOf('\n', data) + 1;
        request.body += QByteArrayView(buffer).sliced(data, size);
        data += size + 2;
    }
    return true;
}

/// The same for one of either kind.
bool readBody(const QByteArray &buffer, qsizetype &place, SeenRequest &request)
{
    const QByteArray coding = request.field("transfer-encoding");
    if (!coding.isEmpty())
        return coding == "chunked" && request.field("content-length").isEmpty() &&
               readChunks(buffer, place, request);
    const qsizetype length = request.field("content-length").toLongLong();
    if (buffer.size() < place + length)
        return false;
    request.body = buffer.sliced(place, length);
    place += length;
    return true;
}

} // namespace

UpstreamScript UpstreamScript::ok(const QByteArray &body)
{
    return answer("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                  body);
}

QByteArray SeenRequest::field(const QByteArray &name) const
{
    for (const QByteArray &line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.sliced(colon + 1).trimmed();
    }
    return {};
}

FakeUpstream::FakeUpstream(Script script)
    : m_script(std::move(script))
{
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
    m_server.setListenBacklogSize(1024);
    m_server.listen(QHostAddress::LocalHost, 0);
}

FakeUpstream::FakeUpstream(UpstreamScript always)
    : FakeUpstream([always](const SeenRequest &) { return always; })
{
}

FakeUpstream::~FakeUpstream()
{
    for (QTcpSocket *socket : m_buffers.keys())
        socket->disconnect();
}

QUrl FakeUpstream::origin() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port()));
}

/// A socket of Qt's reads by itself, unless its buffer is full.
void FakeUpstream::bound(QTcpSocket *socket) const
{
    socket->setReadBufferSize(m_reads ? 0 : 1);
}

void FakeUpstream::setReading(bool reading)
{
    m_reads = reading;
    for (QTcpSocket *socket : m_buffers.keys()) {
        bound(socket);
        if (m_reads)
            read(socket);
    }
}

void FakeUpstream::closeConnections()
{
    for (QTcpSocket *socket : m_buffers.keys())
        socket->disconnectFromHost();
}

void FakeUpstream::resetConnections()
{
    const linger atOnce{.l_onoff = 1, .l_linger = 0};
    for (QTcpSocket *socket : m_buffers.keys()) {
        ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                     sizeof atOnce);
        socket->abort();
    }
}

void FakeUpstream::push(const QByteArray &bytes, const QByteArray &target)
{
    for (QTcpSocket *socket : m_buffers.keys()) {
        if (!target.isNull() && m_targets.value(socket) != target)
            continue;
        socket->write(bytes);
        socket->flush();
    }
}

int FakeUpstream::open() const
{
    return static_cast<int>(m_buffers.size());
}

qint64 FakeUpstream::unsent() const
{
    qint64 bytes = 0;
    for (QTcpSocket *socket : m_buffers.keys())
        bytes += socket->bytesToWrite();
    return bytes;
}

qint64 FakeUpstream::unframed() const
{
    qint64 bytes = 0;
    for (const QByteArray &buffer : m_buffers)
        bytes += buffer.size();
    return bytes;
}

void FakeUpstream::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        ++m_connections;
        if (m_closesAtOnce) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        m_buffers.insert(socket, {});
        bound(socket);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(socket); });
        QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
            m_buffers.remove(socket);
            m_targets.remove(socket);
            socket->deleteLater();
        });
    }
}

void FakeUpstream::read(QTcpSocket *socket)
{
    if (!m_reads)
        return;
    QByteArray &buffer = m_buffers[socket];
    buffer += socket->readAll();
    for (;;) {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        SeenRequest request;
        request.head = buffer.first(end + 4);
        qsizetype place = end + 4;
        if (!readBody(buffer, place, request))
            return;
        buffer.remove(0, place);
        const QList<QByteArray> line = request.head.first(request.head.indexOf('\r')).split(' ');
        request.method = line.value(0);
        request.target = line.value(1);
        m_targets[socket] = request.target;
        ++m_requests[request.method];
        m_seen.append(request);
        const UpstreamScript script = m_script(request);
        if (script.delay.count() > 0)
            QTimer::singleShot(script.delay, socket, [this, socket, script] { act(socket, script); });
        else
            act(socket, script);
        if (!m_buffers.contains(socket))
            return;
    }
}

void FakeUpstream::act(QTcpSocket *socket, const UpstreamScript &script)
{
    if (script.never)
        return;
    if (script.gap.count() == 0 || script.bytes.size() <= 1) {
        socket->write(script.bytes);
        if (!script.later.isEmpty())
            QTimer::singleShot(script.lateness, socket,
                               [socket, later = script.later] { socket->write(later); });
        if (script.closeAfter)
            socket->disconnectFromHost();
        return;
    }
    socket->write(script.bytes.first(1));
    socket->flush();
    UpstreamScript rest = script;
    rest.bytes.remove(0, 1);
    QTimer::singleShot(script.gap, socket, [this, socket, rest] { act(socket, rest); });
}

quint16 deadPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost, 0);
    return server.serverPort();
}

} // namespace guarita::support
