// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/backendpoller.h"
#include "console/models/traffic/backendsmodel.h"
#include "console/models/traffic/eventlogmodel.h"
#include "console/models/traffic/traffichistory.h"

#include <QtCore/QObject>

namespace guarita::console {

/// All backends together.
struct TrafficTotals
{
    std::optional<double> requestsPerSecond;
    std::optional<double> errorsPerSecond;
    std::optional<double> p99; // the largest of the backends'
    qint64 inFlight = 0;
    qint64 requests = 0;
    int up = 0;
    int backends = 0;
};

/// Collects what the balancer tells, from the log-in on, whether it is looked at or not, and says when there
/// is something new to paint. While paused it collects, but what is shown stays as it is.
class TrafficMonitor final : public QObject
{
    Q_OBJECT

public:
    enum class Phase {
        LoggedOut,
        Waiting,     // for the first answer
        Unreachable, // there has been no answer yet, but an error
        Empty,       // the balancer has no backends
        Showing,
    };

    /// Older values are stale.
    static constexpr std::chrono::milliseconds freshFor{3000};

    TrafficMonitor(Api &api, Session &session, const core::Clock &clock, QObject *parent = nullptr);

    Phase phase() const { return m_phase; }
    BackendsModel &backends() { return m_backends; }
    EventLogModel &events() { return m_events; }
    const TrafficHistory &history() const { return m_history; }
    const TrafficTotals &totals() const { return m_totals; }
    /// Where the charts end: now, or when it was paused.
    core::Instant shownUntil() const;

    bool isPaused() const { return m_pausedAt.has_value(); }
    void setPaused(bool paused);
    std::chrono::milliseconds pausedFor() const;

    /// Whether what is shown is old because nobody answers.
    bool isStale() const { return m_backends.isStale(); }
    /// Of the last answer; nothing before the first.
    std::optional<std::chrono::milliseconds> age() const;
    const ApiError *error() const { return m_poller.error(); }
    bool isWaitingForLogIn() const;

    void pollNow() { m_poller.pollNow(); }

Q_SIGNALS:
    void shown();        // other values, or time has passed while there was none
    void phaseChanged(); // also for another error
    void aged();         // twice a second: texts with ages are others
    void pausedChanged();

private:
    void sessionChanged();
    void polled(const std::vector<Backend> &backends, core::Instant at);
    void failed();
    void tick();
    void show();
    void updateStale();
    void enter(Phase phase);

    Session &m_session;
    const core::Clock &m_clock;
    BackendPoller m_poller;
    TrafficHistory m_history;
    BackendsModel m_backends;
    EventLogModel m_events;
    QTimer m_ticks;
    std::vector<Backend> m_latest;
    TrafficTotals m_totals;
    std::optional<core::Instant> m_pausedAt;
    core::Instant m_shownAt{};
    Phase m_phase = Phase::LoggedOut;
};

} // namespace guarita::console
