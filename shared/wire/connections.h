// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/connection.h"
#include "wire/destination.h"
#include "wire/reactor.h"

#include "tls/tlstrust.h"

#include <memory>
#include <vector>

namespace guarita::wire {

/// The connections to one destination. As many as there are exchanges; those without are kept for a while and
/// used again, the one that was used last first, so that those that are not needed end by idling.
///
/// Must outlive every exchange on them. Event-loop thread only.
class Connections
{
public:
    /// `trust`: for an encrypted destination; null means that no connection can be made.
    Connections(Reactor &reactor, Destination destination, tls::TlsTrust::Pointer trust = nullptr);
    ~Connections();
    Connections(const Connections &) = delete;
    Connections &operator=(const Connections &) = delete;

    /// An idle one, or else a new one.
    std::shared_ptr<Connection> take();
    std::shared_ptr<Connection> open();

    const Destination &destination() const { return m_destination; }

private:
    friend class Connection;

    void keep(Connection &connection);
    void forget(Connection &connection);

    Reactor &m_reactor;
    const Destination m_destination;
    const tls::TlsTrust::Pointer m_trust;
    std::vector<std::shared_ptr<Connection>> m_idle; // the one that was used last is the last
};

} // namespace guarita::wire
