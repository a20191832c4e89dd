// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/fleet.h"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <utility>

namespace guarita::gateway {

Fleet::Fleet(const Parts &parts, std::function<void(int gateways)> changed)
    : m_parts(parts)
    , m_changed(std::move(changed))
    , m_self(parts.random.hex(16))
    , m_gauge(prometheus::BuildGauge()
                  .Name("guarita_gateways")
                  .Help("Gateway processes that share the store of users, this one included")
                  .Register(parts.registry)
                  .Add({}))
{
    m_gauge.Set(m_size);
    m_timer.setInterval(interval);
    m_timer.callOnTimeout([this] { beat(); });
}

void Fleet::start()
{
    m_timer.start();
    beat();
}

void Fleet::leave()
{
    m_timer.stop();
    m_parts.users.submit([self = m_self](UserRepository &users) { return users.gateways().leave(self); },
                         [](const sql::Outcome<core::Done> &) {});
}

void Fleet::beat()
{
    if (std::exchange(m_asking, true))
        return;
    m_parts.users.submit([self = m_self, silent = std::exchange(m_silent, {})](
                             UserRepository &users) { return users.gateways().beat(self, silent); },
                         [this](const sql::Outcome<std::vector<Heartbeat>> &beats) {
                             m_asking = false;
                             if (beats)
                                 told(beats.value());
                         });
}

void Fleet::told(const std::vector<Heartbeat> &beats)
{
    const core::Instant now = m_parts.clock.now();
    std::map<QByteArray, Seen> seen;
    int size = 0;
    for (const Heartbeat &one : beats) {
        const auto before = m_seen.find(one.gateway);
        const bool silent = before != m_seen.end() && before->second.beats == one.beats;
        const Seen &entry = seen[one.gateway] = silent ? before->second : Seen{one.beats, now};
        if (now - entry.since < patience)
            ++size;
        else
            m_silent.push_back(one);
    }
    m_seen = std::move(seen);
    if (size == m_size || size == 0)
        return;
    m_size = size;
    m_gauge.Set(size);
    m_changed(size);
}

} // namespace guarita::gateway
