// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/connection.h"
#include "wire/destination.h"
#include "wire/reactor.h"

#include "tls/tlstrust.h"

#include <chrono>
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

    /// Not for a while after the server sent more than it was asked for: what it sends too much in the moment
    /// when the next request is under way could not be told from the answer to that.
    bool mayReuse() const { return m_reactor.now() >= m_distrustedUntil; }
    static constexpr std::chrono::minutes distrustTime{10};

private:
    friend class Connection;

    void metSurplus();
    void keep(Connection &connection);
    void forget(Connection &connection);

    Reactor &m_reactor;
    const Destination m_destination;
    const tls::TlsTrust::Pointer m_trust;
    core::Instant m_distrustedUntil{};
    std::vector<std::shared_ptr<Connection>> m_idle; // the one that was used last is the last
};

} // namespace guarita::wire
