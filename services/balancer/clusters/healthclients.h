// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"

#include <chrono>
#include <map>

namespace guarita::balancer {

/// The clients that health checks go out by: others than requests', so that checks neither wait behind those
/// nor share their deadlines. One for all clusters whose checks may take equally long: each has a thread of
/// its own. They stay, since a setting that was changed once may be changed back. Event-loop thread only.
class HealthClients
{
public:
    explicit HealthClients(const core::Clock &clock)
        : m_clock(clock)
    {
    }

    client::HttpClient &withTimeout(std::chrono::milliseconds timeout)
    {
        client::ClientLimits limits;
        limits.connectDeadline = timeout;
        limits.firstByteDeadline = timeout;
        limits.totalDeadline = timeout;
        limits.responseBytes = 64 * 1024;
        return m_clients.try_emplace(timeout, limits, m_clock).first->second;
    }

private:
    const core::Clock &m_clock;
    std::map<std::chrono::milliseconds, client::HttpClient> m_clients;
};

} // namespace guarita::balancer
