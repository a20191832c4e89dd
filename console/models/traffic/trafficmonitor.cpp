// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/trafficmonitor.h"

#include <algorithm>
#include <utility>

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

TrafficMonitor::TrafficMonitor(BalancerApi &api, Connectivity &connectivity, const core::Clock &clock,
                               core::Random &random, QObject *parent)
    : QObject(parent)
    , m_session(api.session())
    , m_clock(clock)
    , m_poller(api, clock)
    , m_feed(api, connectivity, random)
    , m_backends(clock)
    , m_events(clock)
{
    m_ticks.setInterval(500ms);
    connect(&m_ticks, &QTimer::timeout, this, &TrafficMonitor::tick);
    connect(&m_poller, &BackendPoller::polled, this,
            [this](const BalancerReport &report) { take(report, false); });
    connect(&m_poller, &BackendPoller::failed, this, &TrafficMonitor::failed);
    connect(&m_feed, &BalancerFeed::sampled, this, &TrafficMonitor::sampled);
    connect(&m_feed, &BalancerFeed::happened, &m_events, &EventLogModel::note);
    connect(&m_session, &Session::stateChanged, this, &TrafficMonitor::sessionChanged);
    connect(&m_session, &Session::rightsChanged, this, &TrafficMonitor::sessionChanged);
    sessionChanged();
}

void TrafficMonitor::sessionChanged()
{
    switch (m_session.state()) {
    case Session::State::Active:
        if (m_session.rights().seesBackends)
            start();
        else
            stop();
        break;
    case Session::State::Expired:
        stop(); // what is known stays; its age says that it is old
        break;
    case Session::State::LoggingIn:
    case Session::State::Renewing: // the question that is under way waits for the token
        break;
    case Session::State::LoggedOut:
        forget();
        break;
    }
    Q_EMIT aged();
}

void TrafficMonitor::start()
{
    if (!std::exchange(m_running, true)) {
        m_lastSample = m_clock.now();
        if (m_phase == Phase::LoggedOut)
            m_day.open(m_dayFile);
        m_poller.start(); // the first answer does not wait for a stream
    }
    m_feed.start();
    m_ticks.start();
    if (m_phase == Phase::LoggedOut)
        enter(Phase::Waiting);
}

void TrafficMonitor::stop()
{
    m_running = false;
    m_poller.stop();
    m_feed.stop();
}

/// The next one may be another user, or on another service.
void TrafficMonitor::forget()
{
    stop();
    m_poller.clear();
    m_ticks.stop();
    m_pausedAt.reset();
    m_lastReport.reset();
    m_error.reset();
    m_history.clear();
    m_day.close();
    m_latest = {};
    m_totals = {};
    m_backends.clear();
    m_events.setFrozen(false);
    m_events.clear();
    Q_EMIT pausedChanged();
    enter(Phase::LoggedOut);
}

void TrafficMonitor::keepDayIn(const QString &file)
{
    m_dayFile = file;
    if (m_phase != Phase::LoggedOut)
        m_day.open(file);
}

void TrafficMonitor::sampled(const BalancerReport &report)
{
    m_lastSample = m_clock.now();
    m_poller.stop();
    take(report, true);
}

void TrafficMonitor::take(const BalancerReport &report, bool pushed)
{
    m_lastReport = m_clock.now();
    m_error.reset();
    const bool restarted = m_history.add(report.backends, m_clock.now());
    m_day.add(report.backends, m_history, m_clock.now(), m_clock.wallNow());
    m_events.observe(report.backends, restarted, pushed);
    m_latest = report;
    Q_EMIT collected();
    if (isPaused())
        Q_EMIT aged();
    else
        show();
}

void TrafficMonitor::put(const Backend &backend)
{
    for (Backend &known : m_latest.backends) {
        if (known.id == backend.id)
            known = backend;
    }
    if (!isPaused())
        show();
}

const Backend *TrafficMonitor::find(const QString &id) const
{
    const auto found = std::find_if(m_latest.backends.begin(), m_latest.backends.end(),
                                    [&](const Backend &backend) { return backend.id == id; });
    return found == m_latest.backends.end() ? nullptr : &*found;
}

void TrafficMonitor::failed()
{
    m_error = *m_poller.error();
    m_events.silent(*m_error);
    if (m_phase == Phase::Waiting || m_phase == Phase::Unreachable)
        enter(Phase::Unreachable);
    tick();
}

void TrafficMonitor::pollIfQuiet()
{
    if (m_running && !m_poller.isRunning() && m_clock.now() - m_lastSample > quietFor)
        m_poller.start();
}

void TrafficMonitor::show()
{
    m_shownAt = m_clock.now();
    if (m_lastReport) {
        m_totals = totalsOf(m_latest.backends, m_history);
        m_backends.apply(m_latest.backends, m_history, shownUntil());
        updateStale();
        const Phase phase = m_latest.backends.empty() ? Phase::Empty : Phase::Showing;
        if (phase != m_phase)
            enter(phase);
    }
    Q_EMIT shown();
    Q_EMIT aged();
}

void TrafficMonitor::tick()
{
    pollIfQuiet();
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
    if (!m_lastReport)
        return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - *m_lastReport);
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
