// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/channel.h"

#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <span>

namespace guarita::net {

/// The end of a connection whose last answer is written: says that no more comes, and discards what the
/// client still sends, or a reset could destroy the answer on its way (RFC 9112, 9.6).
class Farewell
{
public:
    static constexpr std::chrono::milliseconds longest{2'000};

    bool begun() const { return m_begun; }
    void begin(Channel &channel)
    {
        m_begun = true;
        tell(channel);
    }
    /// What to be told of.
    std::uint32_t interest() const { return m_untold ? EPOLLIN | EPOLLOUT : EPOLLIN; }
    /// False once it is over.
    bool ready(Channel &channel, std::span<char> scratch)
    {
        if (m_untold)
            tell(channel);
        const Transfer received = channel.discard(scratch);
        m_discarded += received.bytes;
        return received.state == Transfer::State::WantsRead || (received.done() && m_discarded <= most);
    }

private:
    static constexpr qint64 most = 4 * 1024 * 1024;

    void tell(Channel &channel) { m_untold = channel.finishWriting().state == Transfer::State::WantsWrite; }

    qint64 m_discarded = 0;
    bool m_begun = false;
    bool m_untold = false; // there was no room for it yet
};

} // namespace guarita::net
