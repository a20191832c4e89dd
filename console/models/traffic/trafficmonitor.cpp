// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/trafficmonitor.h"

#include <algorithm>

namespace guarita::console {

using namespace std::chrono_literals;

namespace {

TrafficTotals totalsOf(const std::vector<Backend> &backends, const TrafficHistory &history)
{
    TrafficTotals totals;
    totals.backends = int(backends.size());
    for (const Backend &backend : backends) {
        totals.inFlight += backend.inFlight;
        totals.requests += backend.requests;
        totals.up += backend.state == BackendState::Up;
    }
    if (!history.all().empty()) {
        const TrafficSample &last = history.all().back();
        totals.requestsPerSecond = last.requestsPerSecond;
        totals.errorsPerSecond = last.errorsPerSecond;
        totals.p99 = last.p99;
    }
    return totals;
}

} // namespace

TrafficMonitor::TrafficMonitor(Api &api, Session &session, const core::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_clock(clock)
    , m_poller(api, clock)
    , m_backends(clock)
    , m_events(clock)
{
    m_ticks.setInterval(500ms);
    connect(&m_ticks, &QTimer::timeout, this, &TrafficMonitor::tick);
    connect(&m_poller, &BackendPoller::polled, this, &TrafficMonitor::polled);
    connect(&m_poller, &BackendPoller::failed, this, &TrafficMonitor::failed);
    connect(&session, &Session::stateChanged, this, &TrafficMonitor::sessionChanged);
    connect(&session, &Session::rightsChanged, this, &TrafficMonitor::sessionChanged);
    sessionChanged();
}

void TrafficMonitor::sessionChanged()
{
    switch (m_session.state()) {
    case Session::State::Active:
        if (!m_session.rights().seesBackends) {
            m_poller.stop();
            break;
        }
        m_poller.start();
        m_ticks.start();
        if (m_phase == Phase::LoggedOut)
            enter(Phase::Waiting);
        break;
    case Session::State::Expired:
        m_poller.stop(); // what is known stays; its age says that it is old
        break;
    case Session::State::LoggingIn:
    case Session::State::Renewing: // the question that is under way waits for the token
        break;
    case Session::State::LoggedOut:
        // The next one may be another user, or on another service.
        m_poller.stop();
        m_poller.clear();
        m_ticks.stop();
        m_pausedAt.reset();
        m_history.clear();
        m_latest.clear();
        m_totals = {};
        m_backends.clear();
        m_events.setFrozen(false);
        m_events.clear();
        Q_EMIT pausedChanged();
        enter(Phase::LoggedOut);
        break;
    }
    Q_EMIT aged();
}

void TrafficMonitor::polled(const std::vector<Backend> &backends, core::Instant at)
{
    const bool restarted = m_history.add(backends, at);
    m_events.observe(backends, restarted);
    m_latest = backends;
    if (isPaused())
        Q_EMIT aged();
    else
        show();
}

void TrafficMonitor::failed()
{
    m_events.silent(*m_poller.error());
    if (m_phase == Phase::Waiting || m_phase == Phase::Unreachable)
        enter(Phase::Unreachable);
    tick();
}

void TrafficMonitor::show()
{
    m_shownAt = m_clock.now();
    if (m_poller.lastAnswer()) {
        m_totals = totalsOf(m_latest, m_history);
        m_backends.apply(m_latest, m_history, shownUntil());
        updateStale();
        const Phase phase = m_latest.empty() ? Phase::Empty : Phase::Showing;
        if (phase != m_phase)
            enter(phase);
    }
    Q_EMIT shown();
    Q_EMIT aged();
}

void TrafficMonitor::tick()
{
    if (!isPaused()) {
        m_backends.updateAges();
        updateStale();
        // The charts' time goes on while there is no answer, so that the gap is seen to grow.
        if (m_phase == Phase::Showing && m_clock.now() - m_shownAt > 1500ms) {
            m_shownAt = m_clock.now();
            Q_EMIT shown();
        }
    }
    Q_EMIT aged();
}

void TrafficMonitor::updateStale()
{
    const bool stale = age() && (error() || *age() > freshFor);
    if (stale == isStale())
        return;
    m_backends.setStale(stale);
    Q_EMIT shown();
}

core::Instant TrafficMonitor::shownUntil() const
{
    return m_pausedAt.value_or(m_clock.now());
}

void TrafficMonitor::setPaused(bool paused)
{
    if (paused == isPaused())
        return;
    m_pausedAt = paused ? std::optional(m_clock.now()) : std::nullopt;
    m_events.setFrozen(paused);
    Q_EMIT pausedChanged();
    if (!paused)
        show();
    Q_EMIT aged();
}

std::chrono::milliseconds TrafficMonitor::pausedFor() const
{
    return m_pausedAt ? std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - *m_pausedAt)
                      : 0ms;
}

std::optional<std::chrono::milliseconds> TrafficMonitor::age() const
{
    if (!m_poller.lastAnswer())
        return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - *m_poller.lastAnswer());
}

bool TrafficMonitor::isWaitingForLogIn() const
{
    return m_session.state() == Session::State::Expired;
}

void TrafficMonitor::enter(Phase phase)
{
    m_phase = phase;
    Q_EMIT phaseChanged();
}

} // namespace guarita::console
