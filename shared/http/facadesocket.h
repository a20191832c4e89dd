// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/filedescriptor.h"

#include <QtCore/QByteArray>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

namespace guarita::http {

/// The socket that QHttpServer sees: in memory, always connected, carrying one framed request at a time. It
/// stands for an exchange in progress, not for a client, so a client that leaves is invisible to QHttpServer,
/// and ten thousand idle clients need none. Pooled by HttpApp; lives as long as its QHttpServer.
class FacadeSocket final : public QTcpSocket
{
    Q_OBJECT

public:
    explicit FacadeSocket(QObject *parent);

    /// Hands a request to QHttpServer, which calls its handler before this returns.
    void feed(QByteArray request);
    /// What QHttpServer has written since the last call.
    QByteArray takeWritten();
    /// QHttpServer is within feed(): the facade must not be fed again yet.
    bool feeding() const { return m_feeding; }
    /// QHttpServer has given the connection up; it will not serve it any more.
    bool abandoned() const { return m_abandoned; }

    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override { return 0; }
    void disconnectFromHost() override { m_abandoned = true; }
    void close() override { m_abandoned = true; }

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArray m_input;
    qsizetype m_read = 0;
    QByteArray m_output;
    bool m_feeding = false;
    bool m_abandoned = false;
};

/// The QTcpServer that QHttpServer is bound to. It owns the listening socket but accepts nothing itself:
/// HttpListener accepts from the same descriptor, and facades are offered here.
class FacadeServer final : public QTcpServer
{
    Q_OBJECT

public:
    using QTcpServer::QTcpServer;

    /// Listens on a new socket, or on `inherited` if that is one. The errors are HttpApp::listen()'s.
    core::Result<core::Done> open(const QHostAddress &address, quint16 port, net::FileDescriptor inherited);
    /// This process listens at the port no more. Facades can be had all the same.
    void closePort();

    /// Gives QHttpServer a new facade, owned by Qt from then on.
    FacadeSocket *addFacade();
    QTcpSocket *nextPendingConnection() override;

private:
    net::FileDescriptor m_nowhere; // takes the closed port's place
};

} // namespace guarita::http
