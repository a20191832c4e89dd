// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "gateway/users/directoryfollower.h"
#include "gateway/users/gatewaytable.h"

#include <QtCore/QTimer>

#include <chrono>
#include <functional>
#include <map>

namespace prometheus {
class Gauge;
class Registry;
} // namespace prometheus

namespace guarita::gateway {

/// How many gateway processes share the store, this one included.
///
/// Each shows itself there once a second. One that has shown nothing new for three seconds, by this process's
/// own clock, does not count, and is removed: so clocks of hosts need not agree. While the store is away the
/// number stays. Event-loop thread only.
class Fleet
{
public:
    static constexpr std::chrono::milliseconds interval{1'000};
    static constexpr std::chrono::milliseconds patience{3'000};

    /// `changed` is told of each other number than 1 or the last one. All outlive the fleet.
    struct Parts
    {
        UserPool &users;
        const core::Clock &clock;
        core::Random &random;
        prometheus::Registry &registry;
    };
    Fleet(const Parts &parts, std::function<void(int gateways)> changed);

    void start();
    /// This process stops; the others need not wait until they notice.
    void leave();
    int size() const { return m_size; }

private:
    struct Seen
    {
        qint64 beats = 0;
        core::Instant since;
    };

    void beat();
    void told(const std::vector<Heartbeat> &beats);

    Parts m_parts;
    const std::function<void(int)> m_changed;
    const QByteArray m_self;
    std::map<QByteArray, Seen> m_seen;
    std::vector<Heartbeat> m_silent;
    prometheus::Gauge &m_gauge;
    QTimer m_timer;
    int m_size = 1;
    bool m_asking = false;
};

} // namespace guarita::gateway
