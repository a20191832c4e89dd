// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/filedescriptor.h"

#include <QtCore/QSocketNotifier>

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <memory>

namespace guarita::net {

/// Is told when its descriptor is ready. `events` are EPOLL… bits.
class PollHandler
{
public:
    virtual void descriptorReady(std::uint32_t events) = 0;

protected:
    ~PollHandler() = default;
};

/// An epoll set inside Qt's event loop, watched by one QSocketNotifier.
///
/// Qt's dispatchers on Linux hand every watched descriptor to poll() on each turn of the loop, so ten
/// thousand idle connections would cost each request a scan of ten thousand entries. An epoll set is itself a
/// descriptor that polls as readable, so the loop sees one. Level-triggered. Event-loop thread only.
class Poller
{
public:
    Poller();

    bool valid() const { return m_epoll.valid(); }
    /// A handler is being told, and so this must not be destroyed.
    bool isDispatching() const { return m_batchSize > 0; }

    /// The handler must be removed before it or its descriptor goes. False if the kernel refuses.
    bool add(int descriptor, std::uint32_t events, PollHandler *handler);
    void modify(int descriptor, std::uint32_t events, PollHandler *handler);
    /// Safe within descriptorReady(), for any handler: an event of the same batch is not delivered any more.
    void remove(int descriptor, PollHandler *handler);

private:
    void dispatch();

    FileDescriptor m_epoll;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::array<epoll_event, 256> m_batch;
    int m_batchSize = 0;
};

} // namespace guarita::net
