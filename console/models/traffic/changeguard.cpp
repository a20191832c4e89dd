// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/changeguard.h"

#include <algorithm>

namespace guarita::console {

using std::chrono::milliseconds;

ChangeGuard::ChangeGuard(TrafficMonitor &monitor, BalancerApi &api, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_monitor(monitor)
    , m_api(api)
    , m_clock(clock)
{
    connect(&monitor, &TrafficMonitor::collected, this, &ChangeGuard::collected);
    connect(&monitor, &TrafficMonitor::aged, this, &ChangeGuard::tick);
    connect(&monitor, &TrafficMonitor::phaseChanged, this, [this] {
        if (m_monitor.phase() == TrafficMonitor::Phase::LoggedOut)
            keep(); // whoever comes next did not do it
    });
}

void ChangeGuard::offer(const DoneChange &change)
{
    begin(change, Phase::Offered, offered);
}

void ChangeGuard::watch(const DoneChange &change)
{
    begin(change, Phase::Watching, GuardRule::watch);
}

void ChangeGuard::begin(const DoneChange &change, Phase phase, std::chrono::seconds time)
{
    m_call.reset();
    m_asking = m_byItself = m_wasBlind = m_overtaken = false;
    m_error.reset();
    m_change = change;
    m_began = m_clock.now();
    m_before = spanOf(GuardRule::before);
    m_since = {};
    enter(phase, time);
}

void ChangeGuard::enter(Phase phase, milliseconds time)
{
    m_phase = phase;
    m_time = time;
    m_end = m_clock.now() + time;
    Q_EMIT changed();
}

void ChangeGuard::keep()
{
    m_call.reset();
    m_asking = false;
    if (m_phase != Phase::Idle)
        enter(Phase::Idle);
}

void ChangeGuard::revert()
{
    if (m_phase != Phase::Offered && m_phase != Phase::Watching && m_phase != Phase::Blind)
        return;
    m_nextTry = m_clock.now();
    enter(Phase::Reverting);
    tryAgain();
}

milliseconds ChangeGuard::left() const
{
    return std::max(std::chrono::duration_cast<milliseconds>(m_end - m_clock.now()), milliseconds(0));
}

double ChangeGuard::leftShare() const
{
    return m_time.count() > 0 ? double(left().count()) / double(m_time.count()) : 0;
}

/// Of all backends of the cluster.
TrafficSpan ChangeGuard::spanOf(milliseconds window) const
{
    TrafficSpan sum;
    for (const Backend &backend : m_monitor.latest().backends) {
        if (backend.cluster != m_change.before.cluster)
            continue;
        const TrafficSpan span = m_monitor.history().within(backend.id, window, m_clock.now());
        sum.requests += span.requests;
        sum.errors += span.errors;
        sum.length = std::max(sum.length, span.length);
    }
    return sum;
}

bool ChangeGuard::nobodyLeft() const
{
    const std::vector<Backend> &backends = m_monitor.latest().backends;
    return std::none_of(backends.begin(), backends.end(), [this](const Backend &backend) {
        return backend.cluster == m_change.before.cluster && backend.takesRequests();
    });
}

void ChangeGuard::collected()
{
    if (m_phase == Phase::Blind) {
        m_byItself = true;
        revert();
    } else if (m_phase == Phase::Watching) {
        judge();
    }
}

void ChangeGuard::judge()
{
    m_since = spanOf(std::chrono::duration_cast<milliseconds>(m_clock.now() - m_began));
    m_since.length = std::chrono::duration_cast<milliseconds>(m_clock.now() - m_began);
    if (GuardRule::errorsRose(m_before, m_since) || (nobodyLeft() && !m_change.leftNobody)) {
        m_byItself = true;
        revert();
    }
}

void ChangeGuard::tick()
{
    switch (m_phase) {
    case Phase::Idle:
    case Phase::Blind:
        return;
    case Phase::Watching:
        if (m_monitor.age().value_or(blindAfter) >= blindAfter) {
            m_wasBlind = true;
            return enter(Phase::Blind);
        }
        if (left().count() == 0)
            return enter(Phase::Passed, offered);
        break;
    case Phase::Reverting:
        if (!m_asking && m_clock.now() >= m_nextTry)
            tryAgain();
        break;
    case Phase::Offered:
    case Phase::Passed:
    case Phase::Reverted:
        if (left().count() == 0)
            return enter(Phase::Idle);
        break;
    case Phase::Failed: // until somebody has read it
        break;
    }
    Q_EMIT changed();
}

void ChangeGuard::tryAgain()
{
    m_asking = true;
    m_nextTry = m_clock.now() + pause;
    m_call = m_api.change(m_change.after.id, m_change.after.version.value_or(0),
                          reverseOf(m_change.change, m_change.before),
                          [this](const Reply<Backend> &reply) { answered(reply); });
}

void ChangeGuard::answered(const Reply<Backend> &reply)
{
    m_asking = false;
    if (reply)
        return ended(reply.value());
    if (reply.error().kind == ApiError::Kind::Conflict)
        return lookAgain(); // an answer that was lost may have been a success
    if (reply.error().isOutage() || reply.error().kind == ApiError::Kind::Throttled)
        return; // tick() tries again
    m_error = reply.error();
    enter(Phase::Failed);
}

void ChangeGuard::lookAgain()
{
    m_asking = true;
    m_call = m_api.findBackend(m_change.after.id, [this](const Reply<Backend> &reply) {
        m_asking = false;
        if (reply && isDone(reverseOf(m_change.change, m_change.before), reply.value()))
            return ended(reply.value());
        if (!reply && reply.error().isOutage())
            return;
        m_overtaken = true;
        if (reply)
            m_monitor.put(reply.value());
        enter(Phase::Failed);
    });
}

void ChangeGuard::ended(const Backend &backend)
{
    enter(Phase::Reverted, offered);
    m_monitor.put(backend);
}

} // namespace guarita::console
