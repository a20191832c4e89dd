// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/eventlogmodel.h"

#include "console/models/traffic/wording.h"

#include <QtCore/QScopedValueRollback>
#include <QtCore/QTimeZone>

#include <algorithm>

namespace guarita::console {

namespace {

using Kind = TrafficEvent::Kind;

std::chrono::milliseconds between(core::Instant from, core::Instant to)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(to - from);
}

/// "para" of an event about panic.
bool isOn(const QString &value)
{
    return value == QLatin1String("1") || value == QLatin1String("true") || value == QLatin1String("sim");
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

void EventLogModel::observe(const std::vector<Backend> &backends, bool balancerRestarted, bool pushed)
{
    if (pushed)
        m_found.clear();
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
                            .downSince = {},
                            .changedAt = {}});
        }
        Known &known = m_known[backend.id];
        const std::optional<BackendState> before = known.state;
        compare(known, backend, m_clock.now());
        QList<BackendState> &found = m_found[backend.id];
        if (!pushed && known.state && known.state != before && found.size() < mostFound)
            found << *known.state;
    }
}

void EventLogModel::note(const BalancerEvent &event, bool later)
{
    using Told = BalancerEvent::Kind;
    if (!m_watching)
        return; // the first report has it
    const QScopedValueRollback nowLater(m_later, later);
    const core::Instant at = instantOf(event, later);
    Backend backend;
    backend.id = event.backend;
    switch (event.kind) {
    case Told::State:
        return noteState(event, later);
    case Told::Added:
        if (m_known.contains(event.backend))
            return;
        m_known.insert(event.backend,
                       {.backend = backend, .state = std::nullopt, .downSince = {}, .changedAt = {}});
        return add({.kind = Kind::Added, .backend = backend}, at);
    case Told::Removed:
        if (m_known.remove(event.backend) > 0)
            add({.kind = Kind::Removed, .backend = backend}, at);
        return;
    case Told::Weight:
        return add({.kind = Kind::Weight, .backend = backend, .from = event.from, .to = event.to}, at);
    case Told::Panic:
        return add({.kind = isOn(event.to) ? Kind::Panic : Kind::Calm, .cluster = event.cluster}, at);
    case Told::Reloaded:
        return add({.kind = Kind::Reloaded, .cluster = event.cluster}, at);
    case Told::Missed:
        return add({.kind = Kind::Missed, .from = event.from, .to = event.to}, at);
    case Told::Other:
        break;
    }
}

void EventLogModel::noteState(const BalancerEvent &event, bool later)
{
    const auto known = m_known.find(event.backend);
    if (known == m_known.end() || (later && wasFound(event)))
        return;
    Backend now = known->backend;
    now.stateText = event.to;
    now.state = backendStateNamed(event.to);
    now.reason = event.reason;
    // The balancer's clock may differ, but not its order.
    compare(*known, now, std::max(instantOf(event, later), known->changedAt));
}

/// Whether this change, or one after it, was found by comparing reports while nobody told of events.
bool EventLogModel::wasFound(const BalancerEvent &event)
{
    QList<BackendState> &found = m_found[event.backend];
    const qsizetype at = found.indexOf(backendStateNamed(event.to));
    if (at >= 0)
        found.remove(0, at + 1);
    return at >= 0;
}

/// What is told at once happened now, whatever the balancer's clock says.
core::Instant EventLogModel::instantOf(const BalancerEvent &event, bool later) const
{
    const core::Instant now = m_clock.now();
    if (!later || !event.at.isValid())
        return now;
    const std::chrono::milliseconds ago(event.at.msecsTo(wallAt(now)));
    return now - std::max(ago, std::chrono::milliseconds(0));
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

void EventLogModel::compare(Known &known, const Backend &now, core::Instant at)
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
    known.changedAt = at;
    const std::optional<core::Instant> downSince = known.downSince;
    if (now.state == BackendState::Down) {
        known.downSince = at;
        add({.kind = Kind::Down, .backend = now}, at);
    } else if (now.state != BackendState::Up) {
        add({.kind = Kind::Changed, .backend = now}, at);
    } else if (downSince) {
        known.downSince.reset();
        add({.kind = Kind::Recovered, .backend = now, .lasted = between(*downSince, at)}, at);
    } else {
        add({.kind = Kind::Up, .backend = now}, at);
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
    m_found.clear();
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
    add(std::move(event), m_clock.now());
}

void EventLogModel::add(TrafficEvent event, core::Instant at)
{
    event.at = wallAt(at);
    if (!m_later)
        Q_EMIT happened(event);
    if (m_frozen)
        m_held.push_back(std::move(event));
    else
        show(std::move(event));
}

void EventLogModel::show(TrafficEvent event)
{
    const auto place = std::find_if(m_events.begin(), m_events.end(),
                                    [&](const TrafficEvent &other) { return other.at <= event.at; });
    const int row = int(place - m_events.begin());
    beginInsertRows({}, row, row);
    m_events.insert(place, std::move(event));
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
        return stateText(event);
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
    case Kind::Weight:
        return tr("%1: weight %2 → %3").arg(id, event.from, event.to);
    case Kind::Panic:
        return tr("Panic in %1: too few backends are healthy, so that all get requests").arg(event.cluster);
    case Kind::Calm:
        return tr("No panic in %1 any more").arg(event.cluster);
    case Kind::Reloaded:
        return tr("The balancer's configuration was read again");
    case Kind::Missed:
        return tr("The balancer does not keep the events %1 to %2 any more").arg(event.from, event.to);
    }
    return {};
}

QString EventLogModel::stateText(const TrafficEvent &event) const
{
    const QString state = Wording::state(event.backend);
    const bool told = event.backend.state == BackendState::Ejected && !event.backend.reason.isEmpty();
    return told ? tr("%1: %2 (%3)").arg(event.backend.id, state, Wording::reason(event.backend.reason))
                : tr("%1: %2").arg(event.backend.id, state);
}

QString EventLogModel::timeText(const TrafficEvent &event) const
{
    const QDateTime at = event.at.toLocalTime();
    const QString time = at.time().toString(QStringLiteral("HH:mm:ss"));
    if (at.date() == wallAt(m_clock.now()).toLocalTime().date())
        return time;
    return tr("%1 %2").arg(m_locale.toString(at.date(), QLocale::ShortFormat), time);
}

QDateTime EventLogModel::wallAt(core::Instant at) const
{
    const auto wall = std::chrono::floor<std::chrono::milliseconds>(
        (m_clock.wallNow() - (m_clock.now() - at)).time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(wall.count(), QTimeZone::utc());
}

} // namespace guarita::console
