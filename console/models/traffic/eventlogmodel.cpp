// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/eventlogmodel.h"

#include "console/models/traffic/wording.h"

#include <QtCore/QTimeZone>

#include <algorithm>

namespace guarita::console {

namespace {

using Kind = TrafficEvent::Kind;

std::chrono::milliseconds between(core::Instant from, core::Instant to)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(to - from);
}

/// A backend that has just been configured is down until its first check: that is no event.
bool isUnchecked(const Backend &backend)
{
    return backend.state == BackendState::Down && backend.reason == QLatin1String("sem_verificacao");
}

} // namespace

EventLogModel::EventLogModel(const core::Clock &clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_clock(clock)
{
}

void EventLogModel::observe(const std::vector<Backend> &backends, bool balancerRestarted)
{
    if (m_silentSince) {
        add({.kind = Kind::Heard, .lasted = between(*m_silentSince, m_clock.now())});
        m_silentSince.reset();
    }
    if (balancerRestarted)
        add({.kind = Kind::Started});
    const bool first = !std::exchange(m_watching, true);
    if (first)
        add({.kind = Kind::Watching, .count = int(backends.size())});
    removeGone(backends);
    for (const Backend &backend : backends) {
        if (!m_known.contains(backend.id)) {
            if (!first)
                add({.kind = Kind::Added, .backend = backend});
            // Taken as up before, so that one that is found down is told of.
            m_known.insert(backend.id,
                           {.backend = backend,
                            .state = isUnchecked(backend) ? std::nullopt : std::optional(BackendState::Up),
                            .downSince = {}});
        }
        compare(m_known[backend.id], backend);
    }
}

void EventLogModel::removeGone(const std::vector<Backend> &backends)
{
    for (auto known = m_known.begin(); known != m_known.end();) {
        const bool gone = std::none_of(backends.begin(), backends.end(),
                                       [&](const Backend &b) { return b.id == known.key(); });
        if (gone)
            add({.kind = Kind::Removed, .backend = known->backend});
        known = gone ? m_known.erase(known) : std::next(known);
    }
}

void EventLogModel::compare(Known &known, const Backend &now)
{
    known.backend = now;
    if (isUnchecked(now)) {
        known.state.reset();
        known.downSince.reset();
        return;
    }
    if (known.state == now.state)
        return;
    known.state = now.state;
    const std::optional<core::Instant> downSince = known.downSince;
    if (now.state == BackendState::Down) {
        known.downSince = m_clock.now();
        add({.kind = Kind::Down, .backend = now});
    } else if (now.state != BackendState::Up) {
        add({.kind = Kind::Changed, .backend = now});
    } else if (downSince) {
        known.downSince.reset();
        add({.kind = Kind::Recovered, .backend = now, .lasted = between(*downSince, m_clock.now())});
    } else {
        add({.kind = Kind::Up, .backend = now});
    }
}

void EventLogModel::silent(const ApiError &error)
{
    if (m_silentSince || !m_watching)
        return;
    m_silentSince = m_clock.now();
    add({.kind = Kind::Silent, .error = error});
}

void EventLogModel::setFrozen(bool frozen)
{
    m_frozen = frozen;
    if (frozen)
        return;
    for (TrafficEvent &event : std::exchange(m_held, {}))
        show(std::move(event));
}

void EventLogModel::clear()
{
    if (!m_events.empty()) {
        beginRemoveRows({}, 0, rowCount() - 1);
        m_events.clear();
        endRemoveRows();
    }
    m_held.clear();
    m_known.clear();
    m_silentSince.reset();
    m_watching = false;
}

void EventLogModel::setLocale(const QLocale &locale)
{
    m_locale = locale;
    retranslate();
}

void EventLogModel::retranslate()
{
    if (!m_events.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void EventLogModel::add(TrafficEvent event)
{
    event.at = wallNow();
    if (m_frozen)
        m_held.push_back(std::move(event));
    else
        show(std::move(event));
}

void EventLogModel::show(TrafficEvent event)
{
    beginInsertRows({}, 0, 0);
    m_events.push_front(std::move(event));
    endInsertRows();
    if (const int last = rowCount() - 1; last >= most) {
        beginRemoveRows({}, last, last);
        m_events.pop_back();
        endRemoveRows();
    }
}

int EventLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

QVariant EventLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TrafficEvent &event = m_events[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(event);
    case Qt::AccessibleTextRole:
        return tr("%1 %2").arg(timeText(event), text(event));
    case KindRole:
        return int(event.kind);
    case TimeRole:
        return timeText(event);
    default:
        return {};
    }
}

QString EventLogModel::text(const TrafficEvent &event) const
{
    const QString &id = event.backend.id;
    const QString lasted = event.lasted ? Wording::duration(*event.lasted) : QString();
    switch (event.kind) {
    case Kind::Watching:
        return tr("Watching %n backend(s) from here on", nullptr, event.count);
    case Kind::Up:
        return tr("%1 is up").arg(id);
    case Kind::Down:
        return event.backend.reason.isEmpty()
                   ? tr("%1 is down").arg(id)
                   : tr("%1 is down: %2").arg(id, Wording::reason(event.backend.reason));
    case Kind::Recovered:
        return tr("%1 recovered after %2").arg(id, lasted);
    case Kind::Changed:
        return tr("%1: %2").arg(id, Wording::state(event.backend));
    case Kind::Added:
        return tr("%1 was added").arg(id);
    case Kind::Removed:
        return tr("%1 was removed").arg(id);
    case Kind::Started:
        return tr("The balancer was started again; its counts begin at zero");
    case Kind::Silent:
        return tr("No answer: %1").arg(event.error ? Wording::error(*event.error) : QString());
    case Kind::Heard:
        return tr("Answers again after %1; what happened in between was not seen").arg(lasted);
    }
    return {};
}

QString EventLogModel::timeText(const TrafficEvent &event) const
{
    const QDateTime at = event.at.toLocalTime();
    const QString time = at.time().toString(QStringLiteral("HH:mm:ss"));
    if (at.date() == wallNow().toLocalTime().date())
        return time;
    return tr("%1 %2").arg(m_locale.toString(at.date(), QLocale::ShortFormat), time);
}

QDateTime EventLogModel::wallNow() const
{
    const auto now = std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow().time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(now.count(), QTimeZone::utc());
}

} // namespace guarita::console
