// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/dialer.h"

#include "net/streamsocket.h"

#include <QtNetwork/QHostInfo>

#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace guarita::wire {

namespace {

constexpr int attemptDelay = 250; // milliseconds; RFC 8305, 8

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;
};

SocketAddress socketAddress(const QHostAddress &address, quint16 port)
{
    SocketAddress made;
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        v4.sin_addr.s_addr = htonl(address.toIPv4Address());
        std::memcpy(&made.storage, &v4, sizeof v4);
        made.size = sizeof v4;
        return made;
    }
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    std::memcpy(&v6.sin6_addr, &bytes, sizeof bytes);
    const QByteArray scope = address.scopeId().toLatin1();
    bool isNumber = false;
    v6.sin6_scope_id = scope.toUInt(&isNumber);
    if (!isNumber && !scope.isEmpty())
        v6.sin6_scope_id = ::if_nametoindex(scope.constData());
    std::memcpy(&made.storage, &v6, sizeof v6);
    made.size = sizeof v6;
    return made;
}

/// RFC 8305, 4: else a family that leads nowhere would use the time up.
QList<QHostAddress> familiesByTurns(QList<QHostAddress> addresses)
{
    for (qsizetype i = 1; i < addresses.size(); ++i) {
        const auto differs = [&](const QHostAddress &other) {
            return other.protocol() != addresses[i - 1].protocol();
        };
        const auto next = std::find_if(addresses.begin() + i, addresses.end(), differs);
        if (next != addresses.end())
            std::rotate(addresses.begin() + i, next, next + 1);
    }
    return addresses;
}

} // namespace

Dialer::Dialer(net::Poller &poller, const Destination &destination, DialerOwner &owner)
    : m_poller(poller)
    , m_destination(destination)
    , m_owner(owner)
{
}

Dialer::~Dialer()
{
    stop();
}

void Dialer::stop()
{
    m_timer.stop();
    if (std::exchange(m_lookup, nullptr))
        QHostInfo::abortHostLookup(m_lookupId);
    m_addresses.clear();
    for (const auto &attempt : m_attempts) {
        if (attempt->socket.valid())
            m_poller.remove(attempt->socket.get(), attempt.get());
        attempt->socket.reset();
    }
}

void Dialer::start()
{
    const QString &host = m_destination.address.isEmpty() ? m_destination.host : m_destination.address;
    const QHostAddress literal(host);
    if (!literal.isNull())
        return dial({literal});
    m_lookup = std::make_unique<QObject>();
    m_lookupId = QHostInfo::lookupHost(host, m_lookup.get(),
                                       [this](const QHostInfo &info) { dial(info.addresses()); });
}

void Dialer::dial(const QList<QHostAddress> &addresses)
{
    m_addresses = familiesByTurns(addresses);
    tryNext();
}

void Dialer::tryNext()
{
    while (!m_addresses.isEmpty()) {
        const QHostAddress address = m_addresses.takeFirst();
        Attempt &attempt = *m_attempts.emplace_back(std::make_unique<Attempt>(*this));
        switch (begin(attempt, address)) {
        case Begun::Done:
            return connected(attempt);
        case Begun::Under:
            if (!m_addresses.isEmpty())
                m_timer.start(attemptDelay, Qt::CoarseTimer, this);
            return;
        case Begun::Failed:
            m_attempts.pop_back();
            break;
        }
    }
    m_timer.stop();
    if (m_attempts.empty())
        m_owner.dialFailed(m_noDescriptors ? End::NoDescriptors : End::Unreachable);
}

void Dialer::timerEvent(QTimerEvent *)
{
    m_timer.stop();
    tryNext();
}

Dialer::Begun Dialer::begin(Attempt &attempt, const QHostAddress &address)
{
    const SocketAddress to = socketAddress(address, m_destination.port);
    net::FileDescriptor socket(
        ::socket(to.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
    if (!socket.valid()) {
        m_noDescriptors = m_noDescriptors || errno == EMFILE || errno == ENFILE;
        return Begun::Failed;
    }
    net::setUpStream(socket.get());
    const bool done = ::connect(socket.get(), reinterpret_cast<const sockaddr *>(&to.storage), to.size) == 0;
    if (!done && errno != EINPROGRESS)
        return Begun::Failed;
    if (!done && !m_poller.add(socket.get(), EPOLLOUT, &attempt))
        return Begun::Failed;
    attempt.socket = std::move(socket);
    if (!done)
        return Begun::Under;
    return Begun::Done;
}

void Dialer::Attempt::descriptorReady(std::uint32_t)
{
    int error = 0;
    socklen_t size = sizeof error;
    const bool known = ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0;
    dialer.m_poller.remove(socket.get(), this);
    if (known && error == 0)
        dialer.connected(*this);
    else
        dialer.failed(*this);
}

void Dialer::connected(Attempt &attempt)
{
    m_owner.dialed(std::exchange(attempt.socket, {}));
}

void Dialer::failed(Attempt &attempt)
{
    attempt.socket.reset();
    std::erase_if(m_attempts, [&](const auto &each) { return each.get() == &attempt; });
    tryNext();
}

} // namespace guarita::wire
