// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/facadesocket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace guarita::http {

namespace {

constexpr int listenBacklog = 4096;

} // namespace

FacadeSocket::FacadeSocket(QObject *parent)
    : QTcpSocket(parent)
{
    setSocketState(QAbstractSocket::ConnectedState);
    setOpenMode(QIODevice::ReadWrite);
}

void FacadeSocket::feed(QByteArray request)
{
    m_input = std::move(request);
    m_read = 0;
    m_feeding = true;
    Q_EMIT readyRead();
    m_feeding = false;
}

QByteArray FacadeSocket::takeWritten()
{
    return std::exchange(m_output, {});
}

qint64 FacadeSocket::bytesAvailable() const
{
    // QAbstractSocket would ask a descriptor that is not there.
    return m_input.size() - m_read + QIODevice::bytesAvailable(); // NOLINT(bugprone-parent-virtual-call)
}

qint64 FacadeSocket::readData(char *data, qint64 size)
{
    const qint64 count = std::min<qint64>(size, m_input.size() - m_read);
    if (count > 0)
        std::memcpy(data, m_input.constData() + m_read, static_cast<size_t>(count));
    m_read += count;
    return count;
}

qint64 FacadeSocket::writeData(const char *data, qint64 size)
{
    constexpr qsizetype usualAnswer = 1024;
    if (m_output.isEmpty())
        m_output.reserve(std::max<qsizetype>(usualAnswer, size));
    m_output.append(data, size);
    return size;
}

core::Result<core::Done> FacadeServer::open(const QHostAddress &address, quint16 port,
                                            net::FileDescriptor inherited)
{
    m_nowhere = net::FileDescriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    setListenBacklogSize(listenBacklog);
    const bool listens = inherited.valid() ? setSocketDescriptor(inherited.get()) : listen(address, port);
    if (!listens || !m_nowhere.valid()) {
        const bool taken = serverError() == QAbstractSocket::AddressInUseError;
        return core::Error{taken ? "port_taken" : "bind_failed", errorString()};
    }
    inherited.release();
    pauseAccepting();
    return core::Done();
}

/// Not by close(): the base class would take no facades then, and crash over those that it is offered. Not by
/// shutdown() either: that would close the port in a process that listens at the same socket, too.
void FacadeServer::closePort()
{
    ::dup3(m_nowhere.get(), static_cast<int>(socketDescriptor()), O_CLOEXEC);
}

FacadeSocket *FacadeServer::addFacade()
{
    auto *facade = new FacadeSocket(this);
    addPendingConnection(facade);
    return facade;
}

QTcpSocket *FacadeServer::nextPendingConnection()
{
    QTcpSocket *facade = QTcpServer::nextPendingConnection();
    pauseAccepting(); // the base class has begun to accept by itself
    return facade;
}

} // namespace guarita::http
