// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/alarms.h"

namespace guarita::console {

namespace {

bool isAlarming(const TrafficEvent &event)
{
    switch (event.kind) {
    case TrafficEvent::Kind::Down:
    case TrafficEvent::Kind::Panic:
        return true;
    case TrafficEvent::Kind::Changed:
        return event.backend.state == BackendState::Ejected;
    default:
        return false;
    }
}

bool isReassuring(const TrafficEvent &event)
{
    switch (event.kind) {
    case TrafficEvent::Kind::Up:
    case TrafficEvent::Kind::Recovered:
    case TrafficEvent::Kind::Removed:
    case TrafficEvent::Kind::Calm:
        return true;
    default:
        return false;
    }
}

/// A cluster's is never a backend's.
QString keyOf(const TrafficEvent &event)
{
    return event.cluster.isEmpty() ? event.backend.id : u'~' + event.cluster;
}

} // namespace

Alarms::Alarms(EventLogModel &events, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_events(events)
    , m_clock(clock)
{
    connect(&events, &EventLogModel::happened, this, &Alarms::hear);
}

void Alarms::hear(const TrafficEvent &event)
{
    const QString key = keyOf(event);
    if (isReassuring(event) && key == m_last) {
        m_last.clear();
        Q_EMIT settled();
    }
    if (!isAlarming(event))
        return;
    const core::Instant now = m_clock.now();
    erase_if(m_told, [now](const std::pair<const QString &, core::Instant &> &told) {
        return now - told.second >= pause;
    });
    if (m_told.contains(key))
        return;
    m_told.insert(key, now);
    m_last = key;
    Q_EMIT raised(m_events.text(event));
}

} // namespace guarita::console
