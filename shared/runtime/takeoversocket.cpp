// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/takeoversocket.h"

#include "runtime/takeovermessage.h"

#include <QtCore/QFile>

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace guarita::runtime {

TakeoverSocket::TakeoverSocket(const QString &path, net::FileDescriptor socket)
    : m_path(path)
    , m_socket(std::move(socket))
    , m_notifier(m_socket.get(), QSocketNotifier::Read)
{
    m_notifier.setEnabled(false);
    QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { successorComes(); });
}

TakeoverSocket::~TakeoverSocket()
{
    if (!m_temporaryPath.isEmpty())
        QFile::remove(m_temporaryPath);
    if (m_atPath)
        QFile::remove(m_path);
}

core::Result<std::unique_ptr<TakeoverSocket>> TakeoverSocket::open(const QString &path)
{
    const QString temporary = path + QLatin1Char('.') + QString::number(::getpid());
    QFile::remove(temporary); // left by another process of that number; the folder is the user's alone
    core::Result<net::FileDescriptor> socket = net::listenForPackets(temporary);
    if (!socket)
        return core::Error{"takeover_failed", temporary + QStringLiteral(": ") + socket.error().message};
    std::unique_ptr<TakeoverSocket> opened(new TakeoverSocket(path, std::move(socket).value()));
    opened->m_temporaryPath = temporary;
    return opened;
}

core::Result<core::Done> TakeoverSocket::publish(const QByteArray &role, net::ListeningSockets &sockets,
                                                 Log &log, std::function<void(pid_t)> handedOver)
{
    m_role = role;
    m_sockets = &sockets;
    m_log = &log;
    m_handedOver = std::move(handedOver);
    if (std::rename(QFile::encodeName(m_temporaryPath).constData(), QFile::encodeName(m_path).constData()) !=
        0)
        return core::Error{"takeover_failed",
                           m_path + QStringLiteral(": ") + QString::fromLocal8Bit(std::strerror(errno))};
    m_temporaryPath.clear();
    m_atPath = true;
    m_notifier.setEnabled(true);
    return core::Done();
}

void TakeoverSocket::successorComes()
{
    net::FileDescriptor socket = net::acceptForPackets(m_socket.get());
    const std::optional<net::PacketPeer> peer = socket.valid() ? net::peerOf(socket.get()) : std::nullopt;
    if (!peer || peer->user != ::geteuid())
        return;
    if (m_successor.valid())
        net::sendPacket(socket.get(), QByteArray(takeoverBusy));
    else
        offer(std::move(socket), peer->process);
}

void TakeoverSocket::offer(net::FileDescriptor socket, pid_t process)
{
    TakeoverOffer offer{m_role, {}};
    std::vector<int> descriptors;
    for (const net::ListeningSockets::Open &open : m_sockets->open()) {
        offer.names += open.name;
        descriptors.push_back(open.descriptor);
    }
    if (!net::sendPacket(socket.get(), encodeOffer(offer), descriptors))
        return;
    m_log->lifeCycle("takeover_begun", {{"successor", qint64(process)}});
    m_successor = std::move(socket);
    m_successorProcess = process;
    m_successorNotifier = std::make_unique<QSocketNotifier>(m_successor.get(), QSocketNotifier::Read);
    QObject::connect(m_successorNotifier.get(), &QSocketNotifier::activated, &m_notifier,
                     [this] { successorSpeaks(); });
}

void TakeoverSocket::successorSpeaks()
{
    const net::ReceivedPacket received = net::receivePacket(m_successor.get(), net::Patience::None);
    if (received.state == net::ReceivedPacket::State::None)
        return;
    m_successorNotifier->setEnabled(false);
    m_successorNotifier.release()->deleteLater(); // it is calling
    const net::FileDescriptor successor = std::move(m_successor);
    // One that has given up since it was ready takes nothing any more: then all stays here.
    if (received.packet.bytes != takeoverReady ||
        !net::sendPacket(successor.get(), QByteArray(takeoverYours))) {
        m_log->lifeCycle("takeover_given_up", {{"successor", qint64(m_successorProcess)}});
        return;
    }
    m_notifier.setEnabled(false);
    m_socket.reset();
    m_atPath = false; // from here on it may be the successor's
    m_sockets->letGo();
    m_handedOver(m_successorProcess);
}

} // namespace guarita::runtime
