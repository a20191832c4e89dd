// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/recording.h"

#include <QtCore/QByteArrayList>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpSocket>

#include <memory>
#include <vector>

namespace guarita::support {

struct RawResponse
{
    int status = 0;
    QByteArray head; // with the status line, without the empty line
    QByteArray body;

    QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n')) {
            const qsizetype colon = line.indexOf(':');
            if (colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0)
                return line.mid(colon + 1).trimmed();
        }
        return {};
    }
};

/// The complete responses among the bytes; interim ones have no body. `toHead`: the request was HEAD.
inline std::vector<RawResponse> responsesIn(QByteArray rest, bool toHead = false)
{
    std::vector<RawResponse> result;
    for (qsizetype end = rest.indexOf("\r\n\r\n"); end >= 0; end = rest.indexOf("\r\n\r\n")) {
        RawResponse response;
        response.head = rest.left(end);
        response.status = response.head.mid(9, 3).toInt();
        const qsizetype length = toHead ? 0 : response.header("Content-Length").toLongLong();
        if (rest.size() < end + 4 + length)
            break;
        response.body = rest.mid(end + 4, length);
        rest = rest.mid(end + 4 + length);
        result.push_back(response);
    }
    return result;
}

/// A client that sends exactly the bytes it is told to, and remembers all that comes back.
class RawClient
{
public:
    explicit RawClient(quint16 port)
        : m_port(port)
    {
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket,
                         [this] { m_received += m_socket.readAll(); });
        m_socket.connectToHost(QHostAddress::LocalHost, port);
    }
    ~RawClient()
    {
        if (m_sent.size() <= mostRecorded)
            recordConnection(m_port, m_sent, m_received);
    }
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        if (!recordFolder().isEmpty() && m_sent.size() <= mostRecorded)
            m_sent += bytes;
    }
    /// Leaves as a crashed client does: with a reset.
    void abort() { m_socket.abort(); }
    void finishSending() { m_socket.disconnectFromHost(); }
    void stopReading() { m_socket.setReadBufferSize(1); }
    bool connected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    bool closed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    QTcpSocket &socket() { return m_socket; }
    const QByteArray &received() const { return m_received; }

    /// See responsesIn().
    std::vector<RawResponse> responses(bool toHead = false) const { return responsesIn(m_received, toHead); }
    int count() const { return static_cast<int>(responses().size()); }

private:
    static constexpr qsizetype mostRecorded = 16 * 1024 * 1024;

    quint16 m_port;
    QByteArray m_sent; // only to be recorded
    QTcpSocket m_socket;
    QByteArray m_received;
};

} // namespace guarita::support
