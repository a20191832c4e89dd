// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/predecessor.h"

#include "runtime/takeovermessage.h"

#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace guarita::runtime {

namespace {

constexpr std::chrono::milliseconds readyPoll{10};

core::Error cannotTakeOver(const QString &sentence)
{
    return {"takeover_failed", sentence};
}

QString silence(pid_t process)
{
    return QStringLiteral("process %1 does not hand its sockets over (no answer within TAKEOVER_DEADLINE)")
        .arg(process);
}

} // namespace

Predecessor::Predecessor(net::FileDescriptor socket, pid_t process, std::chrono::milliseconds deadline)
    : m_socket(std::move(socket))
    , m_process(process)
    , m_notifier(m_socket.get(), QSocketNotifier::Read)
{
    m_notifier.setEnabled(false);
    QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this] { hear(); });
    m_readyTimer.setInterval(readyPoll);
    m_readyTimer.callOnTimeout([this] { askWhetherReady(); });
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(deadline);
}

core::Result<std::unique_ptr<Predecessor>> Predecessor::find(const QString &path, const QByteArray &role,
                                                             std::chrono::milliseconds deadline)
{
    core::Result<net::FileDescriptor> socket = net::connectForPackets(path, deadline);
    if (!socket && socket.error().code == "nobody")
        return std::unique_ptr<Predecessor>();
    if (!socket)
        return cannotTakeOver(socket.error().message);
    const std::optional<net::PacketPeer> peer = net::peerOf(socket.value().get());
    if (!peer || peer->user != ::geteuid())
        return cannotTakeOver(QStringLiteral("another user's process listens there"));
    std::unique_ptr<Predecessor> predecessor(
        new Predecessor(std::move(socket).value(), peer->process, deadline));
    const core::Result<core::Done> offered = predecessor->receiveOffer(role);
    if (!offered)
        return offered.error();
    return predecessor;
}

core::Result<core::Done> Predecessor::receiveOffer(const QByteArray &role)
{
    net::ReceivedPacket received = net::receivePacket(m_socket.get(), net::Patience::UntilDeadline);
    if (received.state == net::ReceivedPacket::State::None)
        return cannotTakeOver(silence(m_process));
    if (received.state == net::ReceivedPacket::State::Ended)
        return cannotTakeOver(QStringLiteral("process %1 ended, or refused").arg(m_process));
    std::vector<net::FileDescriptor> &descriptors = received.packet.descriptors;
    const auto offer = decodeOffer(received.packet.bytes, role, static_cast<qsizetype>(descriptors.size()));
    if (!offer)
        return offer.error();
    for (qsizetype i = 0; i < offer.value().names.size(); ++i)
        m_sockets.push_back({offer.value().names[i], std::move(descriptors[static_cast<std::size_t>(i)])});
    return core::Done();
}

void Predecessor::replace(Steps steps)
{
    m_steps = std::move(steps);
    m_deadline.callOnTimeout([this] { giveUp(); });
    m_deadline.start();
    m_readyTimer.start();
    m_notifier.setEnabled(true);
}

void Predecessor::askWhetherReady()
{
    if (!m_steps.ready())
        return;
    m_readyTimer.stop();
    // If it is gone, hear() finds out.
    m_told = net::sendPacket(m_socket.get(), QByteArray(takeoverReady));
}

/// A predecessor that has ended needs its sockets no more, ready or not. It never closes the connection while
/// it goes on.
void Predecessor::hear()
{
    const net::ReceivedPacket received = net::receivePacket(m_socket.get(), net::Patience::None);
    if (received.state == net::ReceivedPacket::State::None)
        return;
    end();
    m_steps.ours();
}

/// Nothing can come any more when it is looked for the last time: either both have the word, or nobody.
void Predecessor::giveUp()
{
    ::shutdown(m_socket.get(), SHUT_RD);
    const net::ReceivedPacket last = net::receivePacket(m_socket.get(), net::Patience::None);
    end();
    if (last.state == net::ReceivedPacket::State::Whole)
        m_steps.ours();
    else if (m_told)
        m_steps.failed(cannotTakeOver(silence(m_process)));
    else
        m_steps.failed(
            cannotTakeOver(QStringLiteral("not ready to serve within TAKEOVER_DEADLINE; process %1 goes on")
                               .arg(m_process)));
}

void Predecessor::end()
{
    m_notifier.setEnabled(false);
    m_readyTimer.stop();
    m_deadline.stop();
    m_socket.reset();
}

} // namespace guarita::runtime
