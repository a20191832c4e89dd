// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <deque>
#include <functional>
#include <map>
#include <memory>

namespace guarita::balancer {

/// Takes the addresses of a name, in the order in which they should be tried; none if the lookup failed.
using LookupDone = std::function<void(const QStringList &addresses)>;
/// Looks a name up. Calls back once, from the event loop, never from within this call.
using NameLookup = std::function<void(const QString &name, LookupDone done)>;

/// Looks names up as the system does (getaddrinfo(3): hosts file, DNS, whatever nsswitch.conf says), each in
/// a thread of its own, a few at once.
///
/// Not by QHostInfo: its answers may be a minute old (a cache that nothing outside Qt can empty), and its
/// threads are waited for at the end of the process, for as long as a name server that is away takes. Here
/// nobody waits: a lookup that is under way at the end is left behind. On one thread with an event loop.
class HostLookup
{
public:
    HostLookup();
    ~HostLookup();
    HostLookup(const HostLookup &) = delete;
    HostLookup &operator=(const HostLookup &) = delete;

    void lookUp(const QString &name, LookupDone done);

private:
    struct Mailbox;

    void startNext();
    void finished(quint64 number, const QStringList &addresses);

    QObject m_receiver; // of what the threads post
    std::shared_ptr<Mailbox> m_mailbox;
    std::deque<std::pair<QString, LookupDone>> m_waiting;
    std::map<quint64, LookupDone> m_underWay;
    quint64 m_last = 0;
};

} // namespace guarita::balancer
