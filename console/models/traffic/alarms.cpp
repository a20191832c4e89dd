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
    if (!isAlarming(event))
        return;
    const core::Instant now = m_clock.now();
    erase_if(m_told, [now](const std::pair<const QString &, core::Instant &> &told) {
        return now - told.second >= pause;
    });
    const QString key =
        event.kind == TrafficEvent::Kind::Panic ? u'~' + event.cluster : event.backend.id; // never one id
    if (m_told.contains(key))
        return;
    m_told.insert(key, now);
    Q_EMIT raised(m_events.text(event));
}

} // namespace guarita::console
