// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/filedescriptor.h"
#include "net/poller.h"
#include "wire/destination.h"
#include "wire/exchange.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QObject>
#include <QtNetwork/QHostAddress>

#include <memory>
#include <vector>

namespace guarita::wire {

/// Gets the socket; may stop the dialer, but not destroy it at once.
class DialerOwner
{
public:
    virtual void dialed(net::FileDescriptor socket) = 0;
    /// End::NoDescriptors or End::Unreachable.
    virtual void dialFailed(End why) = 0;

protected:
    ~DialerOwner() = default;
};

/// Opens one TCP connection. A name is looked up, and its addresses are tried in turn, those of IPv6 and of
/// IPv4 alternately: the next one as soon as one fails, and else after a while beside those that are under
/// way (RFC 8305, 4 and 5). No deadline: who waits has one, and destroys this.
class Dialer final : public QObject
{
public:
    Dialer(net::Poller &poller, const Destination &destination, DialerOwner &owner);
    ~Dialer() override;

    /// Either may call the owner from within.
    void start();
    void dial(const QList<QHostAddress> &addresses);
    /// The owner hears nothing more.
    void stop();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Attempt final : net::PollHandler
    {
        explicit Attempt(Dialer &itsDialer)
            : dialer(itsDialer)
        {
        }
        void descriptorReady(std::uint32_t events) override;

        Dialer &dialer;
        net::FileDescriptor socket;
    };
    enum class Begun { Under, Done, Failed };

    /// Begins with the next address that does not fail at once.
    void tryNext();
    Begun begin(Attempt &attempt, const QHostAddress &address);
    void connected(Attempt &attempt);
    void failed(Attempt &attempt);

    net::Poller &m_poller;
    const Destination m_destination;
    DialerOwner &m_owner;
    QList<QHostAddress> m_addresses; // that are not tried yet
    std::vector<std::unique_ptr<Attempt>> m_attempts;
    QBasicTimer m_timer;
    /// What a lookup tells; Qt may have its result under way when it is given up.
    std::unique_ptr<QObject> m_lookup;
    int m_lookupId = -1;
    bool m_noDescriptors = false;
};

} // namespace guarita::wire
