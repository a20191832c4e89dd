// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/filedescriptor.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <span>
#include <vector>

namespace guarita::net {

/// One packet and the descriptors that came with it, which are this process's own copies.
struct Packet
{
    QByteArray bytes;
    std::vector<FileDescriptor> descriptors;
};

/// Who is at the other end, as the kernel says: the process that connected or, of the socket of one that
/// connected, the one that listens.
struct PacketPeer
{
    uid_t user;
    pid_t process;
};

struct ReceivedPacket
{
    enum class State {
        Whole,
        None, // not yet, or not within the deadline
        Ended // the other end is closed, or has sent what is no packet of ours
    };
    State state;
    Packet packet = {};
};

/// Sockets between processes of one machine that keep packets apart and carry descriptors (unix(7):
/// SOCK_SEQPACKET, SCM_RIGHTS). A packet has 4096 bytes and 16 descriptors at most.

/// Listens at `path`, which must not exist, for its owner only. Its accept() does not block.
core::Result<FileDescriptor> listenForPackets(const QString &path);
/// Connects to whoever listens at `path`, and may block for `deadline`, as each receivePacket() of this
/// socket may. The error "nobody" says that there is nobody to connect to.
core::Result<FileDescriptor> connectForPackets(const QString &path, std::chrono::milliseconds deadline);
/// The next one who connected; its socket does not block. None: invalid.
FileDescriptor acceptForPackets(int listeningSocket);

/// False if the other end is closed, or does not read what it gets.
bool sendPacket(int socket, const QByteArray &bytes, std::span<const int> descriptors = {});
enum class Patience { None, UntilDeadline };
ReceivedPacket receivePacket(int socket, Patience patience);
std::optional<PacketPeer> peerOf(int socket);

} // namespace guarita::net
