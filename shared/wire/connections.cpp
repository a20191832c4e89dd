// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/connections.h"

#include <QtCore/QLoggingCategory>

#include <algorithm>
#include <utility>

namespace guarita::wire {

Q_LOGGING_CATEGORY(lcWire, "guarita.wire")

Connections::Connections(Reactor &reactor, Destination destination, tls::TlsTrust::Pointer trust)
    : m_reactor(reactor)
    , m_destination(std::move(destination))
    , m_trust(std::move(trust))
{
}

Connections::~Connections()
{
    while (!m_idle.empty())
        m_idle.back()->abandon();
}

std::shared_ptr<Connection> Connections::take()
{
    while (!m_idle.empty()) {
        std::shared_ptr<Connection> connection = m_idle.back();
        if (!connection->isAlive())
            continue; // and gone from the list
        m_idle.pop_back();
        return connection;
    }
    return open();
}

std::shared_ptr<Connection> Connections::open()
{
    return std::make_shared<Connection>(*this);
}

void Connections::metSurplus()
{
    if (mayReuse())
        qCWarning(
            lcWire,
            "%s:%d sent bytes that nobody had asked for; for %lld minutes its connections are used once",
            qUtf8Printable(m_destination.host), m_destination.port,
            static_cast<long long>(distrustTime.count()));
    m_distrustedUntil = m_reactor.now() + distrustTime;
    while (!m_idle.empty())
        m_idle.back()->abandon();
}

void Connections::keep(Connection &connection)
{
    m_idle.push_back(connection.shared_from_this());
    m_reactor.idles(connection.m_idle);
}

/// The oldest stand in front, and are what ends by idling.
void Connections::forget(Connection &connection)
{
    const auto found = std::find_if(m_idle.begin(), m_idle.end(),
                                    [&](const auto &each) { return each.get() == &connection; });
    if (found != m_idle.end())
        m_idle.erase(found);
}

} // namespace guarita::wire
