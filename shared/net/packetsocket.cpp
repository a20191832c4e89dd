// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/packetsocket.h"

#include <QtCore/QFile>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace guarita::net {

namespace {

constexpr std::size_t longestPacket = 4096;
constexpr std::size_t mostDescriptors = 16;
constexpr int packetBacklog = 8;

struct UnixAddress
{
    explicit UnixAddress(const QString &path)
    {
        const QByteArray bytes = QFile::encodeName(path);
        fits = !bytes.isEmpty() && static_cast<std::size_t>(bytes.size()) < sizeof(address.sun_path);
        if (fits)
            std::memcpy(address.sun_path, bytes.constData(), static_cast<std::size_t>(bytes.size()));
    }
    const sockaddr *generic() const { return reinterpret_cast<const sockaddr *>(&address); }

    sockaddr_un address{AF_UNIX, {}};
    bool fits = false;
};

core::Error systemError(const char *code)
{
    return {code, QString::fromLocal8Bit(std::strerror(errno))};
}

core::Error pathTooLong()
{
    return {"socket_failed", QStringLiteral("the path is too long for a socket")};
}

timeval timevalOf(std::chrono::milliseconds duration)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(duration);
    return {static_cast<time_t>(seconds.count()),
            static_cast<suseconds_t>(std::chrono::microseconds(duration - seconds).count())};
}

/// Room for what comes with a packet, aligned as the kernel wants it.
struct ControlBuffer
{
    alignas(cmsghdr) std::array<char, CMSG_SPACE(mostDescriptors * sizeof(int))> bytes{};
};

std::vector<FileDescriptor> descriptorsIn(msghdr &message)
{
    std::vector<FileDescriptor> found;
    for (cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
            found.emplace_back(descriptor);
        }
    }
    return found;
}

} // namespace

core::Result<FileDescriptor> listenForPackets(const QString &path)
{
    const UnixAddress address(path);
    if (!address.fits)
        return pathTooLong();
    FileDescriptor socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    // Linux gives the socket in the folder the mode that the descriptor has.
    if (!socket.valid() || ::fchmod(socket.get(), S_IRUSR | S_IWUSR) != 0 ||
        ::bind(socket.get(), address.generic(), sizeof(address.address)) != 0 ||
        ::listen(socket.get(), packetBacklog) != 0)
        return systemError("socket_failed");
    return socket;
}

core::Result<FileDescriptor> connectForPackets(const QString &path, std::chrono::milliseconds deadline)
{
    const UnixAddress address(path);
    if (!address.fits)
        return pathTooLong();
    FileDescriptor socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    const timeval limit = timevalOf(deadline);
    if (!socket.valid() || ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0 ||
        ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) != 0)
        return systemError("socket_failed");
    if (::connect(socket.get(), address.generic(), sizeof(address.address)) != 0)
        return systemError(errno == ENOENT || errno == ECONNREFUSED ? "nobody" : "socket_failed");
    return socket;
}

FileDescriptor acceptForPackets(int listeningSocket)
{
    return FileDescriptor(::accept4(listeningSocket, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

bool sendPacket(int socket, const QByteArray &bytes, std::span<const int> descriptors)
{
    if (descriptors.size() > mostDescriptors || static_cast<std::size_t>(bytes.size()) > longestPacket)
        return false;
    QByteArray copy = bytes; // iovec is not const
    iovec content{copy.data(), static_cast<std::size_t>(copy.size())};
    msghdr message{};
    message.msg_iov = &content;
    message.msg_iovlen = 1;
    ControlBuffer control;
    if (!descriptors.empty()) {
        message.msg_control = control.bytes.data();
        message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr *part = CMSG_FIRSTHDR(&message);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(part), descriptors.data(), descriptors.size_bytes());
    }
    return ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == bytes.size();
}

ReceivedPacket receivePacket(int socket, Patience patience)
{
    std::array<char, longestPacket> bytes;
    iovec content{bytes.data(), bytes.size()};
    ControlBuffer control;
    msghdr message{};
    message.msg_iov = &content;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes.data();
    message.msg_controllen = control.bytes.size();
    const int flags = MSG_CMSG_CLOEXEC | (patience == Patience::None ? MSG_DONTWAIT : 0);
    ssize_t count = -1;
    do {
        count = ::recvmsg(socket, &message, flags);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        return {errno == EAGAIN ? ReceivedPacket::State::None : ReceivedPacket::State::Ended};
    std::vector<FileDescriptor> descriptors = descriptorsIn(message); // ours from here on, whatever comes
    if (count == 0 || (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
        return {ReceivedPacket::State::Ended};
    return {ReceivedPacket::State::Whole, {QByteArray(bytes.data(), count), std::move(descriptors)}};
}

std::optional<PacketPeer> peerOf(int socket)
{
    ucred credentials{};
    socklen_t size = sizeof(credentials);
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
        return std::nullopt;
    return PacketPeer{credentials.uid, credentials.pid};
}

} // namespace guarita::net
