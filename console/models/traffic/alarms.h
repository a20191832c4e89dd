// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/eventlogmodel.h"

namespace guarita::console {

/// Which events somebody is to be told of who does not look: a backend is down or ejected, a cluster panics.
/// Of each at most one within `pause`, so that one that goes up and down does not become a nuisance.
class Alarms final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds pause{30};

    Alarms(EventLogModel &events, const core::Clock &clock, QObject *parent = nullptr);

Q_SIGNALS:
    void raised(const QString &text);
    void settled(); // what was told last is over

private:
    void hear(const TrafficEvent &event);

    EventLogModel &m_events;
    const core::Clock &m_clock;
    QString m_last;                       // told
    QHash<QString, core::Instant> m_told; // by backend or cluster, of the last `pause`
};

} // namespace guarita::console
