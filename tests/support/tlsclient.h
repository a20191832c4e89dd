// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/rawclient.h"

#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslSocket>

namespace guarita::support {

/// RawClient over TLS: sends exactly the bytes it is told to, once the handshake is done.
class TlsClient
{
public:
    /// Verifies that the server is "localhost" by an authority of `tls`.
    TlsClient(quint16 port, const QSslConfiguration &tls)
        : m_port(port)
    {
        QObject::connect(&m_socket, &QSslSocket::readyRead, &m_socket,
                         [this] { m_received += m_socket.readAll(); });
        m_socket.setSslConfiguration(tls);
        m_socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port, QStringLiteral("localhost"));
    }
    ~TlsClient() { recordConnection(m_port, m_sent, m_received); }
    TlsClient(const TlsClient &) = delete;
    TlsClient &operator=(const TlsClient &) = delete;

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        if (!recordFolder().isEmpty())
            m_sent += bytes;
    }
    bool encrypted() const { return m_socket.isEncrypted(); }
    bool closed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    QSslSocket &socket() { return m_socket; }
    const QByteArray &received() const { return m_received; }
    std::vector<RawResponse> responses() const { return responsesIn(m_received); }
    int count() const { return static_cast<int>(responses().size()); }

    /// Trusts `authority` alone and speaks `protocol`.
    static QSslConfiguration trusting(const QString &authority,
                                      QSsl::SslProtocol protocol = QSsl::SecureProtocols)
    {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates(QSslCertificate::fromPath(authority));
        tls.setProtocol(protocol);
        tls.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
        return tls;
    }

private:
    quint16 m_port;
    QByteArray m_sent; // only to be recorded
    QSslSocket m_socket;
    QByteArray m_received;
};

} // namespace guarita::support
