// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpSocket>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace guarita::support {

/// Keeps some connections busy with one request after the other, until stopped or until a number of answers
/// is reached, and counts what comes back. A connection that ends is opened again.
class Load
{
public:
    using NextRequest = std::function<QByteArray(int number)>;
    using OnAnswer = std::function<void(int number, int status, const QByteArray &body)>;

    Load(quint16 port, int connections, NextRequest next)
        : m_port(port)
        , m_next(std::move(next))
    {
        for (int i = 0; i < connections; ++i)
            m_clients.push_back(std::make_unique<Client>());
    }

    void onAnswer(OnAnswer callback) { m_onAnswer = std::move(callback); }

    /// Between an answer and the next request on that connection.
    void setPause(std::chrono::milliseconds pause) { m_pause = pause; }

    /// `most`: how many requests to send in all; 0 for no end.
    void start(int most = 0)
    {
        m_most = most;
        for (const auto &client : m_clients)
            connectClient(*client);
    }
    /// No further request; those under way may still be answered.
    void stop() { m_stopped = true; }

    int answers() const { return m_answers; }
    int answersWith(int status) const
    {
        const auto found = m_statuses.find(status);
        return found == m_statuses.end() ? 0 : found->second;
    }
    /// Connections that ended while an answer was owed.
    int broken() const { return m_broken; }
    /// Connections that were refused. They are tried again.
    int refused() const { return m_refused; }
    int owed() const { return m_sent - m_answers - m_broken; }
    bool finished() const { return owed() == 0 && (m_stopped || (m_most > 0 && m_sent >= m_most)); }

private:
    struct Client
    {
        QTcpSocket socket;
        QByteArray received;
        int number = -1; // of the request that is owed an answer
        bool wired = false;
    };

    void connectClient(Client &client)
    {
        if (!client.wired) {
            client.wired = true;
            QObject::connect(&client.socket, &QTcpSocket::connected, &client.socket,
                             [this, &client] { send(client); });
            QObject::connect(&client.socket, &QTcpSocket::readyRead, &client.socket,
                             [this, &client] { read(client); });
            QObject::connect(&client.socket, &QTcpSocket::disconnected, &client.socket,
                             [this, &client] { ended(client); });
            QObject::connect(&client.socket, &QTcpSocket::errorOccurred, &client.socket,
                             [this, &client](QAbstractSocket::SocketError error) {
                                 if (error != QAbstractSocket::ConnectionRefusedError)
                                     return;
                                 ++m_refused;
                                 constexpr int retryMs = 20;
                                 QTimer::singleShot(retryMs, &client.socket, [this, &client] {
                                     if (!m_stopped)
                                         connectClient(client);
                                 });
                             });
        }
        client.socket.connectToHost(QHostAddress::LocalHost, m_port);
    }

    void send(Client &client)
    {
        if (m_stopped || (m_most > 0 && m_sent >= m_most))
            return;
        client.number = m_sent++;
        client.socket.write(m_next(client.number));
    }

    void sendIfFree(Client &client)
    {
        if (client.number < 0 && client.socket.state() == QAbstractSocket::ConnectedState)
            send(client);
    }

    void read(Client &client)
    {
        client.received += client.socket.readAll();
        const qsizetype end = client.received.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const qsizetype at = client.received.left(end).toLower().indexOf("\r\ncontent-length:");
        const qsizetype length =
            at < 0 ? 0 : client.received.mid(at + 17, 12).split('\r').front().trimmed().toLongLong();
        if (client.received.size() < end + 4 + length)
            return;
        const int status = client.received.mid(9, 3).toInt();
        const QByteArray body = client.received.mid(end + 4, length);
        const bool last = client.received.left(end).toLower().contains("\r\nconnection: close");
        client.received.clear();
        ++m_answers;
        ++m_statuses[status];
        const int number = std::exchange(client.number, -1);
        if (m_onAnswer)
            m_onAnswer(number, status, body);
        if (last)
            return; // another connection, once this one is closed
        if (m_pause.count() > 0)
            QTimer::singleShot(m_pause, &client.socket, [this, &client] { sendIfFree(client); });
        else
            send(client);
    }

    void ended(Client &client)
    {
        client.received.clear();
        if (std::exchange(client.number, -1) >= 0)
            ++m_broken;
        if (!m_stopped)
            QMetaObject::invokeMethod(
                &client.socket, [this, &client] { connectClient(client); }, Qt::QueuedConnection);
    }

    quint16 m_port;
    NextRequest m_next;
    OnAnswer m_onAnswer;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::map<int, int> m_statuses;
    int m_most = 0;
    int m_sent = 0;
    int m_answers = 0;
    int m_broken = 0;
    int m_refused = 0;
    std::chrono::milliseconds m_pause{0};
    bool m_stopped = false;
};

} // namespace guarita::support
