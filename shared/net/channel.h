// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/filedescriptor.h"
#include "net/wouldblock.h"
#include "tls/tlssession.h"
#include "tls/transfer.h"

#include <sys/socket.h>

#include <optional>
#include <span>
#include <utility>

namespace guarita::net {

using tls::Transfer;

/// A socket to a client or an upstream, and TLS on it if there is any: whoever reads and writes need not
/// know. Level-triggered watching of the descriptor tells of everything that can be read.
///
/// Owns the descriptor, which does not block.
class Channel
{
public:
    explicit Channel(FileDescriptor socket)
        : m_socket(std::move(socket))
    {
    }

    bool isOpen() const { return m_socket.valid(); }
    int descriptor() const { return m_socket.get(); }

    Transfer read(std::span<char> into) { return m_tls ? m_tls->read(into) : receive(into); }
    Transfer write(QByteArrayView bytes) { return m_tls ? m_tls->write(bytes) : send(bytes); }
    /// Tells the peer that no more comes. Only WantsWrite is to be called again.
    Transfer finishWriting();
    /// Before TLS: what is there to be read, which stays there.
    Transfer peek(std::span<char> into) { return receive(into, MSG_PEEK); }
    /// How many bytes there must be, or the end of them, before the descriptor is readable. 1 at first.
    void readableFrom(int bytes);
    /// Before TLS, and after finishWriting(): takes what the peer sends, as it comes.
    Transfer discard(std::span<char> into) { return receive(into); }

    /// The next step of the handshake; the first one begins it with `context`, as the server. Once it is
    /// done, read() and write() speak TLS.
    Transfer handshake(const tls::TlsContext &context);
    /// The same as the client of `host`, a name or an IP address without brackets, which the server must be
    /// according to `trust`.
    Transfer handshake(const tls::TlsTrust &trust, const QByteArray &host);
    const std::optional<tls::TlsSession> &tls() const { return m_tls; }
    /// After a handshake that failed: goes on without TLS.
    void dropTls() { m_tls.reset(); }

    void close();

private:
    Transfer receive(std::span<char> into, int flags = 0)
    {
        return outcomeOf(::recv(descriptor(), into.data(), into.size(), flags), Transfer::State::WantsRead);
    }
    Transfer send(QByteArrayView bytes)
    {
        return outcomeOf(
            ::send(descriptor(), bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL),
            Transfer::State::WantsWrite);
    }
    static Transfer outcomeOf(ssize_t count, Transfer::State whenBlocked)
    {
        if (count > 0)
            return {Transfer::State::Done, count};
        if (count == 0)
            return {Transfer::State::End};
        return {wouldBlock() ? whenBlocked : Transfer::State::Failed};
    }

    FileDescriptor m_socket;
    std::optional<tls::TlsSession> m_tls;
};

} // namespace guarita::net
