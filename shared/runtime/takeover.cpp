// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/takeover.h"

#include <utility>

namespace guarita::runtime {

Takeover::Takeover(Settings settings, const char *role, net::ListeningSockets &sockets, Log &log)
    : m_settings(std::move(settings))
    , m_role(role)
    , m_sockets(sockets)
    , m_log(log)
{
}

core::Result<core::Done> Takeover::begin()
{
    if (m_settings.path.isEmpty())
        return core::Done();
    auto found = Predecessor::find(m_settings.path, m_role, m_settings.deadline);
    if (!found)
        return core::Error{
            found.error().code,
            QStringLiteral("TAKEOVER_SOCKET %1: %2").arg(m_settings.path, found.error().message)};
    m_predecessor = std::move(found).value();
    if (m_predecessor) {
        m_log.lifeCycle("taking_over", {{"predecessor", qint64(m_predecessor->process())}});
        m_sockets.inherit(m_predecessor->takeSockets());
    }
    auto opened = TakeoverSocket::open(m_settings.path);
    if (!opened)
        return opened.error();
    m_socket = std::move(opened).value();
    return core::Done();
}

void Takeover::serve(Steps steps)
{
    m_steps = std::move(steps);
    if (m_predecessor)
        m_predecessor->replace({m_steps.ready, [this] { own(); }, m_steps.failed});
    else
        own();
}

void Takeover::own()
{
    m_sockets.beginAccepting();
    if (m_socket) {
        const auto published = m_socket->publish(m_role, m_sockets, m_log, m_steps.handedOver);
        if (!published) // serving counts for more than being replaced in peace
            m_log.event(LogLevel::Warning, "no_takeover", {{"text", published.error().message}});
    }
    m_steps.serving();
}

void Takeover::stop()
{
    m_predecessor.reset();
    m_socket.reset();
}

} // namespace guarita::runtime
